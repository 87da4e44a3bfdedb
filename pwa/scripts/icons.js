// Draws every raster icon from `public/icons/logo.svg`. Run after changing the drawing; the results are committed.
import { readFile, writeFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';

const FOLDER = 'public/icons';
const logo = await readFile(`${FOLDER}/logo.svg`, 'utf8');
const drawing = logo.slice(logo.indexOf('>') + 1, logo.lastIndexOf('</svg>'));
const ground = /<rect[^>]*fill="(#\w+)"/.exec(drawing)?.[1];
const figure = drawing.replace(/<rect[^>]*rx="15"[^>]*\/>/, '');

const svg = (content) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${content}</svg>`;
const scaled = (content, scale) =>
  `<g transform="translate(${32 - 32 * scale} ${32 - 32 * scale}) scale(${scale})">${content}</g>`;
const square = `<rect width="64" height="64" fill="${ground}"/>`;

/** Systems cut maskable icons to their own shape: everything that matters lies in the inner 80 %. */
const maskable = svg(square + scaled(figure, 0.78));
/** iOS rounds the corners itself. */
const apple = svg(square + scaled(figure, 0.94));
/** Android uses only the opacity of a badge: the figure in one colour, the person cut out of the arch. */
const badge = svg(
  `<mask id="m"><path d="M15 45V28a17 17 0 0 1 34 0v17z" fill="#fff"/><circle cx="32" cy="27.5" r="6" fill="#000"/><path d="M20.5 45c0-6 5-9.5 11.5-9.5S43.5 39 43.5 45z" fill="#000"/></mask>` +
    `<rect width="64" height="64" fill="#fff" mask="url(#m)"/><rect x="9" y="47" width="46" height="6.5" rx="3.25" fill="#fff"/>`,
);

const files = [
  ['icon-192.png', logo, 192],
  ['icon-512.png', logo, 512],
  ['maskable-192.png', maskable, 192],
  ['maskable-512.png', maskable, 512],
  ['apple-touch-icon.png', apple, 180],
  ['badge-96.png', badge, 96],
];

for (const [name, source, width] of files) {
  const png = new Resvg(source, { fitTo: { mode: 'width', value: width } }).render().asPng();
  await writeFile(`${FOLDER}/${name}`, png);
  console.log(name, png.length);
}
