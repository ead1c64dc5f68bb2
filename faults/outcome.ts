import { type Findings, faultKinds } from '@lectern/bench/answers/check/facts';

/** What came of one fault. */
export type Outcome = {
  readonly name: string;
  /** What was seen to have happened. */
  readonly seen: string;
  readonly savedCount: number;
  readonly handedInCount: number;
  readonly findings: Findings;
  /** Shown as saved while the database had nothing of the kind. */
  readonly falselySaved: readonly string[];
  readonly wrongClocks: readonly string[];
  /** Milliseconds from the recovery until the live numbers were right, or what was wrong with them when time was over. */
  readonly liveRight: number | string;
  /** What learners were told that should not have been. */
  readonly complaints: readonly string[];
};

/** Everything that was to hold and did not. */
export function faultsOf({
  findings,
  falselySaved,
  wrongClocks,
  liveRight,
  complaints,
  savedCount,
  handedInCount,
}: Outcome): string[] {
  return [
    ...faultKinds.flatMap((kind) => findings[kind].map((sentence) => `${kind}: ${sentence}`)),
    ...falselySaved.map((sentence) => `shown falsely: ${sentence}`),
    ...wrongClocks,
    ...liveFaults(liveRight),
    ...complaints.map((sentence) => `learners: ${sentence}`),
    ...(savedCount > 0 && handedInCount > 0 ? [] : ['nobody answered or handed in: nothing was shown']),
  ];
}

/** After the recovery. */
const liveRightWithinMs = 10_000;

function liveFaults(liveRight: Outcome['liveRight']): string[] {
  if (typeof liveRight === 'string') return [`live numbers stayed wrong: ${liveRight}`];
  return liveRight <= liveRightWithinMs ? [] : ['live numbers were right too late'];
}

const columns = ['fault', 'saved', 'lost', 'twice', 'late', 'scores', 'board', 'shown', 'live after', ''] as const;

export function tableHead(): string {
  return line(columns);
}

export function tableLine(outcome: Outcome): string {
  const { name, savedCount, findings, falselySaved, liveRight } = outcome;
  const counts = faultKinds.map((kind) => `${findings[kind].length}`);
  const live = typeof liveRight === 'string' ? 'never' : `${(liveRight / 1_000).toFixed(1)} s`;
  const isGood = faultsOf(outcome).length === 0;
  return line([name, `${savedCount}`, ...counts, `${falselySaved.length}`, live, isGood ? 'passed' : 'FAILED']);
}

function line(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(40) : cell.padStart(index === 8 ? 10 : 8))).join(' ');
}
