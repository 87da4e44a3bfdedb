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
  await expect(page.getByRole('link', { name: 'events', exact: true })).toBeVisible();
});
