import { describe, expect, it } from 'vitest';
import { parseRoute, pathOf, type Route } from './routes';

const routes: Route[] = [
  { screen: 'inbox', list: 'MINE' },
  { screen: 'inbox', list: 'OPEN' },
  { screen: 'inbox', list: 'IN_SERVICE' },
  { screen: 'inbox', list: 'ALL' },
  { screen: 'conversation', id: '0193-a b/c' },
  { screen: 'contact', id: '01' },
  { screen: 'settings' },
];

describe('addresses', () => {
  it.each(routes)('lead back to %j', (route) => {
    expect(parseRoute(pathOf(route))).toEqual(route);
  });

  it.each(['/', '/login', '/inbox', '/inbox/nowhere', '/nonsense/x', '/c', '/%E0%A4%A'])(
    '%s leads to the list seen last',
    (path) => {
      expect(parseRoute(path, 'OPEN')).toEqual({ screen: 'inbox', list: 'OPEN' });
    },
  );
});
