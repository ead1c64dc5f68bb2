import { Migration } from '@mikro-orm/migrations';

/**
 * Attempts have revisions: of two events that tell of an attempt, the one with the higher revision holds, whenever it
 * comes. They can end without a result, while people mark their essays. And they can lose their result: voided ones
 * count nowhere, those opened again are in progress.
 */
export class AttemptRevision extends Migration {
  override up(): void {
    this.addSql(`
      alter table reporting.attempt
        add column revision integer not null default 1,
        add column is_voided boolean not null default false`);
    this.addSql(`alter table reporting.attempt drop constraint attempt_check, drop column graded_by`);
    this.addSql(`
      alter table reporting.attempt add constraint attempt_check check (
        num_nulls(submitted_at, is_expired) in (0, 2)
        and num_nulls(points_awarded, points_max, score_percent, is_passed, graded_at) in (0, 5)
        and (graded_at is null or submitted_at is not null) and not (is_voided and submitted_at is not null))`);
    this.addSql(`alter table reporting.exam_counters add column graded_count integer not null default 0`);
    this.addSql(`update reporting.exam_counters set graded_count = handed_in_count`);
    this.addSql(countAttempts);
  }

  override down(): void {
    this.addSql(`delete from reporting.attempt where is_voided or (submitted_at is not null and graded_at is null)`);
    this.addSql(countAttemptsBefore);
    this.addSql('alter table reporting.exam_counters drop column graded_count');
    this.addSql(`alter table reporting.attempt drop constraint attempt_check, add column graded_by text collate "C"`);
    this.addSql(`update reporting.attempt set graded_by = '' where graded_at is not null`);
    this.addSql(`
      alter table reporting.attempt drop column revision, drop column is_voided, add constraint attempt_check
        check (num_nulls(submitted_at, is_expired, points_awarded, points_max, score_percent, is_passed, graded_at,
                         graded_by) in (0, 8))`);
  }
}

/** Which rows a statement added (sign 1) and took away (-1); one that it changed is among both. */
function counting(columns: string, into: string, declared: string, counted: string): string {
  return `
create or replace function reporting.count_attempts() returns trigger language plpgsql as $$
declare
  ${declared}
begin
  if tg_op = 'INSERT' then
    select ${into} from (select 1 as sign, ${columns} from new_rows) as changed;
  elsif tg_op = 'DELETE' then
    select ${into} from (select -1 as sign, ${columns} from old_rows) as changed;
  else
    select ${into} from (
      select 1 as sign, ${columns} from new_rows union all select -1, ${columns} from old_rows
    ) as changed;
  end if;
  ${counted}

  insert into reporting.score_tenth as t (exam_id, tenth, count)
  select exam_id, least(floor(score / 10), 9)::smallint as tenth, sum(sign)
  from unnest(exams, signs, scores) as changed (exam_id, sign, score)
  where score is not null
  group by exam_id, tenth having sum(sign) <> 0 order by exam_id, tenth
  on conflict (exam_id, tenth) do update set count = t.count + excluded.count;
  return null;
end $$`;
}

const arrays = 'signs integer[]; exams text[]; scores double precision[]; passes boolean[];';
const gathered = 'array_agg(sign), array_agg(exam_id), array_agg(score_percent), array_agg(is_passed)';

/** Voided attempts were never begun; those handed in have a result or wait for one. */
const countAttempts = counting(
  'exam_id, score_percent, is_passed, is_voided, submitted_at is not null as is_ended',
  `${gathered}, array_agg(is_voided), array_agg(is_ended) into signs, exams, scores, passes, voids, ends`,
  `${arrays} voids boolean[]; ends boolean[];`,
  `
  insert into reporting.exam_counters as c
    (exam_id, started_count, handed_in_count, graded_count, passed_count, score_sum)
  select exam_id, coalesce(sum(sign) filter (where not is_voided), 0), coalesce(sum(sign) filter (where is_ended), 0),
    coalesce(sum(sign) filter (where score is not null), 0), coalesce(sum(sign) filter (where is_passed), 0),
    coalesce(sum(sign * score::numeric), 0)
  from unnest(exams, signs, scores, passes, voids, ends)
    as changed (exam_id, sign, score, is_passed, is_voided, is_ended)
  group by exam_id order by exam_id
  on conflict (exam_id) do update set
    started_count = c.started_count + excluded.started_count,
    handed_in_count = c.handed_in_count + excluded.handed_in_count,
    graded_count = c.graded_count + excluded.graded_count,
    passed_count = c.passed_count + excluded.passed_count,
    score_sum = c.score_sum + excluded.score_sum;`,
);

/** As 20260901090100_exam_counters__create.ts made it. */
const countAttemptsBefore = counting(
  'exam_id, score_percent, is_passed',
  `${gathered} into signs, exams, scores, passes`,
  arrays,
  `
  insert into reporting.exam_counters as c (exam_id, started_count, handed_in_count, passed_count, score_sum)
  select exam_id, sum(sign), coalesce(sum(sign) filter (where score is not null), 0),
    coalesce(sum(sign) filter (where is_passed), 0), coalesce(sum(sign * score::numeric), 0)
  from unnest(exams, signs, scores, passes) as changed (exam_id, sign, score, is_passed)
  group by exam_id order by exam_id
  on conflict (exam_id) do update set
    started_count = c.started_count + excluded.started_count,
    handed_in_count = c.handed_in_count + excluded.handed_in_count,
    passed_count = c.passed_count + excluded.passed_count,
    score_sum = c.score_sum + excluded.score_sum;`,
);
