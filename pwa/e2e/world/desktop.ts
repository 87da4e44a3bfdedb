/** The screen on which the system shows notifications, and the finger that taps them: a session bus of our own. */

import { ask } from './control';
import { Program } from './program';

export interface SystemNotification {
  id: number;
  summary: string;
  body: string;
  /** Keys and labels of buttons, in turns. */
  actions: string[];
}

export class Desktop {
  readonly #control: string;
  readonly #programs: readonly Program[];
  /** Where applications find this screen. */
  readonly variables: Readonly<Record<string, string>>;

  private constructor(control: string, bus: string, programs: readonly Program[]) {
    this.#control = control;
    this.#programs = programs;
    this.variables = { DBUS_SESSION_BUS_ADDRESS: bus };
  }

  static async start(log: string): Promise<Desktop> {
    const bus = await Program.start({
      program: 'dbus-daemon',
      arguments: ['--session', '--nofork', '--print-address'],
      log,
    });
    const notifier = await Program.start({
      program: 'guiche-notifier',
      variables: { DBUS_SESSION_BUS_ADDRESS: bus.line },
      log,
    });
    const { control } = JSON.parse(notifier.line) as { control: string };
    return new Desktop(control, bus.line, [notifier.program, bus.program]);
  }

  /** Waits until a visible notification says this, in its title or below. */
  async notification(text: string): Promise<SystemNotification> {
    const query = new URLSearchParams({ text, count: '1', seconds: '15' });
    const [first] = await ask<SystemNotification[]>('GET', `${this.#control}/wait_for?${query.toString()}`);
    if (!first) throw new Error(`no notification says ${text}`);
    return first;
  }

  visible(): Promise<SystemNotification[]> {
    return ask('GET', `${this.#control}/list`);
  }

  /** Everything that was ever shown, in order; one that took the place of another is one more. */
  history(): Promise<SystemNotification[]> {
    return ask('GET', `${this.#control}/history`);
  }

  tap({ id }: SystemNotification): Promise<void> {
    return this.press(id, 'default');
  }

  /** Presses the button with this label. */
  async choose({ id, actions }: SystemNotification, label: string): Promise<void> {
    const key = actions[actions.indexOf(label) - 1];
    if (key === undefined) throw new Error(`no button ${label} among ${actions.join(', ')}`);
    await this.press(id, key);
  }

  async reply({ id }: SystemNotification, text: string): Promise<void> {
    const query = new URLSearchParams({ id: String(id), text });
    await ask('POST', `${this.#control}/reply?${query.toString()}`);
  }

  async stop(): Promise<void> {
    for (const program of this.#programs) await program.stop('SIGKILL');
  }

  private async press(id: number, key: string): Promise<void> {
    const query = new URLSearchParams({ id: String(id), key });
    await ask('POST', `${this.#control}/click?${query.toString()}`);
  }
}
