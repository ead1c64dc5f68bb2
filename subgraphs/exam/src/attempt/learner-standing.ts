import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { effectiveAllowances } from '../allowance/allowance.queries.ts';
import { type EffectiveAllowance, effectiveAllowance } from '../allowance/allowance.ts';
import type { ExamRow } from '../exam/exam.entity.ts';

export type Standing = {
  /** Attempts that were begun and count. */
  readonly attemptCount: number;
  /** The highest number given to one, those made ahead and voided ones included. */
  readonly highest: number;
  readonly lastEndedAt: Date | null;
  /** What allowances give the learner. */
  readonly grants: EffectiveAllowance;
};

/** Where a learner stands in an exam: what decides whether, and with how much time, another attempt may start. */
export async function readStanding(em: EntityManager, exam: ExamRow, learnerId: string): Promise<Standing> {
  const [row] = await rows<Omit<Standing, 'grants'>>(
    em,
    `select count(*) filter (where status not in ('VOIDED', 'NOT_STARTED'))::int as "attemptCount",
            coalesce(max(number), 0) as highest,
            max(submitted_at) filter (where status not in ('VOIDED', 'NOT_STARTED')) as "lastEndedAt"
       from exam.attempt where exam_id = ? and learner_id = ?`,
    [exam.id, learnerId],
  );
  const grants = (await effectiveAllowances(em, exam, [learnerId])).get(learnerId) ?? effectiveAllowance([], exam);
  return { attemptCount: 0, highest: 0, lastEndedAt: null, ...row, grants };
}
