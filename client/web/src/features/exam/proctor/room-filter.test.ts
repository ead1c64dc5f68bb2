import { describe, expect, it } from '@jest/globals';
import { filterOf, learnersMax } from './room-filter.ts';

const names = [
  { id: 'a', name: 'Ayu Lestari' },
  { id: 'b', name: 'Budi Santoso' },
  { id: 'c', name: 'Citra Ayuningtyas' },
];

describe('which attempts of a room are shown', () => {
  it.each([
    ['all of them', 'all', '', {}],
    ['those that run', 'running', '', { status: 'IN_PROGRESS', isPaused: false }],
    ['by a part of the name, whatever its case', 'all', ' AYU ', { learnerIds: ['a', 'c'] }],
    ['paused ones of that name', 'paused', 'budi', { status: 'IN_PROGRESS', isPaused: true, learnerIds: ['b'] }],
    ['nobody, when nobody has the name', 'all', 'zzz', { learnerIds: [] }],
  ] as const)('%s', (_name, view, search, wanted) => {
    expect(filterOf(view, search, names)).toEqual(wanted);
  });

  it('no more learners than the server takes', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ id: `${index}`, name: 'Siti' }));
    expect(filterOf('all', 'siti', many).learnerIds).toHaveLength(learnersMax);
  });
});
