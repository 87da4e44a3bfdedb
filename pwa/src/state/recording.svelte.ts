/** What the composer shows while somebody records, and what becomes of it (L-088 to L-091). */

import type { Desk, Id } from '../data';
import { m } from '../i18n/rooms';
import { barsOf } from '../voice/levels';
import { MicrophoneError, type MicrophoneRefusal } from '../voice/microphone';
import { Recorder } from '../voice/recorder';
import { Recordings, type Recorded } from '../voice/recordings';
import { toasts } from './toasts.svelte';

/** A shorter recording was an accident, in milliseconds. */
const shortest = 500;
/** As many of the last levels as the line shows. */
const shownLevels = 48;

const REFUSALS: Record<MicrophoneRefusal, () => string> = {
  denied: m.voice_denied,
  missing: m.voice_missing,
  busy: m.voice_busy,
  unsupported: m.voice_unsupported,
};

/**
 * `starting`: the browser is asked; `held`: as long as the finger stays; `locked`: goes on by itself; `paused`: may be heard
 * and go on; `ended`: may be heard, sent or thrown away, and nothing else; `over`: nothing is left of it.
 */
export type RecordingPhase = 'starting' | 'held' | 'locked' | 'paused' | 'ended' | 'over';

export interface RecordingOptions {
  desk: Desk;
  personId: Id;
  conversationId: Id;
  replyTo: () => Id | undefined;
  onover: (sent: boolean) => void;
}

export class Recording {
  readonly #options: RecordingOptions;
  readonly #recordings = new Recordings();
  #recorder: Recorder | undefined;
  phase = $state<RecordingPhase>('starting');
  durationMs = $state(0);
  levels = $state.raw<readonly number[]>([]);
  /** What can be heard: while paused, and at the end. */
  recorded = $state.raw<Recorded>();
  /** Found after a crash, and not recorded now. */
  found = $state(false);
  /** A tap began it, not a held finger. */
  tapped = $state(false);
  /** L-091: whether it is to be sent. */
  asking = $state(false);

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  /** `held`: a finger is down. Call it inside the tap. */
  async start(held: boolean): Promise<void> {
    const { personId, conversationId } = this.#options;
    try {
      const recorder = await Recorder.start({
        recordings: this.#recordings,
        personId,
        conversationId,
        onlevel: (level, durationMs) => {
          this.durationMs = durationMs;
          this.levels = [...this.levels.slice(-shownLevels + 1), level];
        },
        onended: () => void this.#end(),
      });
      this.#recorder = recorder;
      // Thrown away while the browser was asking.
      if (this.phase === 'over') await recorder.discard();
      else if (this.phase === 'starting') this.phase = held ? 'held' : 'locked';
      navigator.vibrate?.(10);
    } catch (cause) {
      const reason = cause instanceof MicrophoneError ? cause.reason : 'unsupported';
      toasts.show(REFUSALS[reason](), 'danger');
      this.#over(false);
    }
  }

  /** Offers what a crash has left; false when there is nothing. */
  async find(): Promise<boolean> {
    const { personId, conversationId } = this.#options;
    const recorded = await this.#recordings.remainder(personId, conversationId);
    if (!recorded) return false;
    this.recorded = recorded;
    this.durationMs = recorded.durationMs;
    this.found = true;
    this.phase = 'ended';
    return true;
  }

  lock(): void {
    if (this.phase === 'held' || this.phase === 'starting') this.phase = 'locked';
  }

  async pause(): Promise<void> {
    if (this.phase !== 'locked' || !this.#recorder) return;
    this.#recorder.pause();
    this.phase = 'paused';
    this.durationMs = this.#recorder.durationMs;
    this.recorded = await this.#recorder.soFar();
  }

  resume(): void {
    if (this.phase !== 'paused') return;
    this.recorded = undefined;
    this.#recorder?.resume();
    this.phase = 'locked';
  }

  /** L-089: at once, without a question. */
  async discard(): Promise<void> {
    const id = this.recorded?.id;
    const recorder = this.#recorder;
    this.#over(false);
    await recorder?.discard();
    if (id !== undefined) await this.#recordings.remove(id);
  }

  /** L-090: the recording is finished; sent at once, or heard and confirmed first, as its author likes it. */
  async finish(): Promise<void> {
    if (this.phase === 'starting') return this.discard();
    if (this.phase === 'ended') return this.send();
    const confirm = this.#options.desk.preferences.value.confirmVoiceNotes === true;
    await this.#end();
    if ((this.recorded?.durationMs ?? 0) < shortest) {
      toasts.show(m.voice_hold_hint());
      return this.discard();
    }
    if (confirm) this.asking = true;
    else await this.send();
  }

  async send(): Promise<void> {
    const { desk, conversationId, replyTo } = this.#options;
    const { recorded } = this;
    if (!recorded) return;
    const { id, file, durationMs, levels } = recorded;
    const reply = replyTo();
    const what = { kind: 'voice', mimeType: file.type, durationMs, waveform: barsOf(levels) } as const;
    try {
      await desk.send(conversationId, what, {
        upload: { kind: 'voice', file },
        ...(reply === undefined ? {} : { replyTo: reply }),
      });
    } catch {
      // The device has no room: the recording stays where it is.
      toasts.show(m.error_unexpected(), 'danger');
      return;
    }
    this.#over(true);
    await this.#recordings.remove(id);
  }

  /** The screen goes away: what was said stays on the device and is offered again. */
  async leave(): Promise<void> {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    if (this.phase === 'starting' || this.phase === 'held') {
      this.phase = 'over';
      await recorder?.discard();
      return;
    }
    this.phase = 'over';
    await recorder?.stop();
  }

  async #end(): Promise<void> {
    const recorder = this.#recorder;
    if (!recorder) return;
    this.#recorder = undefined;
    this.recorded = await recorder.stop();
    this.durationMs = this.recorded.durationMs;
    this.phase = 'ended';
  }

  #over(sent: boolean): void {
    if (this.phase === 'over') return;
    this.#recorder = undefined;
    this.recorded = undefined;
    this.phase = 'over';
    this.#options.onover(sent);
  }
}
