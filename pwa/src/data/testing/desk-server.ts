/// <reference types="node" />
/**
 * A desk over real HTTP and WebSocket, in memory, executing the committed schema: so that what the app asks is
 * validated, and what it gets has the schema's shape. Its faults are switches for tests.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, GraphQLError, graphql, subscribe, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { schema } from './schema';
import type { Caller } from './desk-model';
import { DeskState } from './desk-state';

export type Fault = 'lost request' | 'lost answer' | 'internal error';

export class DeskServer {
  readonly state = new DeskState();
  /** Asked for every operation over HTTP, by its name. */
  fault: (operation: string) => Fault | undefined = () => undefined;
  /** Awaited before an operation over HTTP is answered: holds answers back. */
  before: (operation: string) => Promise<void> = () => Promise.resolve();
  /** Holds the answers to an operation (or to all) back until the returned function is called. */
  hold(operation?: string): () => void {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.before = (name) => (operation === undefined || name === operation ? held : Promise.resolve());
    return release;
  }

  /** Names of the operations that came in, over HTTP. */
  readonly asked: string[] = [];
  readonly #http: Server;
  readonly #sockets: WebSocketServer;

  private constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#sockets = new WebSocketServer({ server: this.#http, path: '/graphql' });
    const root = this.state as unknown as Record<string, object>;
    useServer(
      {
        schema,
        // Ours, as graphql-ws brings its own copy of the library otherwise, and the two do not know each other's schemas.
        execute,
        subscribe,
        validate,
        roots: { query: root, mutation: root, subscription: root },
        context: ({ extra, connectionParams }): Caller => ({
          ...this.#callerOf(extra.request),
          deviceId: String(connectionParams?.['deviceId'] ?? ''),
        }),
        onConnect: ({ extra }) => {
          if (this.#callerOf(extra.request).personId === undefined) extra.socket.close(4401, 'Unauthorized');
        },
      },
      this.#sockets,
    );
  }

  static async start(): Promise<DeskServer> {
    const server = new DeskServer();
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get openSockets(): number {
    return [...this.#sockets.clients].filter(({ readyState }) => readyState === 1).length;
  }

  /** As a dying network does: without a close frame. */
  cutSockets(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  closeSockets(code: number): void {
    for (const socket of this.#sockets.clients) socket.close(code);
  }

  async stop(): Promise<void> {
    this.cutSockets();
    this.#sockets.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const name = /^\w+ (\w+)/.exec(query)?.[1] ?? '';
    this.asked.push(name);
    const fault = this.fault(name);
    if (fault === 'lost request') return void request.socket.destroy();
    const cookies: string[] = [];
    const caller: Caller = { ...this.#callerOf(request), setCookie: (cookie) => cookies.push(cookie) };
    const result = request.headers['x-guiche-client']
      ? fault === 'internal error'
        ? { errors: [new GraphQLError('broken', { extensions: { code: 'INTERNAL' } })] }
        : await graphql({
            schema,
            source: query,
            rootValue: this.state,
            contextValue: caller,
            variableValues: variables,
          })
      : { errors: [new GraphQLError('no client header', { extensions: { code: 'CSRF' } })] };
    await this.before(name);
    if (fault === 'lost answer') return void request.socket.destroy();
    response.setHeader('content-type', 'application/json');
    for (const cookie of cookies) response.appendHeader('set-cookie', cookie);
    response.end(JSON.stringify(result));
  }

  #callerOf(request: IncomingMessage): Caller {
    const token = /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    return { token, personId: token === undefined ? undefined : this.state.sessions.get(token) };
  }
}
