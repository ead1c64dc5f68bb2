import { Migration } from '@mikro-orm/migrations';

/** Courses and their outline. Foreign ids (accounts, videos, exams) are texts: other services make them. */
export class CourseCreate extends Migration {
  override up(): void {
    // The order must be the same on every database, whatever its locale; the text is folded before it is stored.
    this.addSql(`
      create table course.course (
        id uuid primary key,
        slug text not null constraint course_slug_key unique,
        title text not null,
        summary text not null,
        status text not null check (status in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
        instructor_ids text[] not null check (cardinality(instructor_ids) > 0),
        sort_title text collate "C" not null,
        search_text text not null,
        published_at timestamptz check (published_at is not null or status = 'DRAFT'),
        created_at timestamptz not null default now()
      )`);
    this.addSql(`create index course_catalogue on course.course (sort_title, id) where status = 'PUBLISHED'`);
    this.addSql(`create index course_instructors on course.course using gin (instructor_ids)`);

    // Deferrable uniqueness is checked at the end of a statement: one update may shift a whole run of positions.
    this.addSql(`
      create table course.module (
        id uuid primary key,
        course_id uuid not null references course.course on delete cascade,
        title text not null,
        position integer not null check (position > 0),
        constraint module_position_key unique (course_id, position) deferrable initially immediate
      )`);

    // completion_subject: what a completion of this lesson is recorded under, see course.completion.
    this.addSql(`
      create table course.lesson (
        id uuid primary key,
        course_id uuid not null references course.course on delete cascade,
        module_id uuid not null references course.module on delete cascade,
        kind text not null check (kind in ('READING', 'VIDEO', 'EXAM')),
        title text not null,
        position integer not null check (position > 0),
        body text check ((body is not null) = (kind = 'READING')),
        reading_minutes integer check ((reading_minutes is not null) = (kind = 'READING')),
        video_id text check (video_id is null or kind = 'VIDEO'),
        exam_id text check (exam_id is null or kind = 'EXAM'),
        completion_subject text generated always as (
          case kind when 'READING' then id::text when 'VIDEO' then video_id else exam_id end
        ) stored,
        constraint lesson_position_key unique (module_id, position) deferrable initially immediate
      )`);
    this.addSql(`create index lesson_course on course.lesson (course_id)`);
  }

  override down(): void {
    this.addSql(`drop table course.lesson, course.module, course.course`);
  }
}
