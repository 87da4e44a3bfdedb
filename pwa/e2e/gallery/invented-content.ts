/** People, conversations and every kind of message, invented. */

import type {
  ConversationRecord,
  DeliveryRecord,
  Directory,
  FailureRecord,
  MessageContent,
  MessageRecord,
  PersonRecord,
} from '../../src/data';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const now = Date.now();

export function person(id: string, name: string, departmentIds: string[] = []): PersonRecord {
  const email = `${id}@exemplo.com.br`;
  return { id, name, email, role: 'AGENT', visibility: 'EVERYTHING', departmentIds, active: true };
}

export const me = person('ana', 'Ana Beatriz Moura', ['sales']);
const people = [
  me,
  person('bruno', 'Bruno Tavares', ['sales']),
  person('carla', 'Carla Nogueira'),
  person('davi', 'Davi Prates'),
];

export const directory: Directory = {
  people: new Map(people.map((one) => [one.id, one])),
  departments: new Map([
    ['sales', { id: 'sales', name: 'Vendas' }],
    ['support', { id: 'support', name: 'Suporte técnico' }],
    ['finance', { id: 'finance', name: 'Financeiro e cobrança' }],
  ]),
  channels: new Map([['main', { id: 'main', name: 'Loja Centro', displayPhoneNumber: '+55 11 4002-8922' }]]),
};

let serial = 0;

export function message(
  conversationId: string,
  ago: number,
  content: MessageContent | string,
  more: Partial<MessageRecord> = {},
): MessageRecord {
  const body = typeof content === 'string' ? content : undefined;
  const shown: MessageContent =
    body === undefined ? (content as MessageContent) : { __typename: 'TextContent', body };
  const caption = shown.__typename === 'MediaContent' ? shown.caption : undefined;
  const text = body ?? caption;
  return {
    id: `m${String((serial += 1)).padStart(6, '0')}`,
    conversationId,
    direction: 'INBOUND',
    origin: 'CUSTOMER',
    sentAt: now - ago,
    receivedAt: now - ago + 400,
    content: shown,
    ...(text === undefined ? {} : { text }),
    reactions: [],
    forwarded: false,
    version: 1,
    ...more,
  };
}

export function outbound(
  author: string,
  state: DeliveryRecord['state'],
  failure?: FailureRecord,
): Partial<MessageRecord> {
  return {
    direction: 'OUTBOUND',
    origin: 'DESK',
    authorId: author,
    authorName: directory.people.get(author)?.name ?? author,
    delivery: {
      state,
      queuedAt: now,
      sentAt: now,
      deliveredAt: now,
      attempts: 1,
      ...(failure ? { failure } : {}),
    },
  };
}

export const failure: FailureRecord = {
  code: 131049,
  title: 'This message was not delivered to maintain healthy ecosystem engagement.',
  message: 'This message was not delivered to maintain healthy ecosystem engagement.',
  details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  traceId: 'AbC123xYz',
  explanation: 'A Meta decidiu não entregar esta mensagem para não incomodar quem a receberia.',
  advice: 'Não reenvie agora. Espere pelo menos 24 horas ou peça que o contato escreva.',
  turn: 'AGENT',
  retry: 'BACKOFF',
};

const NAMES = [
  'Maria Aparecida dos Santos',
  'João Pedro Almeida',
  'Padaria Pão & Cia',
  '+55 21 98888-1234',
  'Luiza Fernandes',
  'Seu Raimundo 🌻',
  'Construtora Horizonte Ltda. — Departamento de Compras e Suprimentos',
  'Patrícia Lima',
  'Otávio',
  'Helena Vasconcelos',
  '@camila.rocha',
  'Zé',
];

const LINES = [
  'Boa tarde! O pedido ainda não chegou, podem verificar?',
  'Obrigada 🙏',
  'Qual o horário de funcionamento no sábado?',
  'Perfeito, fechado então!',
  'Vocês entregam em Niterói? Preciso de *dez caixas* até sexta-feira, se der.',
  'ok',
  'Segue o comprovante do pagamento',
  'Bom dia',
];

export function conversations(count: number): ConversationRecord[] {
  return Array.from({ length: count }, (_, index) => invented(index));
}

function invented(index: number): ConversationRecord {
  const id = `c${index}`;
  const base = NAMES[index % NAMES.length] ?? '';
  const name = index < NAMES.length ? base : `${base} ${Math.floor(index / NAMES.length) + 1}`;
  const ago = index * 23 * MINUTE + 2 * MINUTE;
  const waits = [4, 22, 45, 95, undefined, undefined][index % 6];
  const lastMessage = last(id, index, ago);
  return {
    id,
    contact: {
      id: `contact-${index}`,
      name,
      profileName: base,
      addresses: [
        { kind: 'WA_ID', value: '5521988881234', display: '+55 21 98888-1234' },
        { kind: 'BSUID', value: 'BR.9f8e7d6c5b4a39281706', display: 'BR.9f8e7d6c5b4a39281706' },
      ],
    },
    channelId: 'main',
    ...(index % 7 === 6
      ? {}
      : {
          ticket: {
            id: `t${index}`,
            protocol: `20261121-${String(1041 + index)}`,
            openedAt: now - ago - HOUR,
          },
        }),
    ...(index % 3 === 0 ? { departmentId: ['sales', 'support', 'finance'][(index / 3) % 3] as string } : {}),
    ...(index % 4 < 2 ? { agentId: ['ana', 'bruno', 'carla'][index % 3] as string } : {}),
    windowExpiresAt: now + ([23 * HOUR, 18 * MINUTE, -2 * HOUR, 42 * MINUTE][index % 4] as number),
    unreadCount: [2, 0, 0, 1, 0, 12, 0, 0][index % 8] as number,
    ...(waits === undefined ? {} : { waitingSince: now - waits * MINUTE }),
    lastActivityAt: now - ago,
    lastMessage,
    version: 1,
  };
}

function last(id: string, index: number, ago: number): MessageRecord {
  switch (index % 9) {
    case 1:
      return message(id, ago, 'Já estou verificando e retorno em instantes.', outbound('ana', 'READ'));
    case 2:
      return message(id, ago, {
        __typename: 'MediaContent',
        kind: 'AUDIO',
        mimeType: 'audio/ogg',
        voice: true,
        animated: false,
      });
    case 3:
      return message(id, ago, {
        __typename: 'MediaContent',
        kind: 'IMAGE',
        mimeType: 'image/jpeg',
        voice: false,
        animated: false,
        caption: 'a peça veio assim',
      });
    case 4:
      return message(id, ago, 'Conferir com o estoque antes de prometer prazo', {
        direction: 'INTERNAL',
        origin: 'DESK',
        authorId: 'bruno',
        authorName: 'Bruno Tavares',
      });
    case 5:
      return message(id, ago, 'Segue a proposta', outbound('bruno', 'FAILED', failure));
    case 6:
      return message(
        id,
        ago,
        { __typename: 'SystemContent', event: 'TICKET_CLOSED', personName: 'Carla Nogueira' },
        { direction: 'SYSTEM', origin: 'DESK' },
      );
    default:
      return message(id, ago, LINES[index % LINES.length] ?? '');
  }
}
