/**
 * The live line: one GraphQL subscription over `graphql-transport-ws` that comes back by itself, for as long as it is
 * wanted. Phones freeze and half-open sockets without a `close` event, so silence is measured here and a line that
 * does not answer is cut. Resuming without a gap is the caller's: `resume` is asked anew before every attempt.
 */

import { NoAnswer, serverFailure, ServerFailure, type GraphqlError } from './failures';
import type { Operation } from './operation';
import type { Client } from './socket';

export interface LineOptions<Data, Variables> {
  url: string;
  /** Payload of `connection_init`. */
  introduction: () => Promise<Record<string, unknown>>;
  operation: Operation<Data, Variables>;
  /** Variables of the next attempt: where to go on. A rejection counts as a failed attempt. */
  resume: () => Promise<Variables>;
  received: (data: Data) => void;
  /** The server refused the subscription itself. The line is down and tries again after this has settled. */
  refused: (failure: ServerFailure) => Promise<void>;
  /** The server ended the session: the line stops. */
  sessionEnded: () => void;
  changed: (up: boolean) => void;
  random?: () => number;
  webSocketImpl?: unknown;
}

export const rhythm = {
  /** Below the 15 s after which mobile carriers' middleboxes were seen to forget idle connections. */
  ping: 10_000,
  pongTimeout: 5_000,
  acknowledgement: 10_000,
  backoffFirst: 500,
  backoffMost: 15_000,
} as const;

let library: typeof import('./socket') | undefined;

/** Fetches what makes connections: with the first line, because the first screen does not wait for that. */
export async function fetchLibrary(): Promise<void> {
  library ??= await import('./socket');
}

/** 4401 unauthorized; 4410 session ended. */
const sessionEndedCodes: ReadonlySet<number> = new Set([4401, 4410]);
/**
 * Our own mistakes, which repeating cannot mend: bad request, bad response, subprotocol, two subscribers, two
 * initialisations. The line rests until a person comes back to the app.
 */
const mistakes: ReadonlySet<number> = new Set([4400, 4004, 4005, 4406, 4409, 4429]);

export class Line<Data, Variables> {
  readonly #options: LineOptions<Data, Variables>;
  #client: Client | undefined;
  #wanted = false;
  #up = false;
  #failures = 0;
  #heardAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LineOptions<Data, Variables>) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#up;
  }

  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#failures = 0;
    this.#attempt();
  }

  close(): void {
    this.#wanted = false;
    clearTimeout(this.#retry);
    this.#hangUp();
  }

  /** The person or the network came back: whatever may be stale is replaced at once, without back-off. */
  nudge(): void {
    if (!this.#wanted) return;
    if (this.#client && this.#heardAt + rhythm.pongTimeout > Date.now()) return;
    this.#failures = 0;
    this.#hangUp();
    clearTimeout(this.#retry);
    this.#attempt();
  }

  /** A query or mutation over the socket, so that it counts as this device's. Fails at once when the line is down. */
  perform<Answer, Input>(operation: Operation<Answer, Input>, variables: Input): Promise<Answer> {
    const client = this.#client;
    if (!client || !this.#up) return Promise.reject(new NoAnswer('the line is down'));
    return new Promise((resolve, reject) => {
      client.subscribe<Answer>(payload(operation, variables), {
        next: ({ data, errors }) => (errors ? reject(serverFailure(errors)) : resolve(data as Answer)),
        error: (cause) => reject(failureOf(cause)),
        complete: () => reject(new NoAnswer('completed without an answer')),
      });
    });
  }

  #attempt(): void {
    // Counted as heard, so that a nudge does not cut a connection that is just being made.
    this.#heardAt = Date.now();
    if (!library) {
      fetchLibrary().then(
        // Unless given up, or tried again, while it was on its way.
        () => this.#wanted && !this.#client && this.#attempt(),
        (cause: unknown) => this.#ended(cause),
      );
      return;
    }
    const client = this.#connect(library);
    this.#client = client;
    const over = (cause: unknown) => {
      if (this.#client === client) this.#ended(cause);
    };
    this.#options.resume().then((variables) => {
      if (this.#client !== client) return;
      client.subscribe<Data>(payload(this.#options.operation, variables), {
        next: ({ data, errors }) => {
          if (this.#client !== client) return;
          if (errors) over(errors);
          else if (data) this.#options.received(data);
        },
        error: over,
        complete: () => over(new NoAnswer('the server completed the subscription')),
      });
    }, over);
  }

  #connect({ createClient }: typeof import('./socket')): Client {
    // A client per attempt: its own retries would resume from the variables of the first attempt.
    const client: Client = createClient({
      url: this.#options.url,
      connectionParams: this.#options.introduction,
      connectionAckWaitTimeout: rhythm.acknowledgement,
      keepAlive: rhythm.ping,
      retryAttempts: 0,
      ...(this.#options.webSocketImpl ? { webSocketImpl: this.#options.webSocketImpl } : {}),
      on: {
        connected: () => {
          if (this.#client === client) this.#became(true);
        },
        ping: (received) => {
          if (!received && this.#client === client) this.#expectPong(client);
        },
        message: ({ type }) => {
          if (this.#client !== client) return;
          this.#heardAt = Date.now();
          clearTimeout(this.#silence);
          // Not at the acknowledgement: a server that accepts and drops must not be met at full speed.
          if (type === 'next' || type === 'pong') this.#failures = 0;
        },
        // First of all listeners, and with the true close code; a plain 1000 the library would reopen by itself.
        closed: (event) => {
          if (this.#client === client) this.#ended(event);
        },
      },
    });
    return client;
  }

  #expectPong(client: Client): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => client.terminate(), rhythm.pongTimeout);
  }

  #ended(cause: unknown): void {
    this.#hangUp();
    if (!this.#wanted) return;
    const code = closeCode(cause);
    const failure = Array.isArray(cause) ? serverFailure(cause as GraphqlError[]) : undefined;
    if (sessionEndedCodes.has(code) || failure?.code === 'UNAUTHENTICATED') {
      this.#wanted = false;
      this.#options.sessionEnded();
    } else if (failure) {
      void this.#options.refused(failure).finally(() => this.#retryLater());
    } else if (!mistakes.has(code)) {
      this.#retryLater();
    }
  }

  #retryLater(): void {
    if (!this.#wanted || this.#client) return;
    clearTimeout(this.#retry);
    const random = this.#options.random ?? Math.random;
    // Full jitter: a server that restarts is not met by all its devices at once.
    const most = Math.min(rhythm.backoffMost, rhythm.backoffFirst * 2 ** this.#failures);
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#attempt(), random() * most);
  }

  #hangUp(): void {
    const client = this.#client;
    this.#client = undefined;
    clearTimeout(this.#silence);
    // Terminate, not dispose: a frozen socket never finishes its closing handshake.
    client?.terminate();
    this.#became(false);
  }

  #became(up: boolean): void {
    if (this.#up === up) return;
    this.#up = up;
    this.#options.changed(up);
  }
}

function payload<Answer, Input>(operation: Operation<Answer, Input>, variables: Input) {
  return { query: operation.text, variables: variables as Record<string, unknown> };
}

function closeCode(cause: unknown): number {
  const code = (cause as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'number' ? code : 0;
}

function failureOf(cause: unknown): Error {
  if (Array.isArray(cause)) return serverFailure(cause as GraphqlError[]);
  return new NoAnswer('the line went down', { cause });
}
