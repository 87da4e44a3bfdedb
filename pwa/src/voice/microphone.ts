/** The microphone as one mono track, and how loud it is: no framework, no storage. */

import { loudnessOf } from './levels';

export type MicrophoneRefusal = 'denied' | 'missing' | 'busy' | 'unsupported';

export class MicrophoneError extends Error {
  constructor(readonly reason: MicrophoneRefusal) {
    super(reason);
  }
}

/** What browsers record, the best first: Firefox knows the first, Chromium the second, older iPhones only the last. */
const preferred = [
  'audio/ogg;codecs=opus',
  'audio/webm;codecs=opus',
  'audio/mp4;codecs=opus',
  'audio/mp4',
] as const;

/** Enough for speech, and 170 seconds of it fit into one of WhatsApp's voice notes. */
const bitRate = 24_000;

/** How long a graph of sound may take to begin, in milliseconds. */
const beginsWithin = 1_000;

export function recordedType(isSupported: (type: string) => boolean): string | undefined {
  return preferred.find(isSupported);
}

export interface Microphone {
  recorder: MediaRecorder;
  mimeType: string;
  /** From 0 to 1, now. */
  level(): number;
  close(): void;
}

/** Asks for the microphone. Call it inside a tap: iOS starts sound only there. */
export async function openMicrophone(): Promise<Microphone> {
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!devices || typeof MediaRecorder === 'undefined') throw new MicrophoneError('unsupported');
  const mimeType = recordedType((type) => MediaRecorder.isTypeSupported(type));
  if (mimeType === undefined) throw new MicrophoneError('unsupported');
  // Made before the wait: a context that begins outside a tap stays silent on iOS.
  const context = new AudioContext({ sampleRate: 48_000 });
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (cause) {
    await context.close();
    throw new MicrophoneError(reasonOf(cause));
  }
  // Else what is heard is recorded as it comes: the server makes it mono, and finds out how loud it was.
  const heard = (await runs(context)) ? listening(context, stream) : { stream, level: () => 0 };
  return {
    mimeType,
    recorder: new MediaRecorder(heard.stream, { mimeType, audioBitsPerSecond: bitRate }),
    level: heard.level,
    close: () => {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}

function listening(context: AudioContext, stream: MediaStream): { stream: MediaStream; level: () => number } {
  const source = context.createMediaStreamSource(stream);
  // Chromium records two channels whatever it is asked for: only a graph of one channel makes it mono.
  const mono = context.createMediaStreamDestination();
  mono.channelCount = 1;
  mono.channelCountMode = 'explicit';
  source.connect(mono);
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const level = () => {
    analyser.getFloatTimeDomainData(samples);
    return loudnessOf(samples);
  };
  return { stream: mono.stream, level };
}

/** A graph begins with the device that plays its sound: in Firefox, without one, it never does. */
async function runs(context: AudioContext): Promise<boolean> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<boolean>((resolve) => {
    late = setTimeout(() => resolve(false), beginsWithin);
  });
  const running = context.resume().then(
    () => true,
    () => false,
  );
  const outcome = await Promise.race([running, patience]);
  clearTimeout(late);
  return outcome;
}

function reasonOf(cause: unknown): MicrophoneRefusal {
  switch (cause instanceof DOMException ? cause.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unsupported';
  }
}
