import { expect, it } from 'vitest';
import { coordinatesIn } from './coordinates';

it.each<[string, [number, number] | undefined]>([
  ['-23.55052, -46.63331', [-23.55052, -46.63331]],
  ['-23.55 -46.63', [-23.55, -46.63]],
  [' 52.5;13.3 ', [52.5, 13.3]],
  ['23.55° S, 46.63° W', [-23.55, -46.63]],
  ['23.55 S, 46.63 O', [-23.55, -46.63]],
  ['https://www.google.com/maps/@-23.5505,-46.6333,15z', [-23.5505, -46.6333]],
  ['https://www.google.com/maps/search/?api=1&query=52.5163,13.3777', [52.5163, 13.3777]],
  ['91, 0', undefined],
  ['0, 181', undefined],
  ['23,5505', undefined],
  ['Praça da Sé', undefined],
  ['', undefined],
])('%s', (text, place) => {
  expect(coordinatesIn(text)).toEqual(place && { latitude: place[0], longitude: place[1] });
});
