import { Migration } from '@mikro-orm/migrations';

/** Who is in which course, and what they have completed. */
export class EnrolmentCreate extends Migration {
  override up(): void {
    this.addSql(`
      create table course.enrolment (
        id uuid primary key,
        course_id uuid not null references course.course on delete cascade,
        learner_id text not null,
        enrolled_at timestamptz not null default now(),
        constraint enrolment_learner_key unique (learner_id, course_id)
      )`);
    this.addSql(`create index enrolment_course on course.enrolment (course_id, id desc)`);
    this.addSql(`create index enrolment_learner on course.enrolment (learner_id, id desc)`);

    // A fact about a learner and a reading, a video or an exam, not about a lesson: it holds whichever lessons show the
    // video, also those added later, and however often and in whatever order events arrive.
    this.addSql(`
      create table course.completion (
        learner_id text not null,
        kind text not null check (kind in ('READING', 'VIDEO', 'EXAM')),
        subject_id text not null,
        completed_at timestamptz not null,
        primary key (learner_id, kind, subject_id)
      )`);
  }

  override down(): void {
    this.addSql(`drop table course.completion, course.enrolment`);
  }
}
