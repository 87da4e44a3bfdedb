import { expect, it } from 'vitest';
import { formatOf, formatted, type Format } from './formatting';

/** `[` and `]` show the selection. */
function run(marked: string, format: Format): string {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const edited = formatted(marked.replace('[', '').replace(']', ''), start, end, format);
  const { text } = edited;
  return `${text.slice(0, edited.start)}[${text.slice(edited.start, edited.end)}]${text.slice(edited.end)}`;
}

it.each<[string, Format, string]>([
  ['o [preço] hoje', 'bold', 'o *[preço]* hoje'],
  ['o[ preço ]hoje', 'bold', 'o *[preço]* hoje'],
  ['o *[preço]* hoje', 'bold', 'o [preço] hoje'],
  ['o [*preço*] hoje', 'bold', 'o [preço] hoje'],
  ['[a]', 'italic', '_[a]_'],
  ['[a]', 'strike', '~[a]~'],
  ['[a]', 'mono', '```[a]```'],
  ['*[a]*', 'italic', '*_[a]_*'],
  ['a[] b', 'bold', 'a*[]* b'],
])('%s %s', (before, format, after) => expect(run(before, format)).toBe(after));

it('twice is as before', () => {
  const once = formatted('o preço', 2, 7, 'strike');
  expect(formatted(once.text, once.start, once.end, 'strike')).toEqual({ text: 'o preço', start: 2, end: 7 });
});

it.each<[Partial<KeyboardEvent>, Format | undefined]>([
  [{ key: 'b', ctrlKey: true }, 'bold'],
  [{ key: 'I', metaKey: true }, 'italic'],
  [{ key: 'X', ctrlKey: true, shiftKey: true }, 'strike'],
  [{ key: 'm', ctrlKey: true, shiftKey: true }, 'mono'],
  [{ key: 'x', ctrlKey: true }, undefined],
  [{ key: 'b' }, undefined],
  [{ key: 'b', ctrlKey: true, altKey: true }, undefined],
])('%j', (event, format) => {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  expect(formatOf({ ...none, ...event } as KeyboardEvent)).toBe(format);
});
