/**
 * News while the app is open, when no notification of the system comes: a line at the bottom for a chat that is not on
 * the screen, and a sound when nobody looks (L-175 to L-177; muted by the preference, on every device at once).
 */

import type { ConversationRecord, Desk, Id } from '../data';
import { m } from '../i18n/rooms';
import { watchArrivals } from '../state/arrivals';
import { watchFailures } from '../state/failures';
import { toasts } from '../state/toasts.svelte';
import { summarise } from '../ui/summary';
import { pathOf } from './routes';

export function alertOfArrivals(desk: Desk, openId: () => Id | undefined): () => void {
  const stopFailures = watchFailures(desk, (conversation) => tellFailure(conversation, openId()));
  const stopArrivals = watchArrivals(desk, (conversation) => {
    if (document.visibilityState === 'hidden') {
      if (desk.preferences.value.sound) chime();
    } else if (openId() !== undefined && openId() !== conversation.id) {
      tell(conversation);
    }
  });
  return () => {
    stopFailures();
    stopArrivals();
  };
}

/** Z-10: also in the chat that is open, where the message may have left the screen. */
function tellFailure({ id, contact }: ConversationRecord, openId: Id | undefined): void {
  const link = {
    href: pathOf({ screen: 'conversation', id }),
    label: m.failure_alert_label({ name: contact.name }),
  };
  toasts.show(m.failure_alert({ name: contact.name }), 'danger', id === openId ? undefined : link);
}

function tell({ id, contact, lastMessage }: ConversationRecord): void {
  if (!lastMessage) return;
  const text = `${contact.name}: ${summarise(lastMessage).text}`;
  const label = m.arrival_label({ name: contact.name });
  toasts.show(text, 'plain', { href: pathOf({ screen: 'conversation', id }), label });
}

let audio: AudioContext | undefined;

/** Two short notes, made on the spot: no file to fetch, and silent where the browser wants a tap first. */
function chime(): void {
  audio ??= new AudioContext();
  for (const [delay, pitch] of [
    [0, 659],
    [0.14, 880],
  ] as const) {
    const at = audio.currentTime + delay;
    const note = new OscillatorNode(audio, { frequency: pitch });
    const loudness = new GainNode(audio, { gain: 0 });
    loudness.gain.setTargetAtTime(0.12, at, 0.01);
    loudness.gain.setTargetAtTime(0, at + 0.08, 0.06);
    note.connect(loudness).connect(audio.destination);
    note.start(at);
    note.stop(at + 0.5);
  }
}
