/** Dates and times as people write them in a chat, by `Intl`, in the language in force. */

import { getLocale, m } from '.';

const DAY = 24 * 60 * 60_000;

const SHAPES = {
  time: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'long' },
  weekdayShort: { weekday: 'short' },
  day: { day: 'numeric', month: 'long' },
  dayAndYear: { day: 'numeric', month: 'long', year: 'numeric' },
  numeric: { day: '2-digit', month: '2-digit', year: '2-digit' },
  full: { dateStyle: 'long', timeStyle: 'short' },
  moment: { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making a formatter costs a hundred times what using it does.
const formatters = new Map<string, Intl.DateTimeFormat>();

function write(shape: keyof typeof SHAPES, at: number): string {
  const locale = getLocale();
  const key = `${locale} ${shape}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, SHAPES[shape]);
    formatters.set(key, formatter);
  }
  return formatter.format(at);
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
}

/** Midnight of that day in the device's time zone: the key by which messages are gathered under a date. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Whole calendar days between two instants; rounds, because days with a clock change have 23 or 25 hours. */
function daysAgo(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY);
}

export function clockTime(at: number): string {
  return write('time', at);
}

/** For a row of the list: the time today, then yesterday, the weekday within a week, and the date. */
export function listTime(at: number, now: number): string {
  const days = daysAgo(at, now);
  if (days <= 0) return clockTime(at);
  if (days === 1) return m.yesterday();
  return write(days < 7 ? 'weekdayShort' : 'numeric', at).replace('.', '');
}

/** For the separator above a day's messages. */
export function dayLabel(at: number, now: number): string {
  const days = daysAgo(at, now);
  if (days <= 0) return m.today();
  if (days === 1) return m.yesterday();
  if (days < 7) return capitalised(write('weekday', at));
  return write(new Date(at).getFullYear() === new Date(now).getFullYear() ? 'day' : 'dayAndYear', at);
}

export function fullDate(at: number): string {
  return write('full', at);
}

export function shortMoment(at: number): string {
  return write('moment', at);
}
