/** WhatsApp as the company's customers and Meta make it, played by the program's own emulator. */

import { expect } from '@playwright/test';
import { channel } from './channel';
import { ask } from './control';
import { Program } from './program';

export interface Call {
  number: number;
  kind: string;
  body: { to?: string; type?: string; text?: { body: string } } & Record<string, unknown>;
  answer: { messages?: { id: string }[] } | null;
  took_effect: boolean;
}

export interface CustomerTraits {
  name: string;
  wa_id?: string;
  bsuid?: string;
  username?: string;
  reachable?: boolean;
}

export interface StatusRules {
  automatic?: boolean;
  auto_read?: boolean;
}

export class Sandbox {
  readonly url: string;
  readonly #program: Program;
  #customers = 0;
  #deskUrl = '';

  private constructor(url: string, program: Program) {
    this.url = url;
    this.#program = program;
  }

  static async start(log: string): Promise<Sandbox> {
    const { program, line } = await Program.start({
      program: 'guiche',
      arguments: ['sandbox', '--at', '127.0.0.1:0'],
      log,
    });
    return new Sandbox(line.replace('sandbox: ', ''), program);
  }

  stop(): Promise<void> {
    return this.#program.stop('SIGKILL');
  }

  /** The company's number: its webhooks go to the desk, in order, and are repeated soon when nobody answers. */
  async connect(deskUrl: string): Promise<void> {
    this.#deskUrl = deskUrl;
    await this.post('numbers', {
      phone_number_id: channel.phoneNumberId,
      waba_id: channel.wabaId,
      access_token: channel.accessToken,
      app_secret: channel.appSecret,
      verify_token: channel.verifyToken,
      webhook_url: `${deskUrl}/webhooks/whatsapp`,
    });
    await this.deliver({});
  }

  async customer(traits: CustomerTraits): Promise<Customer> {
    this.#customers += 1;
    // Brazilian mobile numbers of no existing area.
    const wa_id = traits.wa_id ?? `55209${String(81_000_000 + this.#customers)}`;
    const { key } = await this.post<{ key: string }>('customers', { wa_id, ...traits });
    return new Customer(this, key, traits.name, wa_id);
  }

  /** How webhooks come: `paused` keeps them back until it is lifted. */
  async deliver(rules: { paused?: boolean }): Promise<void> {
    await ask('PUT', this.#at('delivery'), { concurrency: 1, retry_scale: 0.01, ...rules });
  }

  async statuses(rules: StatusRules): Promise<void> {
    await ask('PUT', this.#at('statuses'), rules);
  }

  async status(wamid: string, status: 'sent' | 'delivered' | 'read' | 'failed'): Promise<void> {
    await this.post('statuses', { wamid, status });
  }

  /** Waits until nothing is under way any more: the desk has taken every webhook, and understood it. */
  async settled(): Promise<void> {
    const { settled } = await ask<{ settled: boolean }>('GET', this.#at('settled?timeout_ms=60000'));
    expect(settled, 'the desk has taken every webhook').toBe(true);
    await expect.poll(() => this.#notUnderstood(), { message: 'webhooks that are not understood' }).toBe(0);
  }

  async #notUnderstood(): Promise<number> {
    const metrics = await (await fetch(`${this.#deskUrl}/metrics`)).text();
    const [, waiting] = /^guiche_consumer_waiting\{part="intake"\} (\d+)$/m.exec(metrics) ?? [];
    return Number(waiting);
  }

  /** What Meta has under an id, and what it calls it. */
  async media(id: string): Promise<{ bytes: Buffer; mimeType: string }> {
    const headers = { authorization: `Bearer ${channel.accessToken}` };
    const described = await fetch(`${this.url}/v25.0/${id}`, { headers });
    const { url, mime_type: mimeType } = (await described.json()) as { url: string; mime_type: string };
    return { bytes: Buffer.from(await (await fetch(url, { headers })).arrayBuffer()), mimeType };
  }

  /** The bytes alone. */
  async file(id: string): Promise<Buffer> {
    return (await this.media(id)).bytes;
  }

  /** The messages that WhatsApp has taken from the desk, once there are so many; more than that is an error. */
  async sent(count: number, to?: Customer): Promise<Call[]> {
    await expect.poll(() => this.#taken(to), { message: 'messages taken by WhatsApp' }).toHaveLength(count);
    return this.#taken(to);
  }

  /** What the customer has on their phone from us, in the order in which it came there. */
  async textsSentTo(customer: Customer): Promise<(string | undefined)[]> {
    return (await this.#taken(customer)).map(({ body }) => body.text?.body);
  }

  /** What a call without an answer yet will do is not known. */
  async #taken(to: Customer | undefined): Promise<Call[]> {
    const query = new URLSearchParams({ kind: 'message', ...(to ? { to: `+${to.waId}` } : {}) });
    const { calls } = await ask<{ calls: Call[] }>('GET', this.#at(`ledger?${query.toString()}`));
    return calls.filter(({ took_effect, answer }) => took_effect && answer?.messages !== undefined);
  }

  post<Answer>(path: string, body: unknown): Promise<Answer> {
    return ask('POST', this.#at(path), body);
  }

  #at(path: string): string {
    return `${this.url}/sandbox/${path}`;
  }
}

export class Customer {
  constructor(
    readonly sandbox: Sandbox,
    readonly key: string,
    readonly name: string,
    readonly waId: string,
  ) {}

  /** Sends a text, and gives its wamid. */
  says(body: string): Promise<string> {
    return this.sends({ type: 'text', body });
  }

  async sends(message: { type: string } & Record<string, unknown>): Promise<string> {
    const { wamid } = await this.sandbox.post<{ wamid: string }>(`customers/${this.key}/messages`, message);
    return wamid;
  }

  /** Opens the chat on their phone. */
  async reads(): Promise<void> {
    await this.sandbox.post(`customers/${this.key}/read`, {});
  }
}
