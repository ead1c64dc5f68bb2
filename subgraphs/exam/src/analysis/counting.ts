import type { CountingAttempt } from '../exam/exam.ts';

const orders = {
  BEST: 'score_percent desc, number',
  FIRST: 'number',
  LAST: 'number desc',
} as const satisfies Record<Exclude<CountingAttempt, 'MEAN'>, string>;

/**
 * Of each learner of an exam what counts: `score` in per cent, and `passed`, which is null where the score is a mean of
 * several and has to be held against the pass mark. One parameter: the exam.
 */
export function countingSql(counting: CountingAttempt): string {
  if (counting === 'MEAN') {
    return `select avg(score_percent)::float8 as score, case when count(*) = 1 then bool_or(is_passed) end as passed
              from exam.attempt where exam_id = ? and status = 'GRADED' group by learner_id`;
  }
  return `select distinct on (learner_id) score_percent as score, is_passed as passed
            from exam.attempt where exam_id = ? and status = 'GRADED' order by learner_id, ${orders[counting]}`;
}

/** The ids of the attempts that count; where the mean counts all of them do. One parameter: the exam. */
export function countingAttemptsSql(counting: CountingAttempt, columns: string): string {
  if (counting === 'MEAN') return `select ${columns} from exam.attempt where exam_id = ? and status = 'GRADED'`;
  return `select distinct on (learner_id) ${columns}
            from exam.attempt where exam_id = ? and status = 'GRADED' order by learner_id, ${orders[counting]}`;
}
