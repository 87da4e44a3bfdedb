import { beforeEach, describe, expect, it } from 'vitest';
import type { Request } from '../../net/client';
import { NoAnswer } from '../../net/failures';
import { UploadRefusal, type BringFile, type FileToBring } from '../../net/upload';
import { attendedCarrier } from '../attended-carrier';
import { deliverOutbox } from '../delivery';
import { Source } from '../observable';
import { claimNext } from '../claims';
import { decide, enqueue, localMessage } from '../outbox';
import { Device } from '../testing/device';
import { conversation, viewer } from '../testing/records';
import { unattendedCarrier } from '../unattended-carrier';
import { Uploader, type Shares } from './uploader';

let device: Device;

beforeEach(async () => {
  device = new Device();
  await device.hold(viewer(), [conversation({ id: 'maria' }), conversation({ id: 'josé' })]);
});

const bytes = (text: string) => new Blob([text], { type: 'image/jpeg' });

function file(name: string, conversationId = 'maria') {
  return enqueue(
    device.database,
    {
      clientKey: name,
      conversationId,
      personId: 'ana',
      text: 'legenda',
      content: {
        kind: 'file',
        media: 'IMAGE',
        mimeType: 'image/jpeg',
        caption: 'legenda',
        width: 4,
        height: 3,
      },
      upload: { kind: 'image', file: bytes(name), fileName: `${name}.jpg` },
    },
    device.now,
  );
}

const text = (words: string, conversationId = 'maria') =>
  enqueue(device.database, { clientKey: words, conversationId, personId: 'ana', text: words }, device.now);

async function entries() {
  return (await device.database.read(['outbox'])).objectStore('outbox').getAll();
}

const brought = (uploadId: string) => ({
  uploadId,
  mimeType: 'image/jpeg',
  byteSize: 1,
  width: 4,
  height: 3,
  durationMs: null,
});

/** A network whose transfers end when the test says so. */
class Network {
  readonly under = new Map<string, { asked: FileToBring; end: (failure?: Error) => void }>();
  readonly #arrived = new Set<() => void>();

  readonly bring: BringFile = (asked) =>
    new Promise((resolve, reject) => {
      const name = asked.fileName ?? '';
      const end = (failure?: Error) => {
        this.under.delete(name);
        if (failure) reject(failure);
        else resolve(brought(`id of ${name}`));
      };
      asked.signal.addEventListener('abort', () => end(new DOMException('cancelled', 'AbortError')));
      this.under.set(name, { asked, end });
      for (const arrived of this.#arrived) arrived();
    });

  async has(count: number): Promise<string[]> {
    while (this.under.size < count) {
      await new Promise<void>((resolve) => {
        this.#arrived.add(resolve);
      });
    }
    return [...this.under.keys()];
  }
}

function uploader(bring: BringFile) {
  const { surroundings } = device.open(() => Promise.reject(new NoAnswer('none')), { random: () => 0.5 });
  const progress = new Source<Shares>(new Map());
  let ended = 0;
  const made = new Uploader({ surroundings, bring, progress, sessionEnded: () => (ended += 1) });
  return { made, surroundings, progress, ended: () => ended };
}

/** Until the store says so; looked at whenever the uploader tells of a change. */
async function until(surroundings: ReturnType<typeof uploader>['surroundings'], is: () => Promise<boolean>) {
  while (!(await is())) {
    await new Promise<void>((resolve) => {
      const leave = surroundings.tabs.hear(() => {
        leave();
        resolve();
      });
    });
  }
}

describe('files on their way', () => {
  it('go up two at once, the oldest first, and leave their ids in the entries', async () => {
    const network = new Network();
    const { made, surroundings, progress } = uploader(network.bring);
    for (const name of ['1', '2', '3']) await file(name);
    await made.changed();
    expect(await network.has(2)).toEqual(['1.jpg', '2.jpg']);
    network.under.get('1.jpg')?.asked.progress(0.25);
    expect(progress.value.get('1')).toBe(0.25);
    network.under.get('2.jpg')?.end();
    expect(await network.has(2)).toEqual(['1.jpg', '3.jpg']);
    network.under.get('1.jpg')?.end();
    network.under.get('3.jpg')?.end();
    await until(surroundings, async () => (await entries()).every(({ upload }) => upload?.id !== undefined));
    expect(progress.value.size).toBe(0);
    expect((await entries()).map(({ upload }) => upload?.id)).toEqual([
      'id of 1.jpg',
      'id of 2.jpg',
      'id of 3.jpg',
    ]);
  });

  it('are cut when they are given up, and only they', async () => {
    const network = new Network();
    const { made, surroundings } = uploader(network.bring);
    await file('1');
    await file('2');
    await made.changed();
    await network.has(2);
    expect(await decide(device.database, '1', 'discard', device.now)).toBe(true);
    await made.changed();
    await until(surroundings, () => Promise.resolve(!network.under.has('1.jpg')));
    expect([...network.under.keys()]).toEqual(['2.jpg']);
    expect(await entries()).toHaveLength(1);
  });

  it.each([
    ['too large', new UploadRefusal('FILE_TOO_LARGE', 'no', 5), 'refused', 'FILE_TOO_LARGE', 0],
    ['a full disk', new UploadRefusal('STORAGE_FULL', 'no'), 'waiting', 'STORAGE_FULL', 1],
    ['no network', new NoAnswer('gone'), 'waiting', undefined, 1],
    ['a file that cannot be read', new TypeError('gone'), 'refused', 'FILE_DAMAGED', 0],
  ])('after %s', async (_case, failure, state, code, attempts) => {
    const { made, surroundings } = uploader(() => Promise.reject(failure));
    await file('1');
    await made.changed();
    await until(surroundings, async () => {
      const [entry] = await entries();
      return entry?.state === 'refused' || entry?.attempts === 1;
    });
    expect(await entries()).toMatchObject([{ state, attempts }]);
    expect((await entries())[0]?.error?.code).toBe(code);
  });

  it('wait for their author when the session has ended', async () => {
    const { made, surroundings, ended } = uploader(() =>
      Promise.reject(new UploadRefusal('UNAUTHENTICATED', 'sign in')),
    );
    await file('1');
    await device.setMeta('viewer', viewer());
    await made.changed();
    await until(surroundings, () => Promise.resolve(ended() > 0));
    expect(await entries()).toMatchObject([{ state: 'waiting' }]);
    made.stop();
  });
});

describe('their messages', () => {
  const claim = (carries?: typeof unattendedCarrier.carries) =>
    claimNext(device.database, {
      owner: 'a',
      now: device.now,
      alone: true,
      ...(carries ? { carries } : {}),
    });

  it('hold back what was written after them, in their conversation only', async () => {
    await file('1');
    await text('depois');
    await text('outra', 'josé');
    expect((await claim()).entry?.clientKey).toBe('outra');
    const reading = await device.database.write(['outbox']);
    const [first] = await reading.objectStore('outbox').getAll();
    if (!first?.upload) throw new Error('no file');
    await reading.objectStore('outbox').put({ ...first, upload: { ...first.upload, id: 'up' } });
    await reading.done;
    expect((await claim()).entry?.clientKey).toBe('1');
  });

  it('ask for their file, now or when its pause is over', async () => {
    await file('1');
    expect(await claim()).toEqual({ awaitsUpload: true });
    const writing = await device.database.write(['outbox']);
    const [first] = await writing.objectStore('outbox').getAll();
    if (first) await writing.objectStore('outbox').put({ ...first, nextAttemptAt: device.now + 500 });
    await writing.done;
    expect(await claim()).toEqual({ wakeAt: device.now + 500 });
  });

  it('are left to the pages by the worker', async () => {
    await file('1');
    await text('outra', 'josé');
    expect((await claim(unattendedCarrier.carries)).entry?.clientKey).toBe('outra');
  });

  it('go with the id, and bring the file anew when the server has forgotten it', async () => {
    const network = new Network();
    const { made, surroundings } = uploader(network.bring);
    await file('1');
    await made.changed();
    await network.has(1);
    network.under.get('1.jpg')?.end();
    await until(surroundings, async () => (await entries())[0]?.upload?.id !== undefined);
    const asked: unknown[] = [];
    const request: Request = (operation, variables) => {
      asked.push([operation.text.split('(')[0], variables]);
      const error = { code: 'INVALID_INPUT', message: 'gone', field: 'uploadId', person: null };
      return Promise.resolve({ answer: { message: null, conversation: null, error } } as never);
    };
    await deliverOutbox(device.open(request).surroundings, attendedCarrier);
    expect(asked).toEqual([
      [
        'mutation SendFile',
        {
          input: {
            conversationId: 'maria',
            clientKey: '1',
            uploadId: 'id of 1.jpg',
            kind: 'IMAGE',
            caption: 'legenda',
            fileName: null,
            replyTo: null,
          },
        },
      ],
    ]);
    const [entry] = await entries();
    expect(entry?.upload?.id).toBeUndefined();
    expect(entry?.upload?.file.size).toBe(1);
    expect(entry).toMatchObject({ state: 'waiting', attempts: 1 });
  });

  it('show the file from the device until the server has it', async () => {
    await file('1');
    const [entry] = await entries();
    if (!entry) throw new Error('no entry');
    const shown = localMessage(entry, device.now);
    expect(shown.content).toMatchObject({
      __typename: 'MediaContent',
      kind: 'IMAGE',
      width: 4,
      height: 3,
      caption: 'legenda',
    });
    expect(shown.text).toBe('legenda');
  });
});
