/** A program of the repository as a process of its own. */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

type Variables = Readonly<Record<string, string>>;

export interface Launch {
  /** One of ours, or one of the system. */
  program:
    | 'guiche'
    | 'guiche-push-fakes'
    | 'guiche-notifier'
    | 'dbus-daemon'
    | 'firefox-esr'
    | 'WebKitWebDriver'
    | 'Xvfb';
  arguments?: readonly string[];
  variables?: Variables;
  /** File that standard error is appended to. */
  log: string;
}

export class Program {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts it and gives it back with the first line it prints, where it prints one. */
  static async start({ log, ...launch }: Launch): Promise<{ program: Program; line: string }> {
    const child = spawn(locate(launch.program), launch.arguments ?? [], {
      env: surroundings(launch.variables),
      stdio: ['ignore', 'pipe', openSync(log, 'a')],
    });
    const line = await firstLine(child, launch.program);
    return { program: new Program(child), line };
  }

  /** Starts one that prints nothing. */
  static launch({ log, ...launch }: Launch): Program {
    const output = openSync(log, 'a');
    return new Program(
      spawn(locate(launch.program), launch.arguments ?? [], {
        env: surroundings(launch.variables),
        stdio: ['ignore', output, output],
      }),
    );
  }

  /** Runs a command to its end; what it says is told when it fails. */
  static run(argumentsOf: readonly string[], variables: Variables, input: string): void {
    const { status, stderr } = spawnSync(locate('guiche'), argumentsOf, {
      env: surroundings(variables),
      input,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`guiche ${argumentsOf.join(' ')}: ${stderr}`);
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }
}

/** Below the ports that systems give out themselves, and others for each worker: nobody takes one between look and use. */
let lastPort = 20_000 + 2_000 * Number(process.env['TEST_PARALLEL_INDEX'] ?? 0);

export async function freePort(): Promise<number> {
  do lastPort += 1;
  while (!(await isFree(lastPort)));
  return lastPort;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export function locate(program: Launch['program']): string {
  if (!program.startsWith('guiche')) return program;
  const folder = process.env['E2E_PROGRAMS'] ?? new URL('../../../target/debug', import.meta.url);
  const path = `${typeof folder === 'string' ? folder : fileURLToPath(folder)}/${program}`;
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: cargo build --package guiche --package guiche-tests`);
  }
  return path;
}

/** Settings of whoever runs the tests are none of the tests'. */
function surroundings(variables: Variables = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GUICHE_'));
  return { ...Object.fromEntries(inherited), ...variables };
}

async function firstLine({ stdout }: ChildProcess, name: string): Promise<string> {
  let text = '';
  // Read on to the end: a program whose output nobody takes would stand still or die.
  stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  while (stdout?.readable) {
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
    await Promise.race([once(stdout, 'data'), once(stdout, 'close')]);
  }
  throw new Error(`${name} ended before it was ready`);
}
