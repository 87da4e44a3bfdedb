/** Nobody answers a customer twice: who has a chat is on every screen at once. */

import { expect, test } from '../fixtures';
import type { Phone } from '../screens/phone';
import { Line } from '../world/line';
import { ana, bruno, carla } from '../world/people';

test('a claim is seen by colleagues at once', async ({ phone, anotherPhone, sandbox }) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  const colleague = await anotherPhone();
  await phone.signIn(ana);
  await colleague.signIn(bruno);
  for (const app of [phone, colleague]) {
    await app.list('Abertos');
    await app.open('Maria Aparecida');
    await expect(app.page.getByText('Sem agente')).toBeVisible();
  }

  await phone.page.getByRole('button', { name: 'Assumir' }).click();
  await expect(phone.page.getByText('Atendimento assumido')).toBeVisible();
  await expect(phone.page.getByText('com você')).toBeVisible();
  await expect(colleague.page.getByText(`com ${ana.name}`)).toBeVisible();
  await expect(colleague.page.getByText(`${ana.name} assumiu o atendimento`)).toBeVisible();
  await expect(colleague.page.getByRole('button', { name: 'Assumir' })).toBeHidden();
  await colleague.back();
  await colleague.list('Em atendimento');
  await expect(colleague.row('Maria Aparecida')).toContainText(`Agente: ${ana.name}`);
  await colleague.list('Meus');
  await expect(colleague.row('Maria Aparecida')).toHaveCount(0);
});

test('who taps too late is told who was first (L-150)', async ({ phone, anotherPhone, sandbox }) => {
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Bom dia!');
  const colleague = await anotherPhone();
  await phone.signIn(ana);
  const line = await Line.hold(colleague.page);
  await colleague.signIn(bruno);
  for (const app of [phone, colleague]) {
    await app.list('Abertos');
    await app.open('Maria Aparecida');
  }
  // The colleague's screen is a moment behind.
  line.freeze();
  await phone.page.getByRole('button', { name: 'Assumir' }).click();
  await expect(phone.page.getByText('com você')).toBeVisible();
  await colleague.page.getByRole('button', { name: 'Assumir' }).click();
  await expect(colleague.page.getByText(`${ana.name} já assumiu este atendimento.`)).toBeVisible();
});

test('a chat is forwarded to an agent, to a department, and closed, on all screens live', async ({
  phone,
  anotherPhone,
  sandbox,
}) => {
  const [second, third] = [await anotherPhone(), await anotherPhone()];
  await phone.signIn(ana);
  await second.signIn(bruno);
  await third.signIn(carla);
  await third.list('Abertos');
  await phone.list('Abertos');
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  await maria.says('Quero pagar minha fatura');

  await phone.open('Maria Aparecida');
  await phone.choose('Encaminhar para agente');
  await forward(phone, bruno.name, 'Tem certeza que deseja adicionar esse agente?');
  await expect(phone.page.getByText(`Encaminhado para ${bruno.name}`).first()).toBeVisible();
  await expect(second.row('Maria Aparecida')).toContainText('Quero pagar minha fatura');

  await second.open('Maria Aparecida');
  await expect(second.page.getByText(`${ana.name} encaminhou para ${bruno.name}`)).toBeVisible();
  await expect(third.row('Maria Aparecida')).toHaveCount(0);
  await second.choose('Encaminhar para departamento');
  await forward(second, 'Financeiro', 'Tem certeza que deseja salvar esse departamento?');
  await expect(third.row('Maria Aparecida')).toContainText('Departamento: Financeiro');

  await third.open('Maria Aparecida');
  await third.choose('Encerrar atendimento');
  const question = third.page.getByRole('dialog', { name: 'Encerrar este atendimento?' });
  await question.getByRole('button', { name: 'Encerrar' }).click();
  await expect(third.page.getByText('Encerrada', { exact: true })).toBeVisible();
  await third.back();
  await expect(third.row('Maria Aparecida')).toHaveCount(0);
  await third.list('Todos');
  await expect(third.row('Maria Aparecida')).toBeVisible();
});

async function forward({ page }: Phone, to: string, question: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: to }).check();
  await expect(dialog.getByText(question)).toBeVisible();
  await dialog.getByRole('button', { name: 'Encaminhar' }).click();
  await expect(dialog).toBeHidden();
}
