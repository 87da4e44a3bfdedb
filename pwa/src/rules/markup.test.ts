import { describe, expect, it } from 'vitest';
import { isOnlyEmoji, parseMarkup, type Piece } from './markup';

/** The tree in a short notation, so that a table can hold it. */
function short(pieces: Piece[]): string {
  return pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'text':
          return piece.text;
        case 'mono':
          return `<mono>${piece.text}</>`;
        case 'link':
          return `<${piece.href}>${piece.text}</>`;
        default:
          return `<${piece.kind}>${short(piece.pieces)}</>`;
      }
    })
    .join('');
}

/** What a reader would see if every piece lost its look: nothing but mark signs may disappear. */
function visible(pieces: Piece[]): string {
  return pieces.map((piece) => ('pieces' in piece ? visible(piece.pieces) : piece.text)).join('');
}

describe("WhatsApp's mark-up", () => {
  it.each([
    ['olá', 'olá'],
    ['um *negrito* aqui', 'um <bold>negrito</> aqui'],
    ['_itálico_ e ~riscado~', '<italic>itálico</> e <strike>riscado</>'],
    ['*_~tudo~_*', '<bold><italic><strike>tudo</></></>'],
    ['```const x = *1*```', '<mono>const x = *1*</>'],
    ['```\nduas\nlinhas\n```', '<mono>duas\nlinhas</>'],
    ['um `código` só', 'um <mono>código</> só'],
    ['2*3*4 = 24', '2*3*4 = 24'],
    ['snake_case_name', 'snake_case_name'],
    ['* item\n* outro', '* item\n* outro'],
    ['*não\nfecha*', '*não\nfecha*'],
    ['* espaço*', '* espaço*'],
    ['*espaço *', '*espaço *'],
    ['**', '**'],
    ['``````', '``````'],
    ['(*oi*)', '(<bold>oi</>)'],
    ['*oi*!', '<bold>oi</>!'],
    ['```aberto', '```aberto'],
  ])('reads %j', (text, tree) => {
    expect(short(parseMarkup(text))).toBe(tree);
  });

  it.each([
    [
      'veja https://exemplo.com.br/a_b_c?x=1.',
      'veja <https://exemplo.com.br/a_b_c?x=1>https://exemplo.com.br/a_b_c?x=1</>.',
    ],
    ['www.exemplo.com', '<https://www.exemplo.com>www.exemplo.com</>'],
    ['(https://x.br/a)', '(<https://x.br/a>https://x.br/a</>)'],
    [
      'https://pt.wikipedia.org/wiki/Guichê_(balcão)',
      '<https://pt.wikipedia.org/wiki/Guichê_(balcão)>https://pt.wikipedia.org/wiki/Guichê_(balcão)</>',
    ],
    ['*https://x.br*', '<bold><https://x.br>https://x.br</></>'],
    [
      'fale com ana@exemplo.com.br, por favor',
      'fale com <mailto:ana@exemplo.com.br>ana@exemplo.com.br</>, por favor',
    ],
    ['https://', 'https://'],
  ])('links %j', (text, tree) => {
    expect(short(parseMarkup(text))).toBe(tree);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    'JaVaScRiPt://www%0aalert(1)',
    'vbscript:msgbox(1)',
  ])('makes nothing but text of %j', (text) => {
    const links: string[] = [];
    const walk = (pieces: Piece[]) => {
      for (const piece of pieces) {
        if ('pieces' in piece) walk(piece.pieces);
        else if (piece.kind === 'link') links.push(piece.href);
      }
    };
    walk(parseMarkup(text));
    expect(links.every((href) => /^(?:https?:\/\/|mailto:)/i.test(href))).toBe(true);
    expect(visible(parseMarkup(text))).toBe(text);
  });

  it('reads hostile input in linear time', () => {
    const length = 200_000;
    const patterns = [
      '*',
      '*a ',
      '*_~',
      '_a_',
      '`',
      '```',
      '```a',
      '*a*',
      'https://',
      'www.a_',
      'a@',
      'a.',
      '((((',
      '\n*',
      '*a\n',
    ];
    for (const pattern of patterns) {
      const started = performance.now();
      parseMarkup(pattern.repeat(length / pattern.length));
      expect(performance.now() - started, JSON.stringify(pattern)).toBeLessThan(1500);
    }
  });

  it('loses no text: only mark signs may vanish', () => {
    const alphabet = ['*', '_', '~', '`', '```', 'a', ' ', '\n', 'é', '😀', 'https://x.br', '.'];
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: next() % 14 }, () => alphabet[next() % alphabet.length]).join('');
      const plain = (value: string) => value.replace(/[*_~`\n]/g, '');
      expect(plain(visible(parseMarkup(text))), JSON.stringify(text)).toBe(plain(text));
    }
  });
});

describe('messages of emoji alone', () => {
  it.each([
    ['😀', true],
    ['👍🏽 👍🏽', true],
    ['👨‍👩‍👧‍👦', true],
    ['🇧🇷', true],
    ['1️⃣', true],
    ['😀😀😀😀', false],
    ['1', false],
    ['ok 👍', false],
    ['', false],
  ])('%j is shown large: %s', (text, large) => {
    expect(isOnlyEmoji(text)).toBe(large);
  });
});
