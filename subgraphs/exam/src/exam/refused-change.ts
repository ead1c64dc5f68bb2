import { type ExamSettings, type ExamStatus, windowState } from './exam.ts';

export type ChangeFacts = {
  readonly now: Date;
  /** Whether anybody has marked an essay of this exam. */
  readonly isMarked: boolean;
};

type Settings = keyof ExamSettings;
type Rule = (before: ExamSettings, after: ExamSettings, facts: ChangeFacts) => boolean;

const always: Rule = () => true;
const never: Rule = () => false;

/**
 * What may still change once an exam is published: what cannot harm an attempt that runs, nor what learners relied on
 * when they began one. The window has rules of its own.
 */
const mayChange = {
  title: always,
  instructions: always,
  timeLimitSeconds: never,
  passMarkPercent: never,
  passMarkPoints: never,
  attemptsMax: (before, after) => after.attemptsMax > before.attemptsMax,
  attemptDelaySeconds: (before, after) => after.attemptDelaySeconds < before.attemptDelaySeconds,
  countingAttempt: never,
  graceSeconds: (before, after) => after.graceSeconds > before.graceSeconds,
  navigation: never,
  accessCode: always,
  allowedNetworks: always,
  resultVisibility: always,
  resultPolicy: always,
  // Marks given under one set of rules cannot be settled under another.
  marking: (_before, _after, { isMarked }) => !isMarked,
  shufflesQuestions: never,
  shufflesChoices: never,
} as const satisfies Record<Exclude<Settings, 'opensAt' | 'closesAt'>, Rule>;

const fields = Object.keys(mayChange).filter((field): field is keyof typeof mayChange => field in mayChange);

/**
 * The first field of a change that the exam's state does not allow; null when all of it is allowed. The window of a
 * published exam moves freely until it opens, and afterwards only its end, and only later.
 */
export function refusedChange(
  status: ExamStatus,
  before: ExamSettings,
  after: ExamSettings,
  facts: ChangeFacts,
): Settings | null {
  if (status === 'DRAFT') return null;
  const frozen = fields.find((field) => isChanged(before, after, field) && !mayChange[field](before, after, facts));
  return frozen ?? refusedWindow(status, before, after, facts.now);
}

function refusedWindow(status: ExamStatus, before: ExamSettings, after: ExamSettings, now: Date): Settings | null {
  const opensElse = isChanged(before, after, 'opensAt');
  if (!opensElse && !isChanged(before, after, 'closesAt')) return null;
  if (status === 'CLOSED') return opensElse ? 'opensAt' : 'closesAt';
  if (after.opensAt === null) return 'opensAt';
  if (after.closesAt === null) return 'closesAt';
  if (windowState(before, now) === 'NOT_OPEN_YET') return after.closesAt > now ? null : 'closesAt';
  if (opensElse) return 'opensAt';
  return before.closesAt !== null && after.closesAt < before.closesAt ? 'closesAt' : null;
}

/** The fields in which two sets of settings differ, in the order of the settings. */
export function changedFields(before: ExamSettings, after: ExamSettings): Settings[] {
  return [...fields, 'opensAt' as const, 'closesAt' as const].filter((field) => isChanged(before, after, field));
}

function isChanged(before: ExamSettings, after: ExamSettings, field: Settings): boolean {
  return textOf(before[field]) !== textOf(after[field]);
}

/** Policies and rules come from JSON, whose members stand in any order. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
