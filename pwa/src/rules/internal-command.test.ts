import { expect, it } from 'vitest';
import { isInternalCommand, withoutInternalCommand } from './internal-command';

it.each([
  ['/interna verificar estoque', true, 'verificar estoque'],
  ['/interna\nduas linhas', true, 'duas linhas'],
  ['/interna', true, ''],
  ['/Interna verificar', false, '/Interna verificar'],
  ['/internacional', false, '/internacional'],
  [' /interna x', false, ' /interna x'],
  ['olá /interna x', false, 'olá /interna x'],
])('%j is an internal command: %s (L-082)', (text, internal, rest) => {
  expect(isInternalCommand(text)).toBe(internal);
  expect(withoutInternalCommand(text)).toBe(rest);
});
