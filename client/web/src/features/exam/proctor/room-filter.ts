import type { RoomFilter } from '@lectern/sdk';
import type { LearnerName } from './use-learner-names.ts';

/** Which attempts a proctor looks at. */
export const roomViews = [
  'all',
  'running',
  'paused',
  'incidents',
  'notStarted',
  'graded',
  'waiting',
  'expired',
  'voided',
] as const;
export type RoomView = (typeof roomViews)[number];

/** As many learners as are looked for at once by a part of their name. */
export const learnersMax = 100;

const filters: Readonly<Record<RoomView, RoomFilter>> = {
  all: {},
  running: { status: 'IN_PROGRESS', isPaused: false },
  paused: { status: 'IN_PROGRESS', isPaused: true },
  incidents: { hasIncidents: true },
  notStarted: { status: 'NOT_STARTED' },
  graded: { status: 'GRADED' },
  waiting: { status: 'SUBMITTED' },
  expired: { status: 'EXPIRED' },
  voided: { status: 'VOIDED' },
};

/** The filter of a view; with a part of a name only the learners that have it. */
export function filterOf(view: RoomView, search: string, names: readonly LearnerName[]): RoomFilter {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === '') return filters[view];
  const found = names.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  return { ...filters[view], learnerIds: found.slice(0, learnersMax).map(({ id }) => id) };
}
