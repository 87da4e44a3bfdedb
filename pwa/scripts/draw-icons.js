// Writes `src/ui/icons.ts`: the icons we use from lucide (ISC licence), each folded into one path, so that an
// icon costs its geometry alone and unused ones are dropped by the bundler. Run after changing the list.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const NAMES = [
  'arrow-down',
  'arrow-left',
  'ban',
  'battery-warning',
  'bell',
  'bell-off',
  'bot',
  'building',
  'check',
  'chevron-right',
  'circle-alert',
  'circle-question-mark',
  'clock',
  'contact-round',
  'copy',
  'download',
  'ellipsis-vertical',
  'eye',
  'eye-off',
  'file-text',
  'forward',
  'hourglass',
  'image',
  'info',
  'layout-template',
  'list',
  'lock',
  'log-out',
  'mail-open',
  'map-pin',
  'megaphone',
  'message-circle',
  'message-circle-dashed',
  'mic',
  'monitor',
  'pencil',
  'phone',
  'phone-missed',
  'refresh-cw',
  'reply',
  'send-horizontal',
  'settings',
  'share',
  'shopping-bag',
  'smartphone',
  'square-plus',
  'sticker',
  'text-cursor-input',
  'trash',
  'user-round',
  'user-round-check',
  'video',
  'wifi-off',
  'x',
  'mouse-pointer-click',
  'hash',
  'headset',
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
const lines = NAMES.toSorted().map((name) => {
  const node = nodes[name];
  if (!node) throw new Error(`lucide has no icon "${name}"`);
  const constant = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const path = node.map(([shape, attributes]) => shapes[shape](attributes)).join('');
  return `export const ${constant} = '${path}';`;
});
const source = `// Written by scripts/draw-icons.js from lucide ${JSON.parse(await readFile('node_modules/lucide-static/package.json', 'utf8')).version} (ISC licence).\n\n${lines.join('\n')}\n`;
const options = await resolveConfig('src/ui/icons.ts');
await writeFile('src/ui/icons.ts', await format(source, { ...options, parser: 'typescript' }));
