/**
 * Words in a text that stand for something known when it is sent: `{{contact.name | cliente}}`, `{nome}`. The server
 * keeps the same rules (`desk::placeholder`), and both are held to the same table.
 */

export const placeholderNames = [
  'contact.name',
  'contact.firstName',
  'contact.phone',
  'agent.name',
  'agent.firstName',
  'department.name',
  'channel.name',
  'ticket.protocol',
] as const;
export type PlaceholderName = (typeof placeholderNames)[number];

/** What stands between single braces, for those that people type often (L-074). */
const SHORT: Readonly<Record<string, PlaceholderName>> = {
  nome: 'contact.firstName',
  telefone: 'contact.phone',
  agente: 'agent.firstName',
  departamento: 'department.name',
  canal: 'channel.name',
  protocolo: 'ticket.protocol',
};

/** Why a text cannot be saved, or sent. `source`: the placeholder with its braces. */
export interface PlaceholderProblem {
  kind: 'unknown' | 'missing';
  source: string;
}

interface Found {
  source: string;
  name: PlaceholderName | undefined;
  fallback: string | undefined;
}

const DOUBLE = /\{\{([^{}\n]*)\}\}/y;
const SINGLE = /\{([^{}\n]*)\}/y;

/** Words and placeholders in turn. */
function* pieces(text: string): Generator<string | Found> {
  let from = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    const found = placeholderAt(text, at);
    if (!found) {
      at += 1;
      continue;
    }
    if (at > from) yield text.slice(from, at);
    yield found;
    from = at += found.source.length;
  }
  if (from < text.length) yield text.slice(from);
}

function placeholderAt(text: string, at: number): Found | undefined {
  DOUBLE.lastIndex = at;
  const double = DOUBLE.exec(text);
  if (double) {
    const { name, fallback } = parts(double[1] ?? '');
    return { source: double[0], name: placeholderNames.find((known) => known === name), fallback };
  }
  SINGLE.lastIndex = at;
  const single = SINGLE.exec(text);
  if (!single) return undefined;
  const { name, fallback } = parts(single[1] ?? '');
  // Braces around any other word are the writer's own.
  return Object.hasOwn(SHORT, name) ? { source: single[0], name: SHORT[name], fallback } : undefined;
}

function parts(inside: string): { name: string; fallback: string | undefined } {
  const bar = inside.indexOf('|');
  if (bar < 0) return { name: inside.trim(), fallback: undefined };
  return { name: inside.slice(0, bar).trim(), fallback: inside.slice(bar + 1).trim() };
}

/** The first placeholder that does not exist. */
export function unknownPlaceholder(text: string): string | undefined {
  for (const piece of pieces(text)) {
    if (typeof piece !== 'string' && piece.name === undefined) return piece.source;
  }
  return undefined;
}

export interface Filled {
  /** What could not be filled in stands as it was. */
  text: string;
  problem?: PlaceholderProblem;
}

export function fillPlaceholders(
  text: string,
  valueOf: (name: PlaceholderName) => string | undefined,
): Filled {
  const unknown = unknownPlaceholder(text);
  let problem: PlaceholderProblem | undefined =
    unknown === undefined ? undefined : { kind: 'unknown', source: unknown };
  let filled = '';
  for (const piece of pieces(text)) {
    if (typeof piece === 'string') filled += piece;
    else {
      const value = piece.name === undefined ? undefined : (valueOf(piece.name) ?? piece.fallback);
      if (value === undefined) problem ??= { kind: 'missing', source: piece.source };
      filled += value ?? piece.source;
    }
  }
  return problem ? { text: filled, problem } : { text: filled };
}
