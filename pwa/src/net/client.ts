/**
 * GraphQL over HTTP, same origin, with the session cookie. Used by pages and by the service worker. Knows nothing of
 * the desk's operations.
 */

import { NoAnswer, serverFailure, ServerFailure, type GraphqlError } from './failures';
import type { Operation } from './operation';

export interface RequestOptions {
  signal?: AbortSignal;
  /** Milliseconds until a request counts as unanswered. */
  timeout?: number;
  /** Let the request outlive the page (bodies up to 64 KiB). */
  keepalive?: boolean;
}

/** Sends one operation. Fails with {@link NoAnswer} or {@link ServerFailure}; an abort by the caller is rethrown. */
export type Request = <Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  options?: RequestOptions,
) => Promise<Data>;

export interface ClientOptions {
  /** Version of the app, for `x-guiche-client`. */
  version: string;
  url?: string;
  fetch?: typeof fetch;
}

/** Mobile networks stall longer than they should, but nobody watches a spinner for longer than this. */
const defaultTimeout = 15_000;

export function createRequest({
  version,
  url = '/graphql',
  fetch = globalThis.fetch,
}: ClientOptions): Request {
  return async (operation, variables, { signal, timeout = defaultTimeout, keepalive = false } = {}) => {
    const expiry = AbortSignal.timeout(timeout);
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url, {
        method: 'POST',
        // The custom header makes every cross-origin attempt need a preflight, which the server does not grant.
        headers: { 'content-type': 'application/json', 'x-guiche-client': `pwa/${version}` },
        body: JSON.stringify({ query: operation.text, variables }),
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        keepalive,
        signal: signal ? AbortSignal.any([signal, expiry]) : expiry,
      });
      body = await response.json();
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new NoAnswer('the server did not answer', { cause });
    }
    return dataOf(body, response.status);
  };
}

function dataOf<Data>(body: unknown, status: number): Data {
  const { data, errors } = (body ?? {}) as { data?: Data | null; errors?: readonly GraphqlError[] };
  if (Array.isArray(errors) && errors.length > 0) throw serverFailure(errors);
  if (data) return data;
  // JSON, but not GraphQL: some middlebox. Its status says all there is to know.
  if (status === 401) throw new ServerFailure('UNAUTHENTICATED', 'the session is not accepted');
  throw new NoAnswer(`an answer that is not GraphQL (status ${status})`);
}
