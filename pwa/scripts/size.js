// Holds the build to its budgets, as brotli sends it. Exits with 1 when one is broken.
import { readdir, readFile, stat } from 'node:fs/promises';

const KB = 1024;
const BUDGETS = {
  'first-load scripts': 45 * KB,
  'first-load styles': 8 * KB,
  'service worker': 6 * KB,
  'first load in all': 70 * KB,
  'largest lazy chunk': 25 * KB,
};

const html = await readFile('dist/index.html', 'utf8');
const named = (pattern) => [...html.matchAll(pattern)].map(([, path]) => path);
const scripts = named(/<(?:script|link)[^>]*(?:src|href)="\/(assets\/[^"]+\.js)"/g);
const styles = named(/<link[^>]*href="\/(assets\/[^"]+\.css)"/g);

/** Size of the brotli copy, or of the file itself where it is too small to have one. */
async function weight(path) {
  const file = await stat(`dist/${path}.br`).catch(() => stat(`dist/${path}`));
  return file.size;
}

const sum = async (paths) => (await Promise.all(paths.map(weight))).reduce((total, size) => total + size, 0);

const assets = (await readdir('dist/assets'))
  .filter((name) => /\.(?:js|css)$/.test(name))
  .map((name) => `assets/${name}`);
const lazy = assets.filter((path) => path.endsWith('.js') && !scripts.includes(path));
const lazyWeights = await Promise.all(lazy.map(weight));

const measured = {
  'first-load scripts': await sum(scripts),
  'first-load styles': await sum(styles),
  'service worker': await sum(['sw.js']),
  'first load in all': await sum([
    'index.html',
    'manifest.webmanifest',
    'icons/logo.svg',
    'sw.js',
    ...scripts,
    ...styles,
  ]),
  'largest lazy chunk': Math.max(0, ...lazyWeights),
};

let broken = false;
for (const [name, budget] of Object.entries(BUDGETS)) {
  const size = measured[name];
  broken ||= size > budget;
  console.log(
    `${size > budget ? '✗' : '✓'} ${name.padEnd(20)} ${(size / KB).toFixed(1).padStart(6)} KB of ${budget / KB}`,
  );
}
process.exit(broken ? 1 : 0);
