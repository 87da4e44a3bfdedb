// Holds the build to its budgets, as brotli sends it: what is aimed at, and what is never to be exceeded (exit code 1).
import { readdir, readFile, stat } from 'node:fs/promises';

const KB = 1024;
const BUDGETS = {
  'first-load scripts': { aim: 45 * KB, limit: 55 * KB },
  'first-load styles': { aim: 8 * KB, limit: 8 * KB },
  'service worker': { aim: 6 * KB, limit: 7.5 * KB },
  'first load in all': { aim: 70 * KB, limit: 70 * KB },
  'largest lazy chunk': { aim: 25 * KB, limit: 25 * KB },
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
for (const [name, { aim, limit }] of Object.entries(BUDGETS)) {
  const size = measured[name];
  broken ||= size > limit;
  const mark = size > limit ? '✗' : size > aim ? '~' : '✓';
  const [is, wanted, most] = [size, aim, limit].map((bytes) => (bytes / KB).toFixed(1).padStart(5));
  console.log(`${mark} ${name.padEnd(20)} ${is} KB, aim ${wanted}, limit ${most}`);
}
process.exit(broken ? 1 : 0);
