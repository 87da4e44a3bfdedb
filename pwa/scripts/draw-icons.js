// Writes `src/ui/icons/`: the icons we use from lucide (ISC licence), each folded into one path, so that an icon costs
// its geometry alone. Run after changing the list.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const FOLDER = 'src/ui/icons';

const NAMES = [
  'arrow-down',
  'arrow-left',
  'ban',
  'battery-warning',
  'bell',
  'bell-off',
  'bold',

  'building',
  'camera',
  'check',
  'chevron-down',
  'chevron-up',

  'circle-alert',
  'circle-question-mark',
  'clock',
  'contact-round',
  'code',
  'copy',
  'download',

  'ellipsis-vertical',
  'eye',
  'eye-off',
  'external-link',
  'file-text',
  'forward',
  'hourglass',
  'image',
  'info',
  'italic',
  'layout-template',
  'list',
  'list-plus',
  'locate',
  'lock',
  'log-out',
  'mail-open',
  'map-pin',
  'megaphone',
  'message-circle',
  'message-circle-dashed',
  'mic',
  'monitor',
  'pause',
  'pencil',
  'phone',
  'phone-missed',
  'plus',
  'play',
  'refresh-cw',
  'reply',
  'search',
  'send-horizontal',
  'settings',
  'share',
  'shopping-bag',
  'smartphone',
  'square-plus',
  'sticker',
  'strikethrough',
  'trash',
  'text-cursor-input',

  'user-round',
  'user-round-check',
  'video',
  'zap',

  'x',
  'mouse-pointer-click',

  'headset',

  'square-pen',
  'star',
];

const number = (value) => Number(Number(value).toFixed(3));

/** Each SVG shape of lucide as path data. */
const shapes = {
  path: ({ d }) => absoluteStart(d),
  line: ({ x1, y1, x2, y2 }) => `M${x1} ${y1}L${x2} ${y2}`,
  polyline: ({ points }) => `M${points}`,
  polygon: ({ points }) => `M${points}z`,
  circle: ({ cx, cy, r }) => ellipse(+cx, +cy, +r, +r),
  ellipse: ({ cx, cy, rx, ry }) => ellipse(+cx, +cy, +rx, +ry),
  rect: ({ x = 0, y = 0, width, height, rx = 0, ry = rx }) => rectangle(+x, +y, +width, +height, +rx, +ry),
};

/** A path that starts relatively would start where the shape before it ended. */
function absoluteStart(d) {
  return d.replace(
    /^m\s*(-?[\d.]+)[\s,]*(-?(?:\d+\.?\d*|\.\d+))\s*(?=([-\d.]?))/,
    (_, x, y, next) => `M${x} ${y}${next ? 'l' : ''}`,
  );
}

function ellipse(cx, cy, rx, ry) {
  return `M${number(cx - rx)} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
}

function rectangle(x, y, width, height, rx, ry) {
  const corner = (dx, dy) => (rx ? `a${rx} ${ry} 0 0 1 ${dx} ${dy}` : '');
  return (
    `M${number(x + rx)} ${y}h${number(width - 2 * rx)}${corner(rx, ry)}v${number(height - 2 * ry)}${corner(-rx, ry)}` +
    `h${number(2 * rx - width)}${corner(-rx, -ry)}v${number(2 * ry - height)}${corner(rx, -ry)}z`
  );
}

const nodes = JSON.parse(await readFile('node_modules/lucide-static/icon-nodes.json', 'utf8'));

// A module for each icon: the bundler then puts each into the chunk that shows it.
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const options = await resolveConfig('src/ui/x.ts');
const write = async (name, source) =>
  writeFile(`${FOLDER}/${name}.ts`, await format(source, { ...options, parser: 'typescript' }));

const names = NAMES.toSorted();
for (const name of names) {
  const node = nodes[name];
  if (!node) throw new Error(`lucide has no icon "${name}"`);
  const path = node.map(([shape, attributes]) => shapes[shape](attributes)).join('');
  await write(name, `export default '${path}';`);
}
const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const { version } = JSON.parse(await readFile('node_modules/lucide-static/package.json', 'utf8'));
const list = names.map((name) => `export { default as ${camelCase(name)} } from './${name}';`).join('\n');
await write(
  'index',
  `// Written by scripts/draw-icons.js from lucide ${version} (ISC licence).\n\n${list}\n`,
);
