/** One company's desk: its data folder, its program, and the WhatsApp around it. */

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { preparedFolder } from './prepared';
import { freePort, Program } from './program';
import { Sandbox } from './sandbox';

const READY_WITHIN = 30_000;

export class Installation {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly #folder: string;
  readonly #variables: Readonly<Record<string, string>>;
  #program: Program | undefined;

  private constructor(folder: string, url: string, sandbox: Sandbox, variables: Record<string, string>) {
    this.#folder = folder;
    this.url = url;
    this.sandbox = sandbox;
    this.#variables = variables;
  }

  static async start(variables: Readonly<Record<string, string>> = {}): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), 'guiche-e2e-'));
    await cp(preparedFolder(), folder, { recursive: true });
    const sandbox = await Sandbox.start(join(folder, 'sandbox.log'));
    const listen = `127.0.0.1:${await freePort()}`;
    const installation = new Installation(folder, `http://${listen}`, sandbox, {
      GUICHE_DATA_DIR: folder,
      GUICHE_LISTEN: listen,
      GUICHE_GRAPH_API_URL: sandbox.url,
      GUICHE_VAPID_SUBJECT: 'mailto:operator@guiche.app',
      ...variables,
    });
    await Promise.all([sandbox.connect(installation.url), installation.serve()]);
    return installation;
  }

  /** Starts the program, or starts it again, and waits until it answers. */
  async serve(): Promise<void> {
    if (this.#program?.running) throw new Error('the program runs already');
    this.#program = Program.launch({
      program: 'guiche',
      arguments: ['serve'],
      variables: this.#variables,
      log: this.#log,
    });
    const deadline = Date.now() + READY_WITHIN;
    while (!(await this.#ready())) {
      if (!this.#program.running || Date.now() > deadline) {
        throw new Error(`the program is not ready:\n${await this.log()}`);
      }
      await pause(20);
    }
  }

  /** The program ends; nobody answers at its address. */
  async stop(): Promise<void> {
    await this.#program?.stop();
  }

  log(): Promise<string> {
    return readFile(this.#log, 'utf8');
  }

  async remove(): Promise<void> {
    await Promise.all([this.#program?.stop('SIGKILL'), this.sandbox.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #log(): string {
    return join(this.#folder, 'guiche.log');
  }

  async #ready(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
