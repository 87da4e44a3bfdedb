import { expect, it } from 'vitest';
import type { ConversationRecord, Desk, InboxView } from '../data';
import { Source } from '../data/observable';
import { conversation } from '../data/testing/records';
import { watchFailures } from './failures';

/** Z-10. */
it('a reply that fails is told once; what had failed before is not news', () => {
  const list = new Source<InboxView>({ rows: [], complete: true, loading: true });
  const told: string[] = [];
  const stop = watchFailures({ inbox: () => list } as unknown as Desk, ({ id }) => told.push(id));
  const show = (...rows: ConversationRecord[]) => list.set({ rows, complete: true, loading: false });
  const maria = conversation({ id: 'maria' });
  const jose = conversation({ id: 'josé', undeliveredCount: 2 });
  show(maria, jose);
  show({ ...maria, undeliveredCount: 1 }, jose);
  show({ ...maria, undeliveredCount: 1 }, jose);
  show({ ...maria, undeliveredCount: 0 }, jose);
  show(maria, jose, conversation({ id: 'new', undeliveredCount: 1 }));
  expect(told).toEqual(['maria']);
  stop();
  show({ ...maria, undeliveredCount: 1 });
  expect(told).toEqual(['maria']);
});
