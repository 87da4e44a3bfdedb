/** Google's push service as stock Chromium and the desk know it, on this machine: registration, encryption and all. */

import { rm } from 'node:fs/promises';
import { ask } from './control';
import { Program } from './program';

interface Introduction {
  control: string;
  authority: string;
  overrides: string[];
  chromium: { arguments: string[] };
  firefox: { preferences: Record<string, string | number | boolean> };
}

export interface Attempt {
  endpoint: string;
  status: number;
  reason: string | null;
  ttl: number | null;
  urgency: string | null;
  topic: string | null;
}

export class PushServices {
  readonly #introduction: Introduction;
  readonly #program: Program;

  private constructor(introduction: Introduction, program: Program) {
    this.#introduction = introduction;
    this.#program = program;
  }

  static async start(log: string): Promise<PushServices> {
    const { program, line } = await Program.start({ program: 'guiche-push-fakes', log });
    return new PushServices(JSON.parse(line) as Introduction, program);
  }

  /** Settings of the program that send its pushes here, over real TLS. */
  get variables(): Record<string, string> {
    const { overrides, authority } = this.#introduction;
    return { GUICHE_TEST_PUSH_RESOLVE: overrides.join(','), GUICHE_TEST_PUSH_ROOT: authority };
  }

  /** Switches that make a stock Chromium subscribe here. */
  get chromiumArguments(): string[] {
    return this.#introduction.chromium.arguments;
  }

  /** Settings that make a stock Firefox subscribe here, and show its notifications itself. */
  get firefoxPreferences(): Record<string, string | number | boolean> {
    return this.#introduction.firefox.preferences;
  }

  endpoints(): Promise<string[]> {
    return ask('GET', `${this.#introduction.control}/endpoints`);
  }

  /** What was accepted, once it is so much. */
  received(count: number): Promise<Attempt[]> {
    return ask('GET', `${this.#introduction.control}/received?count=${count}&seconds=15`);
  }

  attempts(): Promise<Attempt[]> {
    return ask('GET', `${this.#introduction.control}/attempts`);
  }

  async stop(): Promise<void> {
    await this.#program.stop('SIGKILL');
    await rm(this.#introduction.authority, { force: true });
  }
}
