/**
 * Words in a text that stand for something known when it is sent: `{{contact.name | cliente}}`, `{nome}`. The company's
 * own fields are among them, by their keys: `{{contact.plano}}`, `{plano}`. The server keeps the same rules
 * (`desk::placeholder`), and both are held to the same table.
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
/** One that every installation has. */
export type CommonPlaceholder = (typeof placeholderNames)[number];
/** One of them, or `contact.` and the key of a custom field. */
export type PlaceholderName = CommonPlaceholder | `contact.${string}`;

/** What the placeholders of a text are looked up in. */
export interface Facts {
  /** The keys of all custom fields. */
  fields: ReadonlySet<string>;
  /** None when nothing is known. */
  valueOf: (name: PlaceholderName) => string | undefined;
}

/** What stands between single braces, for those that people type often (L-074). */
const SHORT: Readonly<Record<string, CommonPlaceholder>> = {
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
function* pieces(text: string, fields: ReadonlySet<string>): Generator<string | Found> {
  let from = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    const found = placeholderAt(text, at, fields);
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

function placeholderAt(text: string, at: number, fields: ReadonlySet<string>): Found | undefined {
  DOUBLE.lastIndex = at;
  const double = DOUBLE.exec(text);
  if (double) {
    const { name, fallback } = parts(double[1] ?? '');
    return { source: double[0], name: named(name, fields), fallback };
  }
  SINGLE.lastIndex = at;
  const single = SINGLE.exec(text);
  if (!single) return undefined;
  const { name, fallback } = parts(single[1] ?? '');
  if (Object.hasOwn(SHORT, name)) return { source: single[0], name: SHORT[name], fallback };
  // Braces around any other word are the writer's own.
  return fields.has(name) ? { source: single[0], name: `contact.${name}`, fallback } : undefined;
}

function named(name: string, fields: ReadonlySet<string>): PlaceholderName | undefined {
  const key = name.startsWith('contact.') ? name.slice('contact.'.length) : undefined;
  if (key !== undefined && fields.has(key)) return `contact.${key}`;
  return placeholderNames.find((known) => known === name);
}

function parts(inside: string): { name: string; fallback: string | undefined } {
  const bar = inside.indexOf('|');
  if (bar < 0) return { name: inside.trim(), fallback: undefined };
  return { name: inside.slice(0, bar).trim(), fallback: inside.slice(bar + 1).trim() };
}

/** The first placeholder that does not exist. */
export function unknownPlaceholder(text: string, fields: ReadonlySet<string>): string | undefined {
  for (const piece of pieces(text, fields)) {
    if (typeof piece !== 'string' && piece.name === undefined) return piece.source;
  }
  return undefined;
}

export interface Filled {
  /** What could not be filled in stands as it was. */
  text: string;
  problem?: PlaceholderProblem;
}

export function fillPlaceholders(text: string, { fields, valueOf }: Facts): Filled {
  const unknown = unknownPlaceholder(text, fields);
  let problem: PlaceholderProblem | undefined =
    unknown === undefined ? undefined : { kind: 'unknown', source: unknown };
  let filled = '';
  for (const piece of pieces(text, fields)) {
    if (typeof piece === 'string') filled += piece;
    else {
      const value = piece.name === undefined ? undefined : (valueOf(piece.name) ?? piece.fallback);
      if (value === undefined) problem ??= { kind: 'missing', source: piece.source };
      filled += value ?? piece.source;
    }
  }
  return problem ? { text: filled, problem } : { text: filled };
}

/**
 * L-076: what a text says besides the pictures that it names, and those, each once. A picture of which nothing is known
 * stays in the text, where it is a problem like any other.
 */
export function withoutPictures<Picture>(
  text: string,
  fields: ReadonlySet<string>,
  pictureOf: (name: PlaceholderName) => Picture | undefined,
): { words: string; pictures: readonly Picture[] } {
  const pictures = new Set<Picture>();
  let words = '';
  for (const piece of pieces(text, fields)) {
    const picture = typeof piece === 'string' || !piece.name ? undefined : pictureOf(piece.name);
    if (picture === undefined) words += typeof piece === 'string' ? piece : piece.source;
    else pictures.add(picture);
  }
  // Where a picture stood between two words one blank is enough.
  return { words: pictures.size === 0 ? text : words.replace(/ {2,}/g, ' ').trim(), pictures: [...pictures] };
}
