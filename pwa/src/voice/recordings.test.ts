import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Recordings } from './recordings';
import { mayHaveRemainder } from './remainder';

class Memory {
  readonly #items = new Map<string, string>();
  getItem = (key: string) => this.#items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.#items.set(key, value);
  removeItem = (key: string) => void this.#items.delete(key);
}

let storage: Storage;
let name: string;
let count = 0;
const open = () => new Recordings(storage, name);

beforeEach(() => {
  storage = new Memory() as unknown as Storage;
  name = `recordings ${(count += 1)}`;
});

async function record(id: string, words: readonly string[], by = 'ana', to = 'maria', startedAt = 1) {
  const recordings = open();
  await recordings.begin({ id, personId: by, conversationId: to, mimeType: 'audio/webm', startedAt });
  for (const [index, word] of words.entries()) {
    await recordings.append({
      recordingId: id,
      index,
      piece: new Blob([word]),
      durationMs: (index + 1) * 1000,
      levels: [index],
    });
  }
}

describe('what a crash leaves', () => {
  it('is every whole second, offered to its author in its conversation only', async () => {
    await record('1', ['um ', 'dois ', 'três']);
    expect(mayHaveRemainder(storage)).toBe(true);
    // The page has died: everything is opened anew.
    const found = await open().remainder('ana', 'maria');
    expect(await found?.file.text()).toBe('um dois três');
    expect(found).toMatchObject({ id: '1', durationMs: 3000, levels: [0, 1, 2] });
    expect(found?.file.type).toBe('audio/webm');
    expect(await open().remainder('bruno', 'maria')).toBeUndefined();
    expect(await open().remainder('ana', 'josé')).toBeUndefined();
  });

  it('is nothing after less than a second', async () => {
    await record('1', []);
    expect(await open().remainder('ana', 'maria')).toBeUndefined();
  });

  it('is gone when it is sent or thrown away, and others are not', async () => {
    await record('1', ['um']);
    await record('2', ['dois'], 'ana', 'josé', 2);
    await open().remove('1');
    expect(await open().remainder('ana', 'maria')).toBeUndefined();
    expect(mayHaveRemainder(storage)).toBe(true);
    expect(await (await open().remainder('ana', 'josé'))?.file.text()).toBe('dois');
    await open().remove('2');
    expect(mayHaveRemainder(storage)).toBe(false);
  });

  it('leaves the device with its person', async () => {
    await record('1', ['um']);
    await record('2', ['dois'], 'bruno');
    await open().removeAllOf('ana');
    expect(await open().remainder('ana', 'maria')).toBeUndefined();
    expect(mayHaveRemainder(storage)).toBe(true);
    await open().removeAllOf('bruno');
    expect(await open().remainder('bruno', 'maria')).toBeUndefined();
    expect(mayHaveRemainder(storage)).toBe(false);
  });
});
