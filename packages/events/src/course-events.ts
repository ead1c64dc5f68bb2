import type { StreamEvent } from './streams.ts';

export type CourseChanged = StreamEvent<
  'course.course.changed.v1',
  {
    readonly courseId: string;
    readonly title: string;
    readonly status: 'DRAFT' | 'PUBLISHED' | 'ARCHIVED';
    readonly instructorIds: readonly string[];
  }
>;

/** A learner is now in a course (`isEnrolled` true) or no longer. */
export type EnrolmentChanged = StreamEvent<
  'course.enrolment.changed.v1',
  { readonly courseId: string; readonly learnerId: string; readonly isEnrolled: boolean }
>;

export type CourseEvent = CourseChanged | EnrolmentChanged;
