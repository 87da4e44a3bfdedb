/** The server's side of sending, as far as the outbox can tell: it recognises the key of a message that it has. */

import type { SendMessageInput } from '../../net/documents/serving';
import type * as wire from '../../net/wire';

export class ServerLedger {
  readonly #byKey = new Map<string, wire.Message>();
  /** Requests that are being handled, per key: the same one twice at once is counted. */
  attempts: string[] = [];

  get size(): number {
    return this.#byKey.size;
  }

  textsIn(conversationId: string): string[] {
    return [...this.#byKey.values()]
      .filter((message) => message.conversationId === conversationId)
      .map(({ text }) => text ?? '');
  }

  send(input: SendMessageInput): { sendMessage: unknown } {
    this.attempts.push(input.clientKey);
    const message = this.#byKey.get(input.clientKey) ?? this.#accept(input);
    return { sendMessage: { message, conversation: null, error: null } };
  }

  #accept({ clientKey, conversationId, text }: SendMessageInput): wire.Message {
    const at = new Date(Date.UTC(2026, 10, 21, 12) + this.#byKey.size).toISOString();
    const message: wire.Message = {
      id: `server ${this.#byKey.size}`,
      conversationId,
      direction: 'OUTBOUND',
      author: { id: 'ana', name: 'Ana' },
      origin: 'DESK',
      sentAt: at,
      receivedAt: at,
      content: { __typename: 'TextContent', textBody: text, referral: null },
      text,
      delivery: null,
      replyTo: null,
      reactions: [],
      forwarded: false,
      editedAt: null,
      revokedAt: null,
      clientKey,
      version: 1,
    };
    this.#byKey.set(clientKey, message);
    return message;
  }
}
