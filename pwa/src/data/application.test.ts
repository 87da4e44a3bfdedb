import { describe, expect, it } from 'vitest';
import { consequencesOf, consequencesOfAnswer, type Consequences, type Held } from './application';
import { keyOf } from './database';
import type { DeskEvent } from './events';
import type { ConversationRecord } from './records';
import { conversation, message, start, viewer } from './testing/records';

const me = viewer();
const first = message({ id: 'm1', version: 1 });
const newer = { ...first, version: 2, text: 'edited' };
const chat = conversation({ version: 3, lastMessage: first });
const covered = { conversationId: 'chat', from: keyOf(first), before: 'page', complete: false };

/** The state of a conversation that tells what was known of the contact at `version`. */
function telling(of: ConversationRecord, version: number): ConversationRecord {
  return { ...of, contact: { ...of.contact, details: { version, values: [] } } };
}

function added(of = first, within = chat): DeskEvent {
  return { kind: 'messageAdded', cursor: '1', message: of, conversation: within };
}

describe('what an event does to what is held', () => {
  const cases: [string, DeskEvent, Omit<Held, 'viewer'>, Consequences][] = [
    [
      'the first message of an unknown conversation brings both, and begins the covered run',
      added(),
      {},
      {
        conversation: chat,
        message: first,
        coverage: { conversationId: 'chat', from: keyOf(first), complete: false },
      },
    ],
    ['a repeat changes nothing', added(), { conversation: chat, message: first, coverage: covered }, {}],
    [
      'a message with the key of an outbox entry takes its place',
      added({ ...first, clientKey: 'key' }),
      { conversation: chat, coverage: covered },
      { message: { ...first, clientKey: 'key' }, delivered: 'key' },
    ],
    [
      'a message older than the covered run waits to be paged to',
      added(message({ id: 'm0', sentAt: start - 1 }), chat),
      { conversation: chat, coverage: covered },
      {},
    ],
    [
      'in a thread that is held whole, a late older message extends it',
      added(message({ id: 'm0', sentAt: start - 1 }), chat),
      { conversation: chat, coverage: { ...covered, complete: true } },
      {
        message: message({ id: 'm0', sentAt: start - 1 }),
        coverage: { ...covered, complete: true, from: ['chat', start - 1, 'm0'] },
      },
    ],
    [
      'a lower version never overwrites a higher one',
      added(first, { ...chat, version: 2 }),
      { conversation: chat, message: newer, coverage: covered },
      {},
    ],
    [
      'a tick changes the message and its preview in the list',
      { kind: 'messageChanged', cursor: '1', message: newer },
      { conversation: chat, message: first, coverage: covered },
      { message: newer, conversation: { ...chat, lastMessage: newer } },
    ],
    [
      'a tick of a message that is not held is not stored',
      { kind: 'messageChanged', cursor: '1', message: newer },
      { coverage: covered },
      {},
    ],
    [
      'a changed conversation keeps the newer state of its last message',
      { kind: 'conversationChanged', cursor: '1', conversation: { ...chat, version: 4 } },
      { conversation: { ...chat, lastMessage: newer } },
      { conversation: { ...chat, version: 4, lastMessage: newer } },
    ],
    [
      'a state that does not tell what is known of the contact keeps what is held of it',
      { kind: 'conversationChanged', cursor: '1', conversation: { ...chat, version: 4 } },
      { conversation: telling(chat, 3) },
      { conversation: telling({ ...chat, version: 4 }, 3) },
    ],
    [
      'what is known of the contact is taken from the state that tells it last, though the rest is held already',
      { kind: 'conversationChanged', cursor: '1', conversation: telling({ ...chat, version: 4 }, 4) },
      { conversation: telling({ ...chat, version: 4 }, 3) },
      { conversation: telling({ ...chat, version: 4 }, 4) },
    ],
    [
      'an older state of a conversation changes nothing',
      { kind: 'conversationChanged', cursor: '1', conversation: { ...chat, version: 2 } },
      { conversation: chat },
      {},
    ],
    [
      'what is hidden leaves the device',
      { kind: 'conversationHidden', cursor: '1', conversationId: 'chat' },
      { conversation: chat },
      { forget: 'chat' },
    ],
    [
      'other departments mean another view of everything',
      { kind: 'viewerChanged', cursor: '1', viewer: viewer({ departmentIds: ['support'] }) },
      {},
      { viewer: viewer({ departmentIds: ['support'] }), reload: 'everything' },
    ],
    [
      'a new name does not',
      { kind: 'viewerChanged', cursor: '1', viewer: viewer({ name: 'Ana Souza' }) },
      {},
      { viewer: viewer({ name: 'Ana Souza' }) },
    ],
    ['a changed directory is loaded', { kind: 'directoryChanged', cursor: '1' }, {}, { reload: 'directory' }],
    ['an event of a kind from the future changes nothing', { kind: 'unknown', cursor: '1' }, {}, {}],
  ];

  it.each(cases)('%s', (_case, event, held, expected) => {
    expect(consequencesOf(event, { ...held, viewer: me })).toEqual(expected);
  });
});

describe('what the answer to a command does', () => {
  it('an answer that comes after the conversation was hidden does not bring it back', () => {
    expect(consequencesOfAnswer({ conversation: chat, message: first }, { viewer: me })).toEqual({});
  });

  it('an answer that was overtaken by its event changes nothing', () => {
    const held = { conversation: { ...chat, version: 9 }, message: newer, coverage: covered, viewer: me };
    expect(consequencesOfAnswer({ conversation: chat, message: first }, held)).toEqual({});
  });
});
