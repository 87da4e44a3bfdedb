// Building the page from nodes. Text only ever becomes text: nothing that a business or a customer wrote is markup.

/** `element('p', { class: 'faint' }, 'texto', node)` */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

export const byId = (id) => document.getElementById(id);

export const hour = (ms) => new Date(ms).toLocaleTimeString('pt-BR', { hour: '2-digit', minute: '2-digit' });

export function day(ms) {
  const date = new Date(ms);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return 'Hoje';
  today.setDate(today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return 'Ontem';
  return date.toLocaleDateString('pt-BR', { day: '2-digit', month: 'long' });
}

/** The hour of today, the day of everything earlier. */
export const when = (ms) => (day(ms) === 'Hoje' ? hour(ms) : day(ms));

export function initials(name) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

const COLOURS = ['#8a5a9e', '#2f7d6b', '#b0632b', '#39679e', '#a3455c', '#5f6f2a', '#6a5bb0'];

export function colour(key) {
  let sum = 0;
  for (const character of key) sum = (sum * 31 + character.codePointAt(0)) >>> 0;
  return COLOURS[sum % COLOURS.length];
}
