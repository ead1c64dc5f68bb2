import type { Facts } from './facts.ts';

/** Statuses an attempt comes to once at most. */
const onceOnly: ReadonlySet<string> = new Set(['IN_PROGRESS', 'SUBMITTED', 'EXPIRED', 'GRADED', 'VOIDED']);

/** What is there more often than it was done: attempts of one learner, rows of one answer, beginnings and endings. */
export function findTwice({ attempts, answers, moves }: Facts): string[] {
  const perLearner = countBy(attempts, ({ learnerId }) => learnerId);
  const perAnswer = countBy(answers, ({ attemptId, questionId }) => `${attemptId}:${questionId}`);
  return [
    ...moreThanOnce(perLearner, (id, count) => `learner ${id} has ${count} attempts`),
    ...moreThanOnce(perAnswer, (key, count) => `answer ${key} has ${count} rows`),
    ...moves
      .filter(({ toStatus, count }) => onceOnly.has(toStatus) && count > 1)
      .map(({ attemptId, toStatus, count }) => `attempt ${attemptId} came to ${toStatus} ${count} times`),
  ];
}

function countBy<T>(things: readonly T[], key: (thing: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(key(thing), (counts.get(key(thing)) ?? 0) + 1);
  return counts;
}

function moreThanOnce(counts: ReadonlyMap<string, number>, tell: (key: string, count: number) => string): string[] {
  return [...counts].filter(([, count]) => count > 1).map(([key, count]) => tell(key, count));
}
