// Takes the pictures that the manifest shows in install dialogs, from the gallery: `npm run gallery` must be running.
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const GALLERY = 'http://localhost:5199';
const FOLDER = 'public/screenshots';

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const DESKTOP = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 };

const pictures = [
  ['inbox-narrow.png', '/inbox/all', PHONE],
  ['thread-narrow.png', '/c/c0', PHONE],
  ['wide.png', '/c/c0', DESKTOP],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
await mkdir(FOLDER, { recursive: true });
for (const [name, path, device] of pictures) {
  const page = await browser.newPage({
    ...device,
    locale: 'pt-BR',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  await page.goto(GALLERY + path);
  await page.locator('.splash').waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${FOLDER}/${name}` });
  await page.close();
}
await browser.close();
