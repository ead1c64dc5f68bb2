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

const beats = {
  BEST: '(o.score_percent > a.score_percent or o.score_percent = a.score_percent and o.number < a.number)',
  FIRST: 'o.number < a.number',
  LAST: 'o.number > a.number',
} as const satisfies Record<Exclude<CountingAttempt, 'MEAN'>, string>;

/**
 * The attempts that count; where the mean counts all of them do. One parameter: the exam. Said by what others do not
 * beat, and not by `distinct on`: PostgreSQL then knows that no id stands there twice, and hashes the attempts, not
 * their answers, where the two are joined.
 */
export function countingAttemptsSql(counting: CountingAttempt, columns: string): string {
  const graded = `select ${columns} from exam.attempt a where a.exam_id = ? and a.status = 'GRADED'`;
  if (counting === 'MEAN') return graded;
  return `${graded} and not exists (
            select from exam.attempt o where o.exam_id = a.exam_id and o.learner_id = a.learner_id
               and o.status = 'GRADED' and ${beats[counting]})`;
}
