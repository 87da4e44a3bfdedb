import { describe, expect, it } from 'vitest';
import { byActivity, standsIn } from './membership';
import { listNames } from './records';
import { conversation, person } from './testing/records';

const me = person({ id: 'me', departmentIds: ['sales'] });
const open = { id: 'ticket', protocol: '1', openedAt: 0 };

describe('a conversation stands in its lists and in no others', () => {
  it.each([
    ['L-008: open, without agent or department', { ticket: open }, ['OPEN', 'ALL']],
    ['L-009: mine', { ticket: open, agentId: 'me' }, ['MINE', 'IN_SERVICE', 'ALL']],
    ["L-005: another agent's", { ticket: open, agentId: 'bia' }, ['IN_SERVICE', 'ALL']],
    ['L-007: of my department', { ticket: open, departmentId: 'sales' }, ['OPEN', 'ALL']],
    ['of a department that is not mine', { ticket: open, departmentId: 'support' }, ['ALL']],
    [
      'L-151: of my department, answered by another',
      { ticket: open, departmentId: 'sales', agentId: 'bia' },
      ['OPEN', 'IN_SERVICE', 'ALL'],
    ],
    [
      'L-151: of my department, answered by me',
      { ticket: open, departmentId: 'sales', agentId: 'me' },
      ['MINE', 'OPEN', 'IN_SERVICE', 'ALL'],
    ],
    [
      'of another department, answered by me',
      { ticket: open, departmentId: 'support', agentId: 'me' },
      ['MINE', 'IN_SERVICE', 'ALL'],
    ],
    ['L-006: closed', {}, ['ALL']],
    // Closing removes both (L-153); whatever remains set does not bring it back.
    ['L-006: closed, with remains', { agentId: 'me', departmentId: 'sales' }, ['ALL']],
  ])('%s', (_case, standing, lists) => {
    expect(listNames.filter((list) => standsIn(list, standing, me))).toEqual(lists);
  });
});

it('newest activity comes first, and equal times have one order on every device', () => {
  const rows = [
    conversation({ id: 'a', lastActivityAt: 1 }),
    conversation({ id: 'b', lastActivityAt: 2 }),
    conversation({ id: 'c', lastActivityAt: 2 }),
  ];
  const order = ['c', 'b', 'a'];
  expect(rows.toSorted(byActivity).map(({ id }) => id)).toEqual(order);
  expect(
    rows
      .toReversed()
      .toSorted(byActivity)
      .map(({ id }) => id),
  ).toEqual(order);
});
