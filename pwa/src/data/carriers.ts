/** How each kind of message that is no text is handed over; fetched when the first of its kind waits. */

import type { SendAnswer } from '../net/documents/sending';
import type { Operation } from '../net/operation';
import type { OutboxRecord } from './database';
import type { Outgoing } from './outgoing';

export interface Handing {
  operation: Operation<SendAnswer, { input: unknown }>;
  input: unknown;
}

type Hand = (entry: OutboxRecord & { content: Outgoing }) => Handing;

const hands: Record<Outgoing['kind'], () => Promise<Hand>> = {
  file: async () => (await import('./carrying/file')).handFile,
  location: async () => (await import('./carrying/shown')).handShown,
  contacts: async () => (await import('./carrying/shown')).handShown,
  interactive: async () => (await import('./carrying/shown')).handShown,
  voice: async () => (await import('./carrying/voice')).handVoice,
  template: async () => (await import('./carrying/template')).handTemplate,
};

export async function handing(entry: OutboxRecord & { content: Outgoing }): Promise<Handing> {
  return (await hands[entry.content.kind]())(entry);
}
