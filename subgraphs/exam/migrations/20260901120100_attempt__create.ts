import { Migration } from '@mikro-orm/migrations';

/** Who sits an exam, their attempts and answers, and every step an attempt took. */
export class CreateAttempt extends Migration {
  override up(): void {
    this.addSql(`
      create table exam.registration (
        id uuid primary key,
        exam_id uuid not null references exam.exam,
        learner_id text not null,
        registered_at timestamptz(3) not null default now(),
        unique (exam_id, learner_id)
      );
      create index registration_of_learner on exam.registration (learner_id, exam_id);
      create index registration_latest on exam.registration (exam_id, registered_at desc, id desc);

      create table exam.attempt (
        id uuid primary key,
        exam_id uuid not null references exam.exam,
        learner_id text not null,
        number integer not null check (number > 0),
        status text not null
          check (status in ('NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED', 'EXPIRED', 'GRADED', 'VOIDED')),
        ending text check (ending in ('HANDED_IN', 'TIME_RAN_OUT', 'EXAM_CLOSED')),
        paper_id uuid not null references exam.paper,
        seed integer not null,
        started_at timestamptz(3) not null,
        deadline_at timestamptz(3) not null,
        submitted_at timestamptz(3),
        graded_at timestamptz(3),
        points_awarded double precision,
        points_max double precision,
        score_percent double precision,
        is_passed boolean,
        unique (exam_id, learner_id, number),
        check (status <> 'GRADED' or (ending is not null and submitted_at is not null and graded_at is not null
          and points_awarded is not null and points_max is not null and score_percent is not null
          and is_passed is not null))
      );
      create unique index attempt_running_once on exam.attempt (exam_id, learner_id) where status = 'IN_PROGRESS';
      create index attempt_overdue on exam.attempt (deadline_at) where status = 'IN_PROGRESS';
      create index attempt_best on exam.attempt (exam_id, score_percent desc, submitted_at, id) where status = 'GRADED';

      create table exam.attempt_log (
        id bigint generated always as identity primary key,
        attempt_id uuid not null,
        from_status text,
        to_status text not null,
        at timestamptz(3) not null,
        -- The account, or the duty of a service that acted.
        actor text not null,
        reason text
      );
      create index attempt_log_of_attempt on exam.attempt_log (attempt_id, id);
      create trigger attempt_log_is_append_only before update or delete on exam.attempt_log
        for each row execute function exam.refuse_change();

      -- No foreign keys: the statement that writes answers locks the attempt and has checked the question.
      create table exam.answer (
        attempt_id uuid not null,
        question_id uuid not null,
        response jsonb,
        -- Null without a response. Reaches nobody before the attempt is graded.
        points_awarded double precision,
        is_flagged boolean not null default false,
        sequence integer not null default 0,
        saved_at timestamptz(3),
        primary key (attempt_id, question_id)
      );
    `);
  }

  override down(): void {
    this.addSql('drop table exam.answer, exam.attempt_log, exam.attempt, exam.registration');
  }
}
