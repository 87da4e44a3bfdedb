/**
 * Firefox's own remote control, as far as these tests need it: unlike the others it also reaches what the browser draws
 * around the page, which is where a notification is tapped. Frames are `length:[type,id,command,parameters]`.
 */

import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const UP_WITHIN = 60_000;

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (cause: Error) => void;
}

export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #received = Buffer.alloc(0);
  #count = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('close', () => this.#waiting.forEach(({ reject }) => reject(new Error('Firefox is gone'))));
  }

  static async connect(port: number): Promise<Marionette> {
    const marionette = new Marionette(await reach(port, Date.now() + UP_WITHIN));
    await marionette.command('WebDriver:NewSession', { capabilities: {} });
    return marionette;
  }

  command<Value>(name: string, parameters: object = {}): Promise<Value> {
    const id = (this.#count += 1);
    const frame = JSON.stringify([0, id, name, parameters]);
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as Value), reject });
      this.#socket.write(`${String(Buffer.byteLength(frame))}:${frame}`);
    });
  }

  /** Runs a script and gives back what it returns, in the page or in the browser around it. */
  async run<Value>(where: 'content' | 'chrome', script: string, args: unknown[] = []): Promise<Value> {
    await this.command('Marionette:SetContext', { value: where });
    const { value } = await this.command<{ value: Value }>('WebDriver:ExecuteScript', { script, args });
    await this.command('Marionette:SetContext', { value: 'content' });
    return value;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const end = colon + 1 + Number(this.#received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || this.#received.length < end) return;
      const message: unknown = JSON.parse(this.#received.subarray(colon + 1, end).toString());
      this.#received = this.#received.subarray(end);
      // The first frame is a greeting.
      if (Array.isArray(message)) this.#answer(message);
    }
  }

  #answer([, id, error, value]: unknown[]): void {
    const waiting = this.#waiting.get(id as number);
    this.#waiting.delete(id as number);
    if (error) waiting?.reject(new Error(JSON.stringify(error)));
    else waiting?.resolve(value);
  }
}

/** The port opens some time after the program has begun. */
async function reach(port: number, deadline: number): Promise<Socket> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (up) return socket;
    if (Date.now() > deadline) throw new Error('Firefox does not answer');
    await pause(50);
  }
}
