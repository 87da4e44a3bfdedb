/** The handful of sentences that the worker says by itself; everything else comes in the push. */

import type { Locale } from '../src/data/records';
import type { NotificationTexts } from '../src/push/notification';

interface Texts extends NotificationTexts {
  notSent: (text: string) => string;
  notYetSent: (text: string) => string;
}

const catalogue: Record<Locale, Texts> = {
  PT_BR: {
    news: 'Há novidades nas suas conversas',
    reply: 'Responder',
    replyPlaceholder: 'Sua resposta',
    markRead: 'Marcar como lida',
    notSent: (text) => `Não enviada: “${text}”. Toque para ver o motivo.`,
    notYetSent: (text) => `Ainda não enviada: “${text}”. Sai assim que houver conexão.`,
  },
  EN: {
    news: 'There is news in your conversations',
    reply: 'Reply',
    replyPlaceholder: 'Your reply',
    markRead: 'Mark as read',
    notSent: (text) => `Not sent: “${text}”. Tap to see why.`,
    notYetSent: (text) => `Not sent yet: “${text}”. It leaves as soon as there is a connection.`,
  },
  ES: {
    news: 'Hay novedades en sus conversaciones',
    reply: 'Responder',
    replyPlaceholder: 'Su respuesta',
    markRead: 'Marcar como leída',
    notSent: (text) => `No enviada: «${text}». Toque para ver el motivo.`,
    notYetSent: (text) => `Aún no enviada: «${text}». Sale en cuanto haya conexión.`,
  },
};

export function textsIn(locale: Locale): Texts {
  return catalogue[locale];
}
