/**
 * Who is heard, and how: one at a time in the whole app, at the speed that the listener chose last. When a note ends, the
 * next one that has not been heard follows by itself.
 */

import { takeTurnOf } from './playing';

const speedKey = 'guiche.speed';
const heardKey = 'guiche.heard';
/** As many notes as the device remembers to have played. */
const remembered = 1_000;

export const SPEEDS = [1, 1.5, 2] as const;

export interface Track {
  /** The message. */
  id: string;
  url: string;
  /** Who speaks, and what it is called. */
  title: string;
  author: string;
  /** A customer's voice note: heard or not is worth knowing. */
  inbound: boolean;
  /** In seconds, as far as the server knows. */
  duration: number | undefined;
  /** Its place in the thread. */
  element: () => HTMLElement | undefined;
}

class Player {
  readonly #tracks = new Map<string, Track>();
  #audio: HTMLAudioElement | undefined;
  current = $state.raw<Track>();
  playing = $state(false);
  position = $state(0);
  /** What the file itself says, in seconds. */
  duration = $state<number>();
  rate = $state(readRate());
  heard = $state.raw<ReadonlySet<string>>(new Set(readHeard()));
  failed = $state.raw<string>();

  /** A note is on the screen; returns how it leaves. */
  add(track: Track): () => void {
    this.#tracks.set(track.id, track);
    return () => {
      if (this.#tracks.get(track.id) === track) this.#tracks.delete(track.id);
    };
  }

  async toggle(track: Track): Promise<void> {
    if (this.current?.id === track.id && this.playing) this.#element().pause();
    else await this.play(track);
  }

  async play(track: Track): Promise<void> {
    const audio = this.#element();
    if (this.current?.id !== track.id) {
      this.current = track;
      this.position = 0;
      this.duration = undefined;
      audio.src = track.url;
    }
    this.failed = undefined;
    audio.playbackRate = this.rate;
    takeTurnOf(audio);
    this.#announce(track);
    try {
      await audio.play();
      this.#remember(track);
    } catch (cause) {
      // Another tap came first, which is no failure.
      if (!(cause instanceof DOMException && cause.name === 'AbortError')) this.failed = track.id;
    }
  }

  /** In seconds. A note that is not playing begins there when it is played. */
  seek(track: Track, position: number): void {
    const audio = this.#element();
    if (this.current?.id !== track.id) {
      audio.pause();
      this.current = track;
      this.duration = undefined;
      audio.src = track.url;
    }
    audio.currentTime = position;
    this.position = position;
  }

  faster(): void {
    this.rate = SPEEDS.find((speed) => speed > this.rate) ?? SPEEDS[0];
    if (this.#audio) this.#audio.playbackRate = this.rate;
    localStorage.setItem(speedKey, String(this.rate));
  }

  #element(): HTMLAudioElement {
    if (this.#audio) return this.#audio;
    const audio = new Audio();
    audio.preload = 'auto';
    // Faster speech keeps its pitch.
    audio.preservesPitch = true;
    audio.onplay = () => (this.playing = true);
    audio.onpause = () => (this.playing = false);
    audio.ontimeupdate = () => (this.position = audio.currentTime);
    audio.ondurationchange = () => {
      if (Number.isFinite(audio.duration)) this.duration = audio.duration;
    };
    audio.onerror = () => (this.failed = this.current?.id);
    audio.onended = () => this.#follow();
    // A new source begins at the usual speed.
    audio.onloadedmetadata = () => (audio.playbackRate = this.rate);
    this.#audio = audio;
    return audio;
  }

  #follow(): void {
    this.playing = false;
    this.position = 0;
    const ended = this.current?.element();
    const next = ended && [...this.#tracks.values()].find((track) => this.#follows(track, ended));
    if (next) void this.play(next);
  }

  /** Tracks lie in the order of their coming, which is not always that of the thread. */
  #follows(track: Track, ended: HTMLElement): boolean {
    const element = track.element();
    if (!track.inbound || this.heard.has(track.id) || !element) return false;
    return (ended.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  }

  #remember({ id, inbound }: Track): void {
    if (!inbound || this.heard.has(id)) return;
    this.heard = new Set([...this.heard, id].slice(-remembered));
    try {
      localStorage.setItem(heardKey, JSON.stringify([...this.heard]));
    } catch {
      // A full device forgets it with the page.
    }
  }

  #announce(track: Track): void {
    if (!('mediaSession' in navigator)) return;
    const { mediaSession } = navigator;
    mediaSession.metadata = new MediaMetadata({ title: track.title, artist: track.author });
    const by = (seconds: number) => this.seek(track, Math.max(0, this.position + seconds));
    mediaSession.setActionHandler('play', () => void this.play(track));
    mediaSession.setActionHandler('pause', () => this.#audio?.pause());
    mediaSession.setActionHandler('seekbackward', ({ seekOffset }) => by(-(seekOffset ?? 10)));
    mediaSession.setActionHandler('seekforward', ({ seekOffset }) => by(seekOffset ?? 10));
    mediaSession.setActionHandler('seekto', ({ seekTime }) => {
      if (seekTime !== undefined) this.seek(track, seekTime);
    });
  }
}

function readRate(): number {
  const kept = Number(localStorage.getItem(speedKey));
  return SPEEDS.find((speed) => speed === kept) ?? 1;
}

function readHeard(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(heardKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export const player = new Player();
