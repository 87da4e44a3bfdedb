import { beforeEach, describe, expect, it } from 'vitest';
import { closestLocale, useLocale } from '.';
import { dayLabel, listTime, startOfDay } from './dates';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-21T10:00:00');

beforeEach(() => useLocale('pt-BR'));

describe('dates in the thread', () => {
  it.each([
    ['2026-11-21T00:00:00', 'Hoje'],
    ['2026-11-21T09:59:59', 'Hoje'],
    ['2026-11-20T23:59:59', 'Ontem'],
    ['2026-11-20T00:00:00', 'Ontem'],
    ['2026-11-19T23:59:59', 'Quinta-feira'],
    ['2026-11-15T12:00:00', 'Domingo'],
    ['2026-11-14T23:59:59', '14 de novembro'],
    ['2025-12-31T23:59:59', '31 de dezembro de 2025'],
    ['2026-11-21T10:05:00', 'Hoje'],
  ])('%s stands under "%s"', (sent, label) => {
    expect(dayLabel(at(sent), now)).toBe(label);
  });

  it('gathers by calendar day, not by 24 hours', () => {
    expect(startOfDay(at('2026-11-20T23:59:59'))).not.toBe(startOfDay(at('2026-11-21T00:00:00')));
    expect(startOfDay(at('2026-11-21T00:00:00'))).toBe(startOfDay(at('2026-11-21T23:59:59')));
  });
});

describe('dates in the list', () => {
  it.each([
    ['2026-11-21T08:07:00', '08:07'],
    ['2026-11-20T08:07:00', 'Ontem'],
    ['2026-11-16T08:07:00', 'seg'],
    ['2026-11-14T08:07:00', '14/11/26'],
  ])('%s is written "%s"', (sent, label) => {
    expect(listTime(at(sent), now)).toBe(label);
  });

  it('speaks the language in force', async () => {
    await useLocale('es');
    expect(dayLabel(at('2026-11-20T12:00:00'), now)).toBe('Ayer');
    expect(dayLabel(at('2026-11-19T12:00:00'), now)).toBe('Jueves');
  });
});

describe('the language before anybody has signed in', () => {
  it.each([
    [['pt-PT', 'en'], 'pt-BR'],
    [['fr', 'es-419'], 'es'],
    [['en-GB'], 'en'],
    [['de'], 'pt-BR'],
    [[], 'pt-BR'],
  ])('of a device that speaks %j is %s', (languages, locale) => {
    expect(closestLocale(languages)).toBe(locale);
  });
});
