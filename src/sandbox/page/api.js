// The scripting surface as the page needs it. Every request is JSON: a foreign page cannot send it without a preflight.

/** @returns {Promise<any>} */
async function call(method, path, body) {
  const answer = await fetch(`/sandbox/${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.error ?? `O simulador respondeu ${answer.status}.`);
  }
  return answer.json();
}

const part = encodeURIComponent;

export const numbers = () => call('GET', 'numbers');
export const templates = (waba) => call('GET', `templates/${part(waba)}`);
export const people = (number) => call('GET', `customers?number=${part(number)}`);
export const addPerson = (person) => call('POST', 'customers', person);
export const thread = (customer, number) =>
  call('GET', `customers/${part(customer)}/messages?number=${part(number)}`);
export const say = (customer, message) => call('POST', `customers/${part(customer)}/messages`, message);
export const markRead = (customer, number) => call('POST', `customers/${part(customer)}/read`, { number });
export const play = (wamid) => call('POST', `messages/${part(wamid)}/play`, {});
export const mediaAddress = (id) => `/sandbox/media/${part(id)}`;

/** Tells `listen` of every change; reconnects by itself. */
export function live(listen) {
  const events = new EventSource('/sandbox/events');
  events.onmessage = (event) => listen(JSON.parse(event.data));
  events.addEventListener('lagged', () => listen({ what: 'world' }));
  events.onopen = () => listen({ what: 'world' });
}

/** A file as the scripting surface takes it. */
export async function asFile(blob, mimeType) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (let start = 0; start < bytes.length; start += 32768) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return { base64: btoa(binary), mime_type: mimeType };
}
