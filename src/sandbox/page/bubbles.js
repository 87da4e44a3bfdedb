// One message as the customer's phone shows it.

import { mediaAddress, play } from './api.js';
import { element, hour } from './elements.js';

const TICKS = {
  accepted: ['🕓', 'a caminho'],
  sent: ['✓', 'enviada'],
  delivered: ['✓✓', 'entregue'],
  read: ['✓✓', 'lida'],
  played: ['✓✓', 'ouvida'],
  failed: ['!', 'não chegou'],
};
const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** A line for lists and quotes. */
export function summary(message) {
  if (!message) return '';
  const content = message.content ?? {};
  const kinds = {
    image: '📷 Foto', video: '🎬 Vídeo', audio: content.voice ? '🎤 Mensagem de voz' : '🎵 Áudio',
    document: `📄 ${content.filename ?? 'Documento'}`, sticker: 'Figurinha', location: '📍 Localização',
    contacts: '👤 Contato', template: '✉️ Modelo', order: '🛒 Pedido', revoked: 'Mensagem apagada',
    unsupported: 'Mensagem não suportada', reaction: `Reagiu com ${content.emoji ?? ''}`,
  };
  if (message.kind === 'text') return content.body ?? '';
  if (message.kind === 'button') return content.text ?? '';
  if (message.kind === 'interactive') return interactiveText(content);
  return content.caption ? `${kinds[message.kind] ?? message.kind}: ${content.caption}` : kinds[message.kind] ?? message.kind;
}

function interactiveText(content) {
  return content.button_reply?.title ?? content.list_reply?.title ?? content.body?.text ?? 'Mensagem interativa';
}

/** @param acts what the customer can do: `react`, `reply`, `tap` */
export function bubble(message, find, templates, acts) {
  const mine = message.author === 'customer';
  const [tick, word] = TICKS[message.status] ?? ['', ''];
  const foot = element('div', { class: 'foot' },
    element('time', {}, hour(message.at_ms)),
    element('span', { class: message.status, title: word, 'aria-label': word }, mine ? tick : word));
  const quoted = message.replies_to
    ? element('div', { class: 'quoted' }, summary(find(message.replies_to)) || 'Mensagem original indisponível')
    : null;
  const node = element('article', { class: `bubble ${message.author}` }, quoted, ...body(message, templates, acts), foot);
  if (message.reactions.length > 0) {
    node.classList.add('reacted');
    node.append(element('span', { class: 'emojis' }, message.reactions.map((reaction) => reaction.emoji).join(' ')));
  }
  if (!mine && message.kind !== 'revoked') node.append(tools(message, acts));
  return node;
}

function tools(message, acts) {
  const own = message.reactions.find((reaction) => reaction.author === 'customer')?.emoji;
  const buttons = EMOJIS.map((emoji) => element('button', {
    type: 'button',
    'aria-pressed': own === emoji ? 'true' : 'false',
    'aria-label': own === emoji ? `Tirar ${emoji}` : `Reagir com ${emoji}`,
    onclick: () => acts.react(message, own === emoji ? null : emoji),
  }, emoji));
  const reply = element('button', { type: 'button', 'aria-label': 'Responder', onclick: () => acts.reply(message) }, '↩︎');
  return element('div', { class: 'tools' }, ...buttons, reply);
}

function body(message, templates, acts) {
  const content = message.content ?? {};
  const caption = content.caption ? element('p', {}, content.caption) : null;
  switch (message.kind) {
    case 'text': return [element('p', {}, content.body ?? '')];
    case 'button': return [element('p', {}, content.text ?? '')];
    case 'image': case 'sticker': return [picture(content), caption];
    case 'video': return [film(content), caption];
    case 'audio': return [sound(message, content)];
    case 'document': return [file(content), caption];
    case 'location': return [place(content)];
    case 'contacts': return [element('p', {}, `👤 ${(Array.isArray(content) ? content : []).map((card) => card.name?.formatted_name).join(', ')}`)];
    case 'interactive': return interactive(message, content, acts);
    case 'template': return template(message, content, templates, acts);
    case 'revoked': return [element('p', { class: 'faint' }, 'Mensagem apagada')];
    default: return [element('p', { class: 'faint' }, summary(message))];
  }
}

const linked = (content) => element('p', { class: 'faint' }, content.link ?? 'Arquivo');

function picture(content) {
  if (!content.id) return linked(content);
  return element('img', { src: mediaAddress(content.id), alt: content.caption || 'Foto', loading: 'lazy', width: 320 });
}

function film(content) {
  return content.id ? element('video', { src: mediaAddress(content.id), controls: true, preload: 'metadata' }) : linked(content);
}

function sound(message, content) {
  if (!content.id) return linked(content);
  const heard = () => {
    if (message.author === 'business' && content.voice && message.status !== 'played') play(message.id).catch(() => {});
  };
  return element('audio', { src: mediaAddress(content.id), controls: true, preload: 'metadata', onplay: heard });
}

function file(content) {
  const name = content.filename ?? 'Documento';
  return content.id ? element('a', { href: mediaAddress(content.id), download: name }, `📄 ${name}`) : linked(content);
}

function place(content) {
  const where = [content.name, content.address].filter(Boolean).join(', ');
  return element('p', {}, `📍 ${where || `${content.latitude}, ${content.longitude}`}`);
}

function taps(buttons) {
  return buttons.length > 0 ? element('div', { class: 'taps' }, ...buttons) : null;
}

const tapButton = (label, act) => element('button', { type: 'button', onclick: act }, label);

function interactive(message, content, acts) {
  const header = content.header?.text ? element('p', {}, element('strong', {}, content.header.text)) : null;
  const footer = content.footer?.text ? element('p', { class: 'faint' }, content.footer.text) : null;
  const replies = (content.action?.buttons ?? []).map(({ reply }) =>
    tapButton(reply?.title ?? '', () => acts.tap(message, { type: 'button_reply', id: reply.id, title: reply.title })));
  const rows = (content.action?.sections ?? []).flatMap((section) => section.rows ?? []).map((row) =>
    tapButton(row.title, () => acts.tap(message, { type: 'list_reply', id: row.id, title: row.title, description: row.description })));
  return [header, element('p', {}, interactiveText(content)), footer, taps([...replies, ...rows])];
}

function template(message, content, templates, acts) {
  const found = templates.find((one) => one.name === content.name && one.language === content.language?.code);
  const parts = found?.components ?? [];
  const filled = (kind) => {
    const text = parts.find((part) => part.type === kind)?.text ?? '';
    const given = (content.components ?? []).find((one) => one.type?.toUpperCase() === kind)?.parameters ?? [];
    return fill(text, given);
  };
  const buttons = parts.find((part) => part.type === 'BUTTONS')?.buttons ?? [];
  const replies = buttons.filter((button) => button.type === 'QUICK_REPLY').map((button) =>
    tapButton(button.text, () => acts.tap(message, { type: 'button', text: button.text, payload: button.text })));
  const header = filled('HEADER');
  return [
    header ? element('p', {}, element('strong', {}, header)) : null,
    element('p', {}, filled('BODY') || `Modelo ${content.name}`),
    filled('FOOTER') ? element('p', { class: 'faint' }, filled('FOOTER')) : null,
    taps(replies),
  ];
}

function fill(text, parameters) {
  return text.replace(/\{\{\s*([^}]+?)\s*\}\}/g, (whole, name) => {
    const found = parameters.find((one) => one.parameter_name === name) ?? parameters[Number(name) - 1];
    return found?.text ?? found?.currency?.fallback_value ?? found?.date_time?.fallback_value ?? whole;
  });
}
