/** Whatever a customer sends shows as what it is; what nobody knows shows as that, and harms nothing beside it. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures';
import type { Phone } from '../screens/phone';
import { ana } from '../world/people';

/** What a customer sends, what the message says, and what it is made of. */
const kinds: [{ type: string } & Record<string, unknown>, RegExp, ((message: Locator) => Locator)?][] = [
  [{ type: 'text', body: 'Texto *forte* e https://example.com/a' }, /Texto forte e/, link],
  [{ type: 'image', caption: 'A caixa amassada' }, /A caixa amassada/, (it) => it.getByRole('img')],
  [{ type: 'video', caption: 'Veja o barulho' }, /Veja o barulho/, (it) => it.locator('video')],
  [{ type: 'audio', voice: true }, /\d/, (it) => it.getByRole('slider')],
  [{ type: 'document', filename: 'nota-fiscal.pdf' }, /nota-fiscal\.pdf/, link],
  [{ type: 'sticker' }, /\d/, (it) => it.getByRole('img', { name: 'Figurinha enviada por Maria Aparecida' })],
  [
    { type: 'location', latitude: -23.55, longitude: -46.63, name: 'Praça da Sé', address: 'Sé, São Paulo' },
    /Praça da Sé.*Sé, São Paulo/s,
    link,
  ],
  [
    {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Grace Souza', first_name: 'Grace' },
          phones: [{ phone: '+55 11 5550-0177', type: 'CELL' }],
        },
      ],
    },
    /Grace Souza.*\+55 11 5550-0177/s,
  ],
  [{ type: 'button_reply', id: 'yes', title: 'Sim, confirmo' }, /Sim, confirmo.*Resposta por botão/s],
  [
    { type: 'list_reply', id: 'am', title: 'Manhã', description: 'Das 8 às 12' },
    /Manhã.*Das 8 às 12.*Opção escolhida na lista/s,
  ],
  [
    { type: 'flow_reply', response_json: '{"screen_0_Data_0":"2026-12-01","flow_token":"x"}' },
    /Formulário respondido.*Data.*2026-12-01/s,
  ],
  [{ type: 'button', text: 'Parar promoções', payload: 'stop' }, /Parar promoções/],
  [
    {
      type: 'order',
      catalog_id: '1',
      text: 'Para presente',
      product_items: [
        { product_retailer_id: 'a', quantity: 2, item_price: 30, currency: 'BRL' },
        { product_retailer_id: 'b', quantity: 1, item_price: 25.5, currency: 'BRL' },
      ],
    },
    /Pedido · 2 itens.*2 × a.*60,00.*1 × b.*25,50.*Total.*85,50.*Para presente/s,
  ],
  [{ type: 'unsupported', kind: 'poll_creation' }, /Mensagem não suportada/],
  [
    {
      type: 'text',
      body: 'Vi o anúncio',
      extra: {
        referral: {
          source_url: 'https://example.com/promo',
          source_type: 'ad',
          headline: 'Promoção de inverno',
          body: 'Até 40%',
        },
      },
    },
    /Promoção de inverno.*Até 40%.*Veio de um anúncio.*Vi o anúncio/s,
    link,
  ],
  [{ type: 'text', body: 'Olha isto', forwarded: true }, /Encaminhada: chegou sem as mensagens.*Olha isto/s],
  [
    {
      type: 'raw',
      message: {
        type: 'interactive',
        interactive: { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } },
      },
    },
    /Aceita receber ligações/,
  ],
  [{ type: 'raw', message: { type: 'hologram', hologram: {} } }, /Mensagem não suportada/],
];

function link(message: Locator): Locator {
  return message.getByRole('link').first();
}

test('every kind of message shows as itself', async ({ phone, sandbox }, info) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  for (const [message] of kinds) await maria.sends(message);
  await sandbox.settled();
  await phone.open('Maria Aparecida');
  await expect(phone.messages).toHaveText(kinds.map(([, says]) => says));
  for (const [index, [, , part]] of kinds.entries()) {
    if (!part) continue;
    const shown = part(phone.messages.nth(index));
    await shown.scrollIntoViewIfNeeded();
    await expect(shown).toBeVisible();
  }
  for (const picture of await phone.messages.getByRole('img').and(phone.page.locator('img')).all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBeGreaterThan(0);
  }
  await phone.page.setViewportSize({ width: 390, height: 2600 });
  await phone.page.screenshot({ path: info.outputPath('every-kind.png') });
});

test('reactions, edits and revocations change the message they are about', async ({ phone, sandbox }) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await phone.signIn(ana);
  await phone.list('Abertos');
  const first = await maria.says('Quero o azul');
  const second = await maria.says('Meu CPF é segredo');
  await phone.open('Maria Aparecida');
  await phone.write('Anotado!');
  const [call] = await sandbox.sent(1);

  await maria.sends({ type: 'reaction', message_id: call?.answer?.messages?.[0]?.id, emoji: '👍' });
  await expect(phone.message('Anotado!')).toContainText('👍');
  await maria.sends({ type: 'edit', original_message_id: first, body: 'Quero o verde' });
  await expect(phone.message('Quero o verde')).toContainText('editada');
  await maria.sends({ type: 'revoke', original_message_id: second });
  await expect(phone.message('O contato apagou esta mensagem')).toBeVisible();
  await maria.sends({ type: 'text', body: 'Obrigada!', reply_to: call?.answer?.messages?.[0]?.id });
  await expect(phone.message('Obrigada!')).toContainText('Anotado!');
});

test('every sample of Meta’s own webhooks shows, and none disturbs another', async ({
  phone,
  sandbox,
}, info) => {
  await phone.signIn(ana);
  await phone.list('Todos');
  for (const body of samples()) await sandbox.post('webhooks/raw', { body });
  await sandbox.settled();
  const expected = [
    'Is the blue one back in stock?',
    'Hi, I found you by your username.',
    'Yes, that one please',
    'Chat with us',
    'The parcel as it arrived',
    'Mensagem de voz',
    'How it rattles',
    'Rechnung März 2026.pdf',
    'Figurinha',
    'Brandenburg Gate',
    'Grace Sample',
    'Cancel order',
    'Next working day',
    'Formulário respondido',
    'Stop promotions',
    'Please gift-wrap',
    'Mensagem não suportada',
    'Answered from the shop phone.',
  ];
  // A chat that is opened shows what the device has, and a moment later the rest.
  await expect(async () => {
    const said = (await everythingSaidBy(phone, 'Ada Example')).join('\n');
    for (const words of expected) expect(said).toContain(words);
  }).toPass();
  for (const [index, row] of (await phone.row('Ada Example').all()).entries()) {
    await row.getByRole('link').click();
    await expect(phone.messages).not.toHaveCount(0);
    await phone.page.setViewportSize({ width: 390, height: 2600 });
    await phone.page.screenshot({ path: info.outputPath(`samples-${index}.png`) });
    await phone.back();
  }
});

/** What stands in all chats with somebody. */
async function everythingSaidBy(phone: Phone, name: string): Promise<readonly string[]> {
  const said: string[] = [];
  await expect(phone.row(name).first()).toBeVisible();
  for (const row of await phone.row(name).all()) {
    await row.getByRole('link').click();
    await expect(phone.messages).not.toHaveCount(0);
    said.push(...(await phone.messages.allTextContents()));
    await phone.back();
  }
  return said;
}

function samples(): string[] {
  const folder = fileURLToPath(new URL('../../../src/whatsapp/samples/', import.meta.url));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readFileSync(folder + name, 'utf8'));
}
