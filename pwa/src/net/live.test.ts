import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchLibrary, Line, rhythm } from './live';
import { operation } from './operation';

/** A socket whose other end is the test: it says what a server says, or nothing, as a frozen one. */
class Socket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static made: Socket[] = [];

  readyState = Socket.CONNECTING;
  readonly sent: { type: string; id?: string; payload?: { variables?: unknown } }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;

  constructor() {
    Socket.made.push(this);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as (typeof this.sent)[number]);
  }

  close(code = 1000, reason = ''): void {
    this.readyState = Socket.CLOSED;
    this.onclose?.({ code, reason });
  }

  /** The server accepts the connection. */
  async accept(): Promise<void> {
    this.readyState = Socket.OPEN;
    this.onopen?.();
    await vi.advanceTimersByTimeAsync(0);
    this.say({ type: 'connection_ack' });
    await vi.advanceTimersByTimeAsync(0);
  }

  say(message: Record<string, unknown>): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  get subscribed() {
    return this.sent.find(({ type }) => type === 'subscribe');
  }
}

const last = (): Socket => Socket.made.at(-1) as Socket;

function line() {
  const heard = {
    changed: vi.fn(),
    received: vi.fn(),
    refused: vi.fn(() => Promise.resolve()),
    sessionEnded: vi.fn(),
  };
  let cursor = 0;
  const made = new Line({
    url: 'ws://desk.example/graphql',
    introduction: () => Promise.resolve({ deviceId: 'device' }),
    operation: operation<unknown, { after: number }>('subscription Events($after: Cursor) { events }'),
    resume: () => Promise.resolve({ after: (cursor += 1) }),
    random: () => 0.5,
    webSocketImpl: Socket,
    ...heard,
  });
  return { made, ...heard };
}

/** Opens the line and brings it up. */
async function upLine() {
  const all = line();
  all.made.open();
  await vi.advanceTimersByTimeAsync(0);
  await last().accept();
  return all;
}

// Real time passes while it is fetched; the tests' clock stands.
beforeAll(fetchLibrary);

beforeEach(() => {
  vi.useFakeTimers();
  Socket.made = [];
});

afterEach(() => vi.useRealTimers());

describe('the line', () => {
  it('introduces its device and resumes from the cursor of the moment, at every attempt anew', async () => {
    const { changed } = await upLine();
    expect(last().sent[0]).toEqual({ type: 'connection_init', payload: { deviceId: 'device' } });
    expect(last().subscribed?.payload?.variables).toEqual({ after: 1 });
    expect(changed).toHaveBeenLastCalledWith(true);
    last().close(1012, 'restart');
    expect(changed).toHaveBeenLastCalledWith(false);
    await vi.advanceTimersByTimeAsync(rhythm.backoffFirst);
    await last().accept();
    expect(last().subscribed?.payload?.variables).toEqual({ after: 2 });
  });

  it('cuts a socket that does not answer a ping in time, without waiting for its close', async () => {
    const { changed } = await upLine();
    await vi.advanceTimersByTimeAsync(rhythm.ping);
    expect(last().sent.at(-1)).toEqual({ type: 'ping' });
    await vi.advanceTimersByTimeAsync(rhythm.pongTimeout - 1);
    expect(changed).toHaveBeenLastCalledWith(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(changed).toHaveBeenLastCalledWith(false);
    await vi.advanceTimersByTimeAsync(rhythm.backoffFirst);
    expect(Socket.made).toHaveLength(2);
  });

  it('keeps a socket that answers', async () => {
    await upLine();
    for (let beat = 0; beat < 10; beat += 1) {
      await vi.advanceTimersByTimeAsync(rhythm.ping);
      last().say({ type: 'pong' });
    }
    expect(Socket.made).toHaveLength(1);
  });

  it('replaces at once what has been silent, when the person comes back', async () => {
    const { made } = await upLine();
    await vi.advanceTimersByTimeAsync(rhythm.pongTimeout);
    made.nudge();
    await vi.advanceTimersByTimeAsync(0);
    expect(Socket.made).toHaveLength(2);
  });

  it('leaves alone what has just been heard from', async () => {
    const { made } = await upLine();
    await vi.advanceTimersByTimeAsync(rhythm.pongTimeout - 1);
    made.nudge();
    await vi.advanceTimersByTimeAsync(0);
    expect(Socket.made).toHaveLength(1);
  });

  it('does not wait out its pause when the network returns', async () => {
    const { made } = await upLine();
    for (let failure = 0; failure < 6; failure += 1) {
      last().close(1006);
      await vi.advanceTimersByTimeAsync(rhythm.backoffMost);
    }
    last().close(1006);
    const before = Socket.made.length;
    made.nudge();
    await vi.advanceTimersByTimeAsync(0);
    expect(Socket.made).toHaveLength(before + 1);
  });

  it('tries for ever, with pauses that grow up to 15 seconds', async () => {
    const { made } = line();
    made.open();
    await vi.advanceTimersByTimeAsync(0);
    for (let failure = 0; failure < 12; failure += 1) {
      last().close(1006);
      await vi.advanceTimersByTimeAsync(rhythm.backoffMost / 2);
    }
    expect(Socket.made).toHaveLength(13);
    // Half of the longest, by the dice of this test; not a moment earlier.
    last().close(1006);
    await vi.advanceTimersByTimeAsync(rhythm.backoffMost / 2 - 1);
    expect(Socket.made).toHaveLength(13);
  });

  it('a server that accepts and drops is met with growing pauses, too', async () => {
    await upLine();
    for (const pause of [250, 500, 1000, 2000]) {
      last().close(1012);
      const before = Socket.made.length;
      await vi.advanceTimersByTimeAsync(pause - 1);
      expect(Socket.made).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      await last().accept();
    }
  });

  it.each([4401, 4410])('close code %i ends the session', async (code) => {
    const { sessionEnded } = await upLine();
    last().close(code);
    expect(sessionEnded).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Socket.made).toHaveLength(1);
  });

  it.each([4400, 4406, 4409, 4429])('close code %i, our own mistake, is never looped on', async (code) => {
    const { made, sessionEnded } = await upLine();
    last().close(code);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(Socket.made).toHaveLength(1);
    expect(sessionEnded).not.toHaveBeenCalled();
    made.nudge();
    await vi.advanceTimersByTimeAsync(0);
    expect(Socket.made).toHaveLength(2);
  });

  it.each([1000, 1001, 1006, 1012, 4408])('close code %i is followed by another attempt', async (code) => {
    await upLine();
    last().close(code);
    await vi.advanceTimersByTimeAsync(rhythm.backoffFirst);
    expect(Socket.made).toHaveLength(2);
  });

  it('a refused subscription is told by its code, and tried again when that has been dealt with', async () => {
    const { refused } = await upLine();
    const errors = [{ message: 'too old', extensions: { code: 'CURSOR_EXPIRED' } }];
    last().say({ type: 'error', id: last().subscribed?.id, payload: errors });
    await vi.advanceTimersByTimeAsync(0);
    expect(refused).toHaveBeenCalledWith(expect.objectContaining({ code: 'CURSOR_EXPIRED' }));
    await vi.advanceTimersByTimeAsync(rhythm.backoffFirst);
    expect(Socket.made).toHaveLength(2);
  });

  it('what is performed on a line that is down fails at once', async () => {
    const { made } = line();
    await expect(made.perform(operation('mutation Any { any }'), {})).rejects.toThrow('the line is down');
  });

  it('once closed it stays closed', async () => {
    const { made } = await upLine();
    made.close();
    made.nudge();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Socket.made).toHaveLength(1);
  });
});
