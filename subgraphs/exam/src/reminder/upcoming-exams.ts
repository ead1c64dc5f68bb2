import { rows } from '@lectern/postgres';
import { inputErrors, requireService } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';

/** An exam and when it opens. */
export type ExamOpening = {
  readonly examId: string;
  readonly title: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly timeLimitSeconds: number;
};

const firstMax = 1_000;

/** Published exams that have not opened yet, by opening time; those that open after `after` when it is given. */
export async function upcomingExams(
  { viewer, em }: Pick<RequestDeps, 'viewer' | 'em'>,
  first: number,
  after: Date | null,
): Promise<ExamOpening[]> {
  requireService(viewer);
  if (first < 1 || first > firstMax) {
    throw inputErrors.make('BAD_INPUT', { message: `It must be 1 to ${firstMax}.`, facts: { field: 'first' } });
  }
  return rows<ExamOpening>(
    em,
    `select id as "examId", title, opens_at as "opensAt", closes_at as "closesAt",
            time_limit_seconds as "timeLimitSeconds"
       from exam.exam where status = 'PUBLISHED' and opens_at > greatest(now(), ?::timestamptz)
      order by opens_at, id limit ?`,
    [after, first],
  );
}
