import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { Database } from './database';
import { abandonTransactions } from './indexed-db';

it('a page that is left undoes what has not ended, and begins nothing more', async () => {
  const page = new Database('left');
  const kept = await page.write(['intents']);
  await kept.objectStore('intents').put({ conversationId: 'maria', at: 1 }, 'open');
  await kept.done;

  const waiting = await page.write(['intents']);
  await waiting.objectStore('intents').put({ conversationId: 'josé', at: 2 }, 'open');
  abandonTransactions();
  await expect(waiting.done).rejects.toThrow();
  let begun = false;
  void page.read(['intents']).then(() => (begun = true));

  // The page that comes after it, with a connection of its own and no module of this one.
  const after = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('left');
    request.onsuccess = () => resolve(request.result);
  });
  const found = await new Promise<unknown>((resolve) => {
    const request = after.transaction('intents', 'readwrite').objectStore('intents').get('open');
    request.onsuccess = () => resolve(request.result);
  });
  expect(found).toEqual({ conversationId: 'maria', at: 1 });
  expect(begun).toBe(false);
});
