/** One recording from the first word to the last: kept twice a second, with its time and its loudness. */

import type { Id } from '../data';
import { openMicrophone, type Microphone } from './microphone';
import type { Recorded, Recordings } from './recordings';

/**
 * How often what was said is kept, in milliseconds. A crash loses a second at most: this, and what the encoder and the
 * store hold at that moment.
 */
const timeslice = 500;
/** How often loudness is measured, in milliseconds. */
const measureEvery = 50;

export interface RecorderOptions {
  recordings: Recordings;
  personId: Id;
  conversationId: Id;
  /** Called with each measurement. */
  onlevel: (level: number, durationMs: number) => void;
  /** The microphone went away by itself: another app took it, the headset was unplugged. */
  onended: () => void;
}

export class Recorder {
  readonly id: Id = crypto.randomUUID();
  readonly #options: RecorderOptions;
  readonly #microphone: Microphone;
  readonly #pieces: Blob[] = [];
  readonly #levels: number[] = [];
  #written: Promise<void>;
  #levelsKept = 0;
  #passed = 0;
  #since: number | undefined;
  #measuring: ReturnType<typeof setInterval> | undefined;
  #wakeLock: Promise<{ release(): Promise<void> } | undefined> | undefined;

  private constructor(options: RecorderOptions, microphone: Microphone) {
    this.#options = options;
    this.#microphone = microphone;
    const { recorder, mimeType } = microphone;
    const { recordings, personId, conversationId } = options;
    const recording = { id: this.id, personId, conversationId, mimeType, startedAt: Date.now() };
    // A device without room still records: only the crash is not covered then.
    this.#written = recordings.begin(recording).catch(() => undefined);
    recorder.ondataavailable = ({ data }) => this.#keep(data);
    recorder.stream.getAudioTracks()[0]?.addEventListener('ended', () => options.onended());
    recorder.start(timeslice);
    this.#run();
  }

  /** Fails with a `MicrophoneError`. */
  static async start(options: RecorderOptions): Promise<Recorder> {
    return new Recorder(options, await openMicrophone());
  }

  get durationMs(): number {
    return this.#passed + (this.#since === undefined ? 0 : performance.now() - this.#since);
  }

  pause(): void {
    if (this.#microphone.recorder.state !== 'recording') return;
    this.#microphone.recorder.pause();
    this.#rest();
  }

  resume(): void {
    if (this.#microphone.recorder.state !== 'paused') return;
    this.#microphone.recorder.resume();
    this.#run();
  }

  /** What is there so far; while paused. */
  async soFar(): Promise<Recorded> {
    const { recorder } = this.#microphone;
    if (recorder.state !== 'inactive') {
      const flushed = new Promise((resolve) =>
        recorder.addEventListener('dataavailable', resolve, { once: true }),
      );
      recorder.requestData();
      await flushed;
    }
    return this.#recorded();
  }

  /** Ends it and gives the microphone back. */
  async stop(): Promise<Recorded> {
    const { recorder } = this.#microphone;
    this.#rest();
    if (recorder.state !== 'inactive') {
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
      recorder.stop();
      await stopped;
    }
    this.#microphone.close();
    await this.#written;
    return this.#recorded();
  }

  /** Ends it and forgets it (L-089). */
  async discard(): Promise<void> {
    await this.stop();
    await this.#options.recordings.remove(this.id);
  }

  #recorded(): Recorded {
    return {
      id: this.id,
      file: new Blob(this.#pieces, { type: this.#microphone.mimeType }),
      durationMs: Math.round(this.durationMs),
      levels: [...this.#levels],
    };
  }

  #keep(piece: Blob): void {
    if (piece.size === 0) return;
    const index = this.#pieces.push(piece) - 1;
    const levels = this.#levels.slice(this.#levelsKept);
    this.#levelsKept = this.#levels.length;
    const record = { recordingId: this.id, index, piece, durationMs: Math.round(this.durationMs), levels };
    this.#written = this.#written.then(() => this.#options.recordings.append(record)).catch(() => undefined);
  }

  #run(): void {
    this.#since = performance.now();
    this.#measuring = setInterval(() => {
      const level = this.#microphone.level();
      this.#levels.push(level);
      this.#options.onlevel(level, this.durationMs);
    }, measureEvery);
    this.#wakeLock = navigator.wakeLock?.request('screen').catch(() => undefined);
  }

  #rest(): void {
    this.#passed = this.durationMs;
    this.#since = undefined;
    clearInterval(this.#measuring);
    void this.#wakeLock?.then((lock) => lock?.release());
    this.#wakeLock = undefined;
  }
}
