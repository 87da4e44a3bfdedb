/** What can go wrong between this device and the server, told apart by what helps. */

/** No answer: no network, a time-out, a captive portal. Trying again later helps. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Codes of unexpected failures (`extensions.code`), as far as we know them; expected outcomes are data in payloads. */
export type ServerFailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'CSRF'
  | 'BAD_REQUEST'
  | 'QUERY_TOO_COMPLEX'
  | 'CURSOR_EXPIRED'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  | 'UNKNOWN';

const lasting: ReadonlySet<string> = new Set<ServerFailureCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CSRF',
  'BAD_REQUEST',
  'QUERY_TOO_COMPLEX',
  'CURSOR_EXPIRED',
]);

/** The server answered, with a failure of the request as a whole. */
export class ServerFailure extends Error {
  override name = 'ServerFailure';

  constructor(
    readonly code: ServerFailureCode,
    message: string,
    /** Names the request in the operator's logs. */
    readonly requestId?: string,
  ) {
    super(message);
  }

  /** The same request may succeed later without anybody changing anything. What we do not know counts as such. */
  get passing(): boolean {
    return !lasting.has(this.code);
  }
}

/** Nobody has decided: the server may take the same another time, or after its author has signed in again. */
export function isUndecided(cause: unknown): boolean {
  if (cause instanceof ServerFailure) return cause.passing || cause.code === 'UNAUTHENTICATED';
  return cause instanceof NoAnswer;
}

/** One entry of a GraphQL response's `errors`, as far as we read it. */
export interface GraphqlError {
  message?: unknown;
  extensions?: { code?: unknown; requestId?: unknown } | undefined;
}

export function serverFailure([first]: readonly GraphqlError[]): ServerFailure {
  const { code, requestId } = first?.extensions ?? {};
  return new ServerFailure(
    (typeof code === 'string' ? code : 'UNKNOWN') as ServerFailureCode,
    String(first?.message),
    typeof requestId === 'string' ? requestId : undefined,
  );
}
