/** One thread with every kind of message, and one of great length. */

import type { MessageRecord } from '../../src/data';
import { failure, message, now, outbound } from './invented-content';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const media = { __typename: 'MediaContent', voice: false, animated: false } as const;

export function everyKind(id: string): MessageRecord[] {
  const asked = message(
    id,
    2 * DAY,
    'Boa tarde! Vocês têm o modelo *grande* em estoque? Vi no site https://loja.exemplo.com.br/produto_grande?cor=azul e queria _confirmar_ antes de ir até aí.',
  );
  const internal = {
    direction: 'INTERNAL',
    origin: 'DESK',
    authorId: 'bruno',
    authorName: 'Bruno Tavares',
  } as const;
  return [
    message(id, 9 * DAY, 'Oi'),
    message(
      id,
      9 * DAY - MINUTE,
      { __typename: 'SystemContent', event: 'TICKET_OPENED' },
      { direction: 'SYSTEM', origin: 'DESK' },
    ),
    message(id, 9 * DAY - 2 * MINUTE, 'Olá! Em que posso ajudar?', outbound('bruno', 'READ')),
    asked,
    message(
      id,
      2 * DAY - MINUTE,
      {
        __typename: 'SystemContent',
        event: 'ASSIGNED_TO_DEPARTMENT',
        personName: 'Bruno Tavares',
        departmentName: 'Vendas',
      },
      { direction: 'SYSTEM', origin: 'DESK' },
    ),
    message(id, 2 * DAY - 5 * MINUTE, 'Temos sim! Separei um para você.', {
      ...outbound('ana', 'READ'),
      replyTo: {
        wamid: 'w',
        message: {
          id: asked.id,
          direction: 'INBOUND',
          sentAt: asked.sentAt,
          text: asked.text ?? '',
          contentType: 'TextContent',
        },
      },
      reactions: [{ emoji: '❤️', byCustomer: true, at: now }],
    }),
    message(id, 2 * DAY - 6 * MINUTE, 'Ele é o mesmo da semana passada?', {
      replyTo: { wamid: 'x' },
      editedAt: now,
    }),
    message(id, DAY, {
      ...media,
      kind: 'IMAGE',
      mimeType: 'image/jpeg',
      caption: 'a peça veio assim, dá para trocar?',
    }),
    message(id, DAY - MINUTE, { ...media, kind: 'AUDIO', mimeType: 'audio/ogg', voice: true }),
    message(id, DAY - 2 * MINUTE, {
      ...media,
      kind: 'DOCUMENT',
      mimeType: 'application/pdf',
      fileName: 'nota-fiscal-000123.pdf',
    }),
    message(id, DAY - 3 * MINUTE, { ...media, kind: 'STICKER', mimeType: 'image/webp' }),
    message(id, DAY - 4 * MINUTE, {
      __typename: 'LocationContent',
      latitude: -23.5505,
      longitude: -46.6333,
      name: 'Praça da Sé',
      address: 'Sé, São Paulo',
    }),
    message(id, DAY - 5 * MINUTE, {
      __typename: 'ContactsContent',
      cards: [
        {
          name: 'Carlos (motorista)',
          phones: ['+55 11 97777-0000'],
          emails: [],
          organization: 'Transportes Rápidos',
        },
      ],
    }),
    message(id, DAY - 6 * MINUTE, {
      __typename: 'InteractiveReplyContent',
      kind: 'LIST',
      title: 'Trocar produto',
      description: 'Até 7 dias após a compra',
    }),
    message(id, DAY - 7 * MINUTE, {
      __typename: 'OrderContent',
      text: 'Quero estes',
      items: [
        { productId: 'a', quantity: 2, price: 49.9, currency: 'BRL' },
        { productId: 'b', quantity: 1, price: 10, currency: 'BRL' },
      ],
    }),
    message(id, DAY - 8 * MINUTE, {
      __typename: 'CallContent',
      status: 'missed',
      direction: 'USER_INITIATED',
    }),
    message(id, DAY - 9 * MINUTE, { __typename: 'UnsupportedContent', type: 'poll' }),
    message(id, DAY - 10 * MINUTE, 'Corrente do bem: repasse para *dez amigos*', { forwarded: true }),
    message(id, DAY - 11 * MINUTE, 'apagada', { revokedAt: now }),
    message(id, DAY - 20 * MINUTE, 'Olá! Seu pedido saiu para entrega.', {
      ...outbound('ana', 'DELIVERED'),
      content: {
        __typename: 'TemplateContent',
        name: 'pedido_enviado',
        language: 'pt_BR',
        body: 'Olá! Seu pedido saiu para entrega.',
      },
    }),
    message(id, DAY - 30 * MINUTE, 'Respondi pelo celular da loja', {
      direction: 'OUTBOUND',
      origin: 'PHONE_APP',
      delivery: { state: 'SENT', queuedAt: now, attempts: 1 },
    }),
    message(id, DAY - 31 * MINUTE, 'Cliente antigo: pode dar 10% de desconto', internal),
    message(id, 50 * MINUTE, '😍'),
    message(
      id,
      49 * MINUTE,
      'Então fica combinado: amanhã às 9h na loja do Centro.',
      outbound('ana', 'PLAYED'),
    ),
    message(
      id,
      48 * MINUTE,
      'Segue a proposta em anexo, qualquer dúvida me avise.',
      outbound('ana', 'FAILED', failure),
    ),
    message(id, 47 * MINUTE, 'Conseguiu ver?', outbound('ana', 'UNKNOWN')),
    message(id, 30 * MINUTE, 'Estou a caminho 🚗', {
      reactions: [{ emoji: '👍', byCustomer: false, personId: 'ana', personName: 'Ana', at: now }],
    }),
    message(id, 4 * MINUTE, 'Cheguei, mas a loja está fechada.'),
    message(id, 2 * MINUTE, 'Podem me ajudar?'),
    message(id, MINUTE, 'Um momento, vou chamar alguém.', {
      ...outbound('ana', 'QUEUED'),
      id: 'local-1',
      clientKey: 'local-1',
      local: { state: 'waiting', createdAt: now },
    }),
  ];
}

export function longThread(id: string, count: number): MessageRecord[] {
  return Array.from({ length: count }, (_, index) =>
    message(
      id,
      (count - index) * 7 * MINUTE,
      `Mensagem ${index + 1}. ${'Um texto de tamanho variado. '.repeat((index * 7) % 5)}`,
      index % 3 === 0 ? outbound('ana', 'READ') : {},
    ),
  );
}
