/** The app on the home screen: the browser finds nothing that is missing, and the page is held to its own policy. */

import { expect, test } from '../push-fixtures';

test('the app can be installed', async ({ installedPhone }) => {
  const { page } = await (await installedPhone()).open();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  const { errors, url } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(new URL(url).pathname).toBe('/manifest.webmanifest');
});

test('an installed app asks the browser to keep what it has stored', async ({ phone }) => {
  const { page } = phone;
  await page.addInitScript(() => {
    const storage = navigator.storage;
    const persist = storage.persist.bind(storage);
    storage.persist = () => {
      document.documentElement.dataset['kept'] = 'asked';
      return persist();
    };
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Guichê' })).toBeVisible();
  const html = page.locator('html');
  await expect(html, 'a visit is no installation').not.toHaveAttribute('data-kept');
  await page.evaluate(() => dispatchEvent(new Event('appinstalled')));
  await expect(html).toHaveAttribute('data-kept', 'asked');
});

test('no script but the app’s own can run', async ({ phone, complaints }) => {
  const answer = await phone.page.goto('/');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("require-trusted-types-for 'script'");
  const refused = await phone.page.evaluate(() => {
    try {
      document.body.append(Object.assign(document.createElement('script'), { text: 'window.intruder = 1' }));
      return false;
    } catch (cause) {
      return cause instanceof TypeError;
    }
  });
  expect(refused).toBe(true);
  expect(await phone.page.evaluate(() => 'intruder' in window)).toBe(false);
  await expect.poll(() => complaints.take(/requires 'TrustedScript'/)).toBe(true);
});
