import { describe, expect, it } from 'vitest';
import type { TemplateRecord, TemplateSlot } from '../data';
import {
  asked,
  filesOf,
  isComplete,
  matches,
  prefilled,
  previewOf,
  problemOf,
  valuesOf,
} from './template-form';

const now = Date.parse('2026-11-21T12:00:00Z');

function slot(key: string, kind: TemplateSlot['kind'], more: Partial<TemplateSlot> = {}): TemplateSlot {
  return { key, kind, required: true, label: '', ...more };
}

const template: TemplateRecord = {
  id: 't1',
  name: 'pedido_enviado',
  language: 'pt_BR',
  category: 'UTILITY',
  quality: 'GREEN',
  sendable: true,
  favourite: false,
  layout: {
    header: { kind: 'IMAGE' },
    body: 'Olá {{1}}, o pedido {{ 2 }} saiu, {{1}}.',
    footer: 'Mensagem automática',
    buttons: [
      { kind: 'URL', text: 'Acompanhar', value: 'https://loja.example/p/{{1}}' },
      { kind: 'COPY_CODE', text: '' },
    ],
    cards: [{ header: { kind: 'IMAGE' }, body: 'Por {{1}}', buttons: [] }],
  },
  slots: [
    slot('header', 'IMAGE'),
    slot('body.1', 'TEXT', { label: '1', suggestion: 'FIRST_NAME' }),
    slot('body.2', 'TEXT', { label: '2' }),
    slot('button.0', 'URL_SUFFIX', { label: 'Acompanhar' }),
    slot('button.1', 'COUPON_CODE'),
    slot('button.2', 'PAYLOAD', { required: false }),
    slot('card.0.header', 'IMAGE'),
    slot('card.0.body.1', 'TEXT', { label: '1' }),
  ],
};

const entries = {
  header: { text: 'https://loja.example/a.png' },
  'body.1': { text: ' Ana ' },
  'body.2': { text: '4711' },
  'button.0': { text: '4711' },
  'button.1': { text: 'SEMANA20' },
  'card.0.header': { text: 'https://loja.example/b.png' },
  'card.0.body.1': { text: 'R$ 10' },
};

describe('the preview (L-073)', () => {
  it('has every value in its place, as often as it stands there', () => {
    const shown = previewOf(template, entries);
    expect(shown.body).toBe('Olá Ana, o pedido 4711 saiu, Ana.');
    expect(shown.header?.link).toBe('https://loja.example/a.png');
    expect(shown.buttons.map(({ value }) => value)).toEqual(['https://loja.example/p/4711', 'SEMANA20']);
    expect(shown.cards[0]?.body).toBe('Por R$ 10');
    expect(shown.footer).toBe('Mensagem automática');
  });

  it('leaves open what is not written yet', () => {
    expect(previewOf(template, {}).body).toBe(template.layout.body);
    expect(previewOf(template, { 'body.1': { text: 'Ana' } }).body).toContain('{{ 2 }}');
  });
});

describe('what may be sent', () => {
  it('asks only for what the message needs', () => {
    expect(asked(template).map(({ key }) => key)).not.toContain('button.2');
  });

  it('is complete when every slot is, and leaves by slot', () => {
    expect(isComplete(asked(template), entries, now)).toBe(true);
    expect(isComplete(asked(template), { ...entries, 'body.2': { text: ' ' } }, now)).toBe(false);
    expect(valuesOf(asked(template), entries)).toContainEqual({ slot: 'body.1', text: 'Ana' });
    expect(valuesOf(asked(template), entries)).toContainEqual({
      slot: 'header',
      link: 'https://loja.example/a.png',
    });
  });

  it('gives every slot its own file', () => {
    const slots = [slot('card.0.header', 'IMAGE'), slot('card.1.header', 'DOCUMENT')];
    const file = (name: string) => ({ file: new File(['x'], name) });
    const chosen = { 'card.0.header': file('a.png'), 'card.1.header': file('b.pdf') };
    expect(filesOf(slots, chosen).map(({ slot, upload }) => [slot, upload.kind, upload.fileName])).toEqual([
      ['card.0.header', 'image', 'a.png'],
      ['card.1.header', 'document', 'b.pdf'],
    ]);
    expect(valuesOf(slots, chosen, { 'card.0.header': 'u0' })).toEqual([
      { slot: 'card.0.header', uploadId: 'u0' },
      { slot: 'card.1.header', file: true, fileName: 'b.pdf' },
    ]);
  });

  it.each([
    ['TEXT', 'a\tb', 'characters'],
    ['TEXT', 'a     b', 'characters'],
    ['TEXT', 'x'.repeat(1025), 'long'],
    ['TEXT', 'Ana', undefined],
    ['URL_SUFFIX', 'https://b.example', 'suffix'],
    ['URL_SUFFIX', 'a b', 'suffix'],
    ['URL_SUFFIX', '4711?x=1', undefined],
    ['COUPON_CODE', 'A B', 'characters'],
    ['ONE_TIME_CODE', '1234567890123456', 'long'],
    ['IMAGE', 'http://a.example/x', 'link'],
    ['IMAGE', '', 'missing'],
    ['MOMENT', '2020-01-01T00:00', 'past'],
  ] as const)('%s "%s" is %s', (kind, text, problem) => {
    expect(problemOf(slot('x', kind), { text }, now)).toBe(problem);
  });

  it('wants a place that is on earth, with name and address', () => {
    const place = { text: 'Loja', address: 'Rua 1', latitude: '-15,8', longitude: '-47.9' };
    expect(problemOf(slot('header', 'LOCATION'), place, now)).toBeUndefined();
    expect(problemOf(slot('header', 'LOCATION'), { ...place, latitude: '91' }, now)).toBe('place');
    expect(problemOf(slot('header', 'LOCATION'), { ...place, address: '' }, now)).toBe('missing');
  });
});

describe('what the contact says by itself (L-074, Z-36)', () => {
  it('greets by the first name', () => {
    expect(prefilled(template.slots, { name: 'Ana Souza', addresses: [] })).toEqual({
      'body.1': { text: 'Ana' },
    });
  });

  it('never greets by a number', () => {
    expect(prefilled(template.slots, { name: '+5561981234567', addresses: [] })).toEqual({});
  });
});

it.each([
  ['pedido', true],
  ['enviado PEDIDO', true],
  ['utilidade', true],
  ['marketing', false],
  ['saiu', true],
  ['xyz', false],
])('L-071, L-072: a search for "%s" finds it: %s', (query, found) => {
  expect(matches(template, query, 'Utilidade')).toBe(found);
});
