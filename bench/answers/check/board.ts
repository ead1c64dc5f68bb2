import type { AttemptFact, BoardFact, Facts } from './facts.ts';

const leadersMax = 10;
const tenths = 10;

/** Where the numbers that viewers see differ from a count of the attempts themselves. */
export function findBoardMismatches(facts: Facts): string[] {
  const { board } = facts;
  if (board === null) return [];
  const right = countBoard(facts);
  const plain = (
    ['registeredCount', 'startedCount', 'inProgressCount', 'handedInCount', 'passedCount', 'failedCount'] as const
  )
    .filter((name) => board[name] !== right[name])
    .map((name) => `${name} is ${board[name]}, counted ${right[name]}`);
  return [
    ...plain,
    ...findMeanMismatch(board, right),
    ...findHistogramMismatch(board, right),
    ...findLeaderMismatches(board, right, facts.attempts),
  ];
}

/** The board as it should be, from the attempts of exam. */
export function countBoard({ attempts, registeredCount }: Pick<Facts, 'attempts' | 'registeredCount'>): BoardFact {
  const begun = attempts.filter(({ startedAt, status }) => startedAt !== null && status !== 'VOIDED');
  const ended = begun.filter(({ status }) => status === 'GRADED');
  const scores = ended.map(({ scorePercent }) => scorePercent ?? 0);
  const passedCount = ended.filter(({ isPassed }) => isPassed).length;
  return {
    registeredCount,
    startedCount: begun.length,
    inProgressCount: begun.length - ended.length,
    handedInCount: ended.length,
    passedCount,
    failedCount: ended.length - passedCount,
    meanScorePercent: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    histogram: Array.from({ length: tenths }, (_, tenth) => scores.filter((score) => tenthOf(score) === tenth).length),
    leaders: leadersOf(ended),
  };
}

const tenthOf = (score: number): number => Math.min(tenths - 1, Math.floor(score / 10));

/** Each learner's best attempt: the higher score, then the shorter time. */
function bestsOf(ended: readonly AttemptFact[]): ReadonlyMap<string, Leader> {
  const best = new Map<string, Leader>();
  for (const { learnerId, scorePercent, startedAt, submittedAt } of ended) {
    const durationSeconds = ((submittedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 1_000;
    const mine = { learnerId, scorePercent: scorePercent ?? 0, durationSeconds };
    const other = best.get(learnerId);
    if (!other || isBefore(mine, other)) best.set(learnerId, mine);
  }
  return best;
}

function leadersOf(ended: readonly AttemptFact[]): BoardFact['leaders'] {
  return [...bestsOf(ended).values()].sort((a, b) => (isBefore(a, b) ? -1 : 1)).slice(0, leadersMax);
}

type Leader = BoardFact['leaders'][number];

function isBefore(a: Leader, b: Leader): boolean {
  return (
    a.scorePercent > b.scorePercent || (a.scorePercent === b.scorePercent && a.durationSeconds < b.durationSeconds)
  );
}

function findMeanMismatch(board: BoardFact, right: BoardFact): string[] {
  const isSame =
    board.meanScorePercent === right.meanScorePercent ||
    Math.abs((board.meanScorePercent ?? -1) - (right.meanScorePercent ?? -1)) < 1e-6;
  return isSame ? [] : [`the mean is ${board.meanScorePercent}, counted ${right.meanScorePercent}`];
}

function findHistogramMismatch(board: BoardFact, right: BoardFact): string[] {
  const isSame = board.histogram.length === tenths && board.histogram.every((count, i) => count === right.histogram[i]);
  return isSame ? [] : [`the histogram is ${board.histogram.join(' ')}, counted ${right.histogram.join(' ')}`];
}

/**
 * Place by place by score and time, and each shown learner by his own best: learners who are equal in both may stand
 * in any order.
 */
function findLeaderMismatches(board: BoardFact, right: BoardFact, attempts: readonly AttemptFact[]): string[] {
  if (board.leaders.length !== right.leaders.length) {
    return [`${board.leaders.length} leaders, counted ${right.leaders.length}`];
  }
  const bests = bestsOf(attempts.filter(({ status }) => status === 'GRADED'));
  return right.leaders.flatMap((leader, place) => {
    const shown = board.leaders[place];
    const isSame = isEqual(shown, leader) && isEqual(shown, bests.get(shown?.learnerId ?? ''));
    return isSame ? [] : [`place ${place + 1} is ${shown?.scorePercent} %, counted ${leader.scorePercent} %`];
  });
}

function isEqual(a: Leader | undefined, b: Leader | undefined): boolean {
  if (!a || !b) return false;
  return Math.abs(a.scorePercent - b.scorePercent) < 1e-5 && Math.abs(a.durationSeconds - b.durationSeconds) < 0.002;
}
