import { expect, it } from 'vitest';
import { formAnswers } from './form-answers';

it.each<[string, string | undefined, [string, string][]]>([
  ['a date', '{"date":"2026-12-01"}', [['Date', '2026-12-01']]],
  ['our token is none of the answers', '{"flow_token":"x","size":"M"}', [['Size', 'M']]],
  [
    "Meta's names",
    '{"screen_0_Full_name_0":"Ada","screen_1_zipCode_1":1000}',
    [
      ['Full name', 'Ada'],
      ['Zip Code', '1000'],
    ],
  ],
  ['several choices', '{"days":["Mon","Tue"]}', [['Days', 'Mon, Tue']]],
  [
    'yes and no',
    '{"news":true,"calls":false}',
    [
      ['News', '✓'],
      ['Calls', '✗'],
    ],
  ],
  ['an address', '{"values":{"city":"São Paulo","note":""}}', [['Values › City', 'São Paulo']]],
  [
    'a list of things',
    '{"items":[{"name":"a"},{"name":"b"}]}',
    [
      ['Items › 0 › Name', 'a'],
      ['Items › 1 › Name', 'b'],
    ],
  ],
  ['broken', '{"date":', []],
  ['no object', '"done"', []],
  ['nothing', undefined, []],
  ['null', 'null', []],
])('%s', (_name, response, rows) => {
  expect(formAnswers(response).map(({ question, answer }) => [question, answer])).toEqual(rows);
});

it('reads no further than a screen is long, and no deeper than a form is', () => {
  const many = JSON.stringify(
    Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`q${String(n)}x`, n])),
  );
  expect(formAnswers(many)).toHaveLength(40);
  expect(formAnswers('{"a":{"b":{"c":{"d":1}}}}')).toEqual([]);
});
