import { Migration } from '@mikro-orm/migrations';

/**
 * Read models of the exams' events. Ids are texts: other services make them. Rows arrive in any order, so nothing
 * refers to anything else by a foreign key.
 */
export class ExamCreate extends Migration {
  override up(): void {
    this.addSql(`
      create table reporting.exam (
        exam_id text primary key,
        course_id text not null,
        title text not null,
        status text not null,
        version bigint not null
      )`);

    // changed_at, changed_by: instant and id of the event that said so; a later one replaces it, an earlier one does not.
    this.addSql(`
      create table reporting.registration (
        exam_id text not null,
        learner_id text not null,
        is_registered boolean not null,
        changed_at timestamptz not null,
        changed_by text collate "C" not null,
        primary key (exam_id, learner_id)
      )`);
    this.addSql(`create index registration_registered on reporting.registration (exam_id) where is_registered`);

    // One row per attempt. What grading says is null until it has been said; graded_at, graded_by as above.
    this.addSql(`
      create table reporting.attempt (
        attempt_id text collate "C" primary key,
        exam_id text not null,
        learner_id text not null,
        number integer not null,
        started_at timestamptz not null,
        submitted_at timestamptz,
        is_expired boolean,
        points_awarded double precision,
        points_max double precision,
        score_percent double precision,
        is_passed boolean,
        duration_seconds double precision
          generated always as (extract(epoch from submitted_at - started_at)::double precision) stored,
        graded_at timestamptz,
        graded_by text collate "C",
        check (num_nulls(submitted_at, is_expired, points_awarded, points_max, score_percent, is_passed, graded_at, graded_by)
               in (0, 8))
      )`);
    this.addSql(
      `create index attempt_best on reporting.attempt (exam_id, learner_id, score_percent desc, duration_seconds)`,
    );
    this.addSql(`
      create index attempt_leaders on reporting.attempt (exam_id, score_percent desc, duration_seconds, learner_id)
        where graded_at is not null`);
    this.addSql(`
      create index attempt_recent on reporting.attempt (exam_id, submitted_at desc, attempt_id desc)
        where graded_at is not null`);
  }

  override down(): void {
    this.addSql(`drop table reporting.attempt, reporting.registration, reporting.exam`);
  }
}
