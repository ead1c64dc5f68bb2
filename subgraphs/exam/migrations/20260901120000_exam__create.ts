import { Migration } from '@mikro-orm/migrations';

/** Exams, their questions, and papers as they were when published. */
export class CreateExam extends Migration {
  override up(): void {
    this.addSql(`
      create table exam.exam (
        id uuid primary key,
        course_id text not null,
        title text not null,
        instructions text not null,
        status text not null default 'DRAFT' check (status in ('DRAFT', 'PUBLISHED', 'CLOSED')),
        opens_at timestamptz(3),
        closes_at timestamptz(3),
        time_limit_seconds integer not null check (time_limit_seconds between 60 and 86400),
        pass_mark_percent double precision not null check (pass_mark_percent between 0 and 100),
        attempts_max integer not null check (attempts_max between 1 and 100),
        result_visibility text not null check (result_visibility in ('OWN', 'PARTICIPANTS')),
        shuffles_questions boolean not null,
        shuffles_choices boolean not null,
        paper_id uuid,
        -- Rises with every change; consumers drop what is older than what they have.
        version integer not null default 1,
        -- Of a closed exam: whether all running attempts were ended. The sweep takes up what a crash left.
        has_ended_attempts boolean not null default false,
        created_by text not null,
        created_at timestamptz(3) not null default now(),
        check (opens_at < closes_at),
        check (status = 'DRAFT' or (opens_at is not null and closes_at is not null and paper_id is not null))
      );
      create index exam_of_course on exam.exam (course_id, opens_at, id);
      create index exam_upcoming on exam.exam (opens_at, id) where status = 'PUBLISHED';
      create index exam_closing on exam.exam (id) where status = 'CLOSED' and not has_ended_attempts;

      create table exam.question (
        id uuid primary key,
        exam_id uuid not null references exam.exam,
        position integer not null check (position > 0),
        kind text not null check (kind in ('SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'TRUE_FALSE', 'NUMERIC', 'SHORT_TEXT')),
        prompt text not null,
        points_max double precision not null check (points_max > 0),
        content jsonb not null,
        -- Deferred, so that one statement can shift many.
        unique (exam_id, position) deferrable initially deferred
      );

      create table exam.paper (
        id uuid primary key,
        exam_id uuid not null references exam.exam,
        shuffles_questions boolean not null,
        shuffles_choices boolean not null,
        points_max double precision not null,
        question_count integer not null,
        questions jsonb not null,
        created_at timestamptz(3) not null default now()
      );
      alter table exam.exam add foreign key (paper_id) references exam.paper;

      create function exam.refuse_change() returns trigger language plpgsql as $body$
      begin
        raise exception 'rows of % are never changed', tg_table_name using errcode = 'integrity_constraint_violation';
      end
      $body$;
      create trigger paper_is_immutable before update or delete on exam.paper
        for each row execute function exam.refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      alter table exam.exam drop column paper_id;
      drop table exam.paper, exam.question, exam.exam;
      drop function exam.refuse_change();
    `);
  }
}
