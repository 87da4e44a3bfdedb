import { describe, expect, it } from 'vitest';
import { createRequest } from './client';
import { NoAnswer, ServerFailure } from './failures';
import { operation } from './operation';

const me = operation<{ me: { id: string } }>('query Me { me { id } }');

function answering(body: string, status = 200) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = ((url: string, init: RequestInit) => {
    asked.push({ url, init });
    return Promise.resolve(new Response(body, { status, headers: { 'content-type': 'application/json' } }));
  }) as typeof globalThis.fetch;
  return { asked, request: createRequest({ version: '1.2.3', fetch }) };
}

describe('a request', () => {
  it('goes to the same origin, with cookies, as JSON that needs a preflight elsewhere', async () => {
    const { asked, request } = answering('{"data":{"me":{"id":"ana"}}}');
    expect(await request(me, {})).toEqual({ me: { id: 'ana' } });
    expect(asked[0]).toMatchObject({
      url: '/graphql',
      init: {
        method: 'POST',
        credentials: 'same-origin',
        redirect: 'error',
        headers: { 'content-type': 'application/json', 'x-guiche-client': 'pwa/1.2.3' },
      },
    });
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({ query: me.text, variables: {} });
  });

  it.each([
    ['UNAUTHENTICATED', 'UNAUTHENTICATED', false],
    ['CSRF', 'CSRF', false],
    ['UNAVAILABLE', 'UNAVAILABLE', true],
    ['INTERNAL', 'INTERNAL', true],
    ['A_CODE_FROM_THE_FUTURE', 'A_CODE_FROM_THE_FUTURE', true],
  ])('fails with the code of the server: %s', async (code, expected, passing) => {
    const { request } = answering(JSON.stringify({ errors: [{ message: 'no', extensions: { code } }] }));
    const failure = await request(me, {}).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(ServerFailure);
    expect(failure).toMatchObject({ code: expected, passing });
  });

  it.each([
    ['a captive portal', '<html>Welcome to the airport</html>', 200],
    ['a proxy that is out of order', '{"message":"bad gateway"}', 502],
    ['nothing at all', '', 200],
    ['null', 'null', 200],
  ])('treats %s as no answer', async (_case, body, status) => {
    const { request } = answering(body, status);
    await expect(request(me, {})).rejects.toBeInstanceOf(NoAnswer);
  });

  it('takes too long: no answer', async () => {
    const fetch = ((_url: string, { signal }: RequestInit) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      })) as typeof globalThis.fetch;
    const request = createRequest({ version: '1', fetch });
    await expect(request(me, {}, { timeout: 1 })).rejects.toBeInstanceOf(NoAnswer);
  });

  it('called off by its caller, says so', async () => {
    const fetch = ((_url: string, { signal }: RequestInit) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      })) as typeof globalThis.fetch;
    const request = createRequest({ version: '1', fetch });
    const caller = new AbortController();
    const outcome = request(me, {}, { signal: caller.signal });
    caller.abort(new Error('changed my mind'));
    await expect(outcome).rejects.toThrow('changed my mind');
  });
});
