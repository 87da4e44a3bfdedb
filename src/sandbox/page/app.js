// The page on which a person plays a customer: who is there, which chat is open, and what changes live.

import * as api from './api.js';
import { bubble, summary } from './bubbles.js';
import { composer } from './composer.js';
import { byId, colour, day, element, hour, initials, when } from './elements.js';

const state = { numbers: [], number: null, templates: [], people: [], person: null, thread: null, quoted: null };

function selectNumber(id) {
  state.number = state.numbers.find((one) => one.phone_number_id === id) ?? state.numbers[0] ?? null;
}

async function loadNumbers() {
  state.numbers = await api.numbers();
  selectNumber(state.number?.phone_number_id);
  byId('number-row').hidden = state.numbers.length < 2;
  byId('number').replaceChildren(...state.numbers.map((one) => element('option', {
    value: one.phone_number_id, selected: one === state.number,
  }, `${one.verified_name} (${one.display_phone_number})`)));
  state.templates = state.number ? await api.templates(state.number.waba_id) : [];
}

async function loadPeople() {
  state.people = state.number ? await api.people(state.number.phone_number_id) : [];
  state.people.sort((a, b) => (b.last?.at_ms ?? 0) - (a.last?.at_ms ?? 0));
  showPeople();
}

function showPeople() {
  const wanted = byId('search').value.trim().toLowerCase();
  const shown = state.people.filter((one) => one.name.toLowerCase().includes(wanted) || one.key.includes(wanted));
  byId('people').replaceChildren(...shown.map((one) => {
    const face = element('span', { class: 'face', 'aria-hidden': 'true' }, initials(one.name));
    face.style.setProperty('--face', colour(one.key));
    return element('li', {}, element('button', {
      class: 'person', type: 'button', 'aria-current': state.person?.key === one.key ? 'true' : 'false', onclick: () => open(one),
    },
    face,
    element('span', { class: 'name' }, one.name || one.username || one.key),
    element('span', { class: 'when' }, one.last ? when(one.last.at_ms) : ''),
    element('span', { class: 'last' }, summary(one.last) || one.wa_id || `@${one.username ?? ''}`),
    one.unread ? element('span', { class: 'badge', 'aria-label': `${one.unread} não lidas` }, one.unread) : element('span')));
  }));
}

async function open(person) {
  state.person = person;
  state.quoted = null;
  showQuote();
  byId('stage').dataset.view = 'chat';
  byId('composer').hidden = false;
  showPeople();
  await loadThread(true);
  byId('text').focus({ preventScroll: true });
}

async function loadThread(toTheEnd = false) {
  const { person, number } = state;
  if (!person || !number) return;
  const thread = await api.thread(person.key, number.phone_number_id);
  if (state.person?.key !== person.key) return;
  state.thread = thread;
  showThread(toTheEnd);
  const unread = thread.messages.some((one) => one.author === 'business' && ['sent', 'delivered'].includes(one.status));
  byId('mark-read').disabled = !unread;
  if (unread && byId('auto-read').checked && document.visibilityState === 'visible') {
    await api.markRead(person.key, number.phone_number_id);
  }
}

function showThread(toTheEnd) {
  const { thread, templates } = state;
  const box = byId('thread');
  const atTheEnd = toTheEnd || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const find = (id) => thread.messages.find((one) => one.id === id);
  const nodes = [];
  let lastDay = '';
  for (const message of thread.messages) {
    if (message.kind === 'reaction') continue;
    if (day(message.at_ms) !== lastDay) {
      lastDay = day(message.at_ms);
      nodes.push(element('div', { class: 'day' }, lastDay));
    }
    nodes.push(bubble(message, find, templates, acts));
  }
  const empty = element('p', { class: 'empty' }, `Escreva a primeira mensagem de ${state.person.name}.`);
  box.replaceChildren(...(nodes.length > 0 ? nodes : [empty]));
  if (atTheEnd) box.scrollTop = box.scrollHeight;
  byId('business').textContent = `${state.number.verified_name} · você é ${state.person.name || state.person.key}`;
  showState();
}

function showState() {
  const { thread } = state;
  if (!thread) return;
  const now = thread.now_ms;
  let words = 'Sem mensagens: só modelos chegam até aqui';
  if (thread.typing_until_ms > now) words = 'digitando…';
  else if (thread.window_closes_at_ms) {
    words = thread.window_closes_at_ms > now
      ? `Janela de 24 h aberta até ${day(thread.window_closes_at_ms) === 'Hoje' ? '' : 'amanhã, '}${hour(thread.window_closes_at_ms)}`
      : 'Janela de 24 h fechada';
  }
  byId('state').textContent = words;
}

function showQuote() {
  byId('quote').hidden = !state.quoted;
  byId('quote-text').textContent = summary(state.quoted);
}

async function send(message) {
  const quoted = state.quoted?.id;
  await api.say(state.person.key, { number: state.number.phone_number_id, reply_to: quoted, ...message });
  state.quoted = null;
  showQuote();
}

const acts = {
  react: (message, emoji) => send({ type: 'reaction', message_id: message.id, emoji, reply_to: null }).catch(() => {}),
  reply: (message) => {
    state.quoted = message;
    showQuote();
    byId('text').focus();
  },
  tap: (message, content) => send({ ...content, reply_to: message.id }).catch(() => {}),
};

byId('search').addEventListener('input', showPeople);
byId('number').addEventListener('change', async (event) => {
  selectNumber(event.target.value);
  await loadNumbers();
  await loadPeople();
  await loadThread(true);
});
byId('back').addEventListener('click', () => { byId('stage').dataset.view = 'list'; });
byId('quote-clear').addEventListener('click', () => { state.quoted = null; showQuote(); });
byId('mark-read').addEventListener('click', () => api.markRead(state.person.key, state.number.phone_number_id));
byId('new-person').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const filled = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
  const person = await api.addPerson(filled);
  form.reset();
  form.closest('details').open = false;
  await loadPeople();
  await open(person);
});
document.addEventListener('visibilitychange', () => loadThread());

composer(send);
let soon = 0;
let dirty = false;
api.live((notice) => {
  const concerns = notice.what === 'world' || notice.customer === state.person?.key;
  dirty ||= concerns;
  clearTimeout(soon);
  // Statuses come in threes: one drawing is enough.
  soon = setTimeout(async () => {
    if (notice.what === 'world') await loadNumbers();
    await loadPeople();
    if (dirty) {
      dirty = false;
      await loadThread();
    }
  }, 60);
});
setInterval(() => { if (state.thread?.typing_until_ms > state.thread?.now_ms) loadThread(); }, 3000);
