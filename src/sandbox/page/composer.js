// Where the customer writes, sends a picture, or records a voice note.

import { asFile } from './api.js';
import { byId } from './elements.js';

const KINDS = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];

/** @param send gets a message of the scripting surface and resolves when it was taken */
export function composer(send) {
  const text = byId('text');
  const problem = byId('problem');

  const attempt = async (act) => {
    problem.hidden = true;
    try {
      await act();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  };

  const grow = () => {
    text.style.height = 'auto';
    text.style.height = `${text.scrollHeight}px`;
  };

  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const body = text.value.trim();
    if (!body) return;
    attempt(async () => {
      await send({ type: 'text', body });
      text.value = '';
      grow();
    });
  });
  text.addEventListener('input', grow);
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      byId('composer').requestSubmit();
    }
  });

  byId('picture').addEventListener('change', (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    attempt(async () => {
      const caption = text.value.trim() || undefined;
      await send({ type: 'image', file: await asFile(file, file.type || 'image/jpeg'), caption });
      text.value = '';
      grow();
    });
  });

  voice(attempt, send);
}

function voice(attempt, send) {
  let recorder = null;
  let pieces = [];
  let clock = 0;

  const show = (recording) => {
    byId('recording').hidden = !recording;
    byId('writing').hidden = recording;
  };

  const finish = (keep) => {
    if (!recorder) return;
    clearInterval(clock);
    const { mimeType } = recorder;
    recorder.onstop = () => {
      for (const track of recorder.stream.getTracks()) track.stop();
      recorder = null;
      show(false);
      if (!keep) return;
      attempt(async () => {
        const file = await asFile(new Blob(pieces, { type: mimeType }), mimeType.replace(';', '; '));
        await send({ type: 'audio', voice: true, file });
      });
    };
    recorder.stop();
  };

  byId('record').addEventListener('click', () => attempt(async () => {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) {
      // No microphone here: the sandbox brings a recording of its own.
      await send({ type: 'audio', voice: true });
      return;
    }
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } }).catch(() => null);
    if (!stream) {
      await send({ type: 'audio', voice: true });
      return;
    }
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 24000 });
    pieces = [];
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.start();
    const began = Date.now();
    const tell = () => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      byId('recording-time').textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    };
    tell();
    clock = setInterval(tell, 500);
    show(true);
  }));
  byId('recording-cancel').addEventListener('click', () => finish(false));
  byId('recording-send').addEventListener('click', () => finish(true));
}
