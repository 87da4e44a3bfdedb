/**
 * Bringing a file to the server. An XMLHttpRequest, as `fetch` does not tell how much of a body has left; the file is
 * read from the disk as it goes.
 */

import { NoAnswer } from './failures';

export interface FileToBring {
  kind: string;
  file: Blob;
  fileName?: string | undefined;
  signal: AbortSignal;
  /** From 0 up to 1. */
  progress: (share: number) => void;
}

export interface Brought {
  uploadId: string;
  mimeType: string;
  byteSize: number;
  width: number | null;
  height: number | null;
  durationMs: number | null;
}

/** Fails with {@link NoAnswer} or {@link UploadRefusal}; an abort by the caller is rethrown. */
export type BringFile = (file: FileToBring) => Promise<Brought>;

/** Refusals that pass by themselves. */
const passing: ReadonlySet<string> = new Set(['STORAGE_FULL', 'UNAVAILABLE', 'INTERRUPTED', 'RATE_LIMITED']);

/** The server does not take the file. */
export class UploadRefusal extends Error {
  override name = 'UploadRefusal';

  constructor(
    readonly code: string,
    message: string,
    /** The greatest size, in bytes, when it is too large. */
    readonly limit?: number,
  ) {
    super(message);
  }

  get passing(): boolean {
    return passing.has(this.code);
  }
}

/** Nothing moves for this long: the network is gone, whatever it says. Milliseconds. */
const longestSilence = 45_000;

export interface BringingOptions {
  version: string;
  url?: string;
}

export function createBringing({ version, url = '/media/uploads' }: BringingOptions): BringFile {
  return ({ kind, file, fileName, signal, progress }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const request = new XMLHttpRequest();
      let silence = setTimeout(() => request.abort(), longestSilence);
      const alive = () => {
        clearTimeout(silence);
        silence = setTimeout(() => request.abort(), longestSilence);
      };
      const cancel = () => request.abort();
      signal.addEventListener('abort', cancel);
      request.upload.onprogress = ({ loaded, total }) => {
        alive();
        progress(total > 0 ? loaded / total : 0);
      };
      request.onloadend = () => {
        clearTimeout(silence);
        signal.removeEventListener('abort', cancel);
        if (signal.aborted) reject(signal.reason as Error);
        else settle(request.status, request.responseText, resolve, reject);
      };
      request.open('POST', `${url}?kind=${kind}`);
      request.setRequestHeader('content-type', file.type || 'application/octet-stream');
      // The custom header makes every cross-origin attempt need a preflight, which the server does not grant.
      request.setRequestHeader('x-guiche-client', `pwa/${version}`);
      if (fileName) request.setRequestHeader('x-guiche-file-name', encodeURIComponent(fileName));
      request.send(file);
    });
}

/** Reads the server's answer; tests bring their own transport and share this. */
export function settle(
  status: number,
  text: string,
  resolve: (brought: Brought) => void,
  reject: (failure: Error) => void,
): void {
  const { uploadId, error, ...rest } = parsed(text);
  if (status === 201 && uploadId) resolve({ uploadId, ...rest } as Brought);
  else if (error?.code) reject(new UploadRefusal(error.code, error.message ?? '', error.limit ?? undefined));
  else if (status === 401) reject(new UploadRefusal('UNAUTHENTICATED', 'the session is not accepted'));
  else if (status === 413)
    reject(new UploadRefusal('FILE_TOO_LARGE', 'something on the way refused its size'));
  else reject(new NoAnswer(`an answer that is not the desk's (status ${status})`));
}

interface Answer extends Partial<Brought> {
  error?: { code?: string; message?: string; limit?: number | null };
}

function parsed(text: string): Answer {
  try {
    return (JSON.parse(text) ?? {}) as Answer;
  } catch {
    return {};
  }
}
