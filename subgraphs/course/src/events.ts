import type { Logger, Metrics } from '@lectern/runtime';
import { Counter } from 'prom-client';

/** Business facts: each is one log line and one counter. They never throw and never carry what a person wrote. */
export type CourseEvents = {
  coursePublished(courseId: string): void;
  courseArchived(courseId: string): void;
  learnersEnrolled(courseId: string, count: number): void;
  readingCompleted(lessonId: string): void;
  completionsNoted(kind: string, count: number): void;
};

export function createCourseEvents(logger: Logger, metrics: Metrics): CourseEvents {
  const registers = [metrics.registry];
  const published = new Counter({
    name: 'lectern_course_courses_published_total',
    help: 'Courses published',
    registers,
  });
  const archived = new Counter({ name: 'lectern_course_courses_archived_total', help: 'Courses archived', registers });
  const enrolled = new Counter({ name: 'lectern_course_learners_enrolled_total', help: 'Enrolments made', registers });
  const completed = new Counter({
    name: 'lectern_course_completions_total',
    help: 'Completions noted, those seen before included',
    labelNames: ['kind'],
    registers,
  });
  return {
    coursePublished(courseId) {
      published.inc();
      logger.info({ courseId }, 'course published');
    },
    courseArchived(courseId) {
      archived.inc();
      logger.info({ courseId }, 'course archived');
    },
    learnersEnrolled(courseId, count) {
      enrolled.inc(count);
      logger.info({ courseId, count }, 'learners enrolled');
    },
    readingCompleted(lessonId) {
      completed.inc({ kind: 'READING' });
      logger.debug({ lessonId }, 'reading completed');
    },
    completionsNoted(kind, count) {
      completed.inc({ kind }, count);
      logger.debug({ kind, count }, 'completions noted');
    },
  };
}
