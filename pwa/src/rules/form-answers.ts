/** What a customer filled into a form: JSON inside a text, possibly broken (Cloud API, section 4.5). */

export interface FormAnswer {
  question: string;
  answer: string;
}

/** Ours, not the customer's. */
const TECHNICAL = new Set(['flow_token']);
const MOST_ROWS = 40;
const DEEPEST = 3;

/** Each answer with its question, in the order of the form; none when there is nothing to read. */
export function formAnswers(response: string | undefined): FormAnswer[] {
  const rows: FormAnswer[] = [];
  gather(parsed(response), '', 0, rows);
  return rows.slice(0, MOST_ROWS);
}

function parsed(response: string | undefined): unknown {
  try {
    return JSON.parse(response ?? '');
  } catch {
    return undefined;
  }
}

function gather(value: unknown, question: string, depth: number, rows: FormAnswer[]): void {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    if (question !== '' && value.length > 0) rows.push({ question, answer: value.map(words).join(', ') });
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= DEEPEST) return;
    for (const [name, inner] of Object.entries(value)) {
      if (TECHNICAL.has(name)) continue;
      gather(inner, [question, readable(name)].filter(Boolean).join(' › '), depth + 1, rows);
    }
  } else if (question !== '' && value !== undefined && value !== null && value !== '') {
    rows.push({ question, answer: words(value) });
  }
}

function words(value: unknown): string {
  if (value === true) return '✓';
  if (value === false) return '✗';
  return String(value);
}

/** `screen_0_Full_name_0`, as Meta's form builder names its fields, is "Full name". */
function readable(name: string): string {
  const bare = name.replace(/^screen_\d+_/, '').replace(/_\d+$/, '');
  const spaced = bare
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .trim();
  return spaced.charAt(0).toLocaleUpperCase() + spaced.slice(1);
}
