// Takes the pictures of the manifest's install dialogs and of the README, from the gallery: invented people, the real screens.
import { mkdir, readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const MANIFEST = 'public/screenshots';
const README = '../docs/images';

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const DESKTOP = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 };

const pictures = [
  ['inbox-narrow.png', '/inbox/all', PHONE],
  ['thread-narrow.png', '/c/c0', PHONE],
  ['wide.png', '/c/c0', DESKTOP],
];

const gallery = await createServer({ configFile: 'e2e/gallery/vite.config.ts', server: { open: false } });
await gallery.listen();
const [address] = gallery.resolvedUrls?.local ?? [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const look = (device, colorScheme = 'light') =>
  browser.newPage({ ...device, locale: 'pt-BR', colorScheme, reducedMotion: 'reduce' });

async function picture(file, path, device, colorScheme) {
  const page = await look(device, colorScheme);
  await page.goto(new URL(path, address).href);
  await page.locator('.splash').waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: file });
  await page.close();
}

/** Side by side on transparent ground, with round corners. */
async function join(file, parts) {
  const page = await look({ viewport: { width: 850, height: 900 }, deviceScaleFactor: 1.5 });
  const images = await Promise.all(parts.map(async (part) => (await readFile(part)).toString('base64')));
  await page.setContent(
    `<body style="margin:0;display:inline-flex;gap:24px;padding:16px;background:transparent">${images
      .map(
        (image) =>
          `<img width="375" src="data:image/png;base64,${image}" style="border-radius:28px;box-shadow:0 2px 14px #0004">`,
      )
      .join('')}</body>`,
  );
  await page.locator('body').screenshot({ path: file, omitBackground: true });
  await page.close();
}

await mkdir(MANIFEST, { recursive: true });
await mkdir(README, { recursive: true });
for (const [name, path, device] of pictures) await picture(`${MANIFEST}/${name}`, path, device);
await join(`${README}/phone.png`, [`${MANIFEST}/inbox-narrow.png`, `${MANIFEST}/thread-narrow.png`]);
await browser.close();
await gallery.close();
