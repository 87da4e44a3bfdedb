/** What developers of integrations see in development: GraphiQL, which explains every field and follows what happens. */

import { expect, test as base } from '../fixtures';
import { Installation } from '../world/installation';
import { ana } from '../world/people';

const test = base.extend({
  installation: async ({}, use) => {
    const installation = await Installation.start({ GUICHE_DEVELOPMENT: 'true' });
    await use(installation);
    await installation.remove();
  },
});

test('the explorer asks as the person who is signed in, explains the fields, and follows what happens', async ({
  phone,
  sandbox,
}) => {
  await phone.signIn(ana);
  const { page } = phone;
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/graphql');
  const answer = page.getByRole('region', { name: 'Result Window' });
  const run = page.getByRole('button', { name: 'Execute query' });
  await run.click();
  await expect(answer).toContainText(`"name": "${ana.name}"`);

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('link', { name: 'Subscription', exact: true }).click();
  await expect(page.getByText('Live events, over a WebSocket')).toBeVisible();

  await page.getByRole('region', { name: 'Query Editor' }).locator('.CodeMirror-lines').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('subscription Live { events { __typename } }');
  // What was typed is taken up a moment later.
  await expect(page.getByRole('tab', { name: 'Live' })).toBeVisible();
  await run.click();
  const maria = await sandbox.customer({ name: 'Maria Aparecida' });
  // Nothing on the page tells when the server has begun to tell.
  await expect(async () => {
    await maria.says('Bom dia!');
    await expect(answer).toContainText('"MessageAdded"', { timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
});
