import type { Viewer } from '@lectern/request-signing';

/**
 * Course: what is taught. Instructor: a person who teaches it and may change it; ADMINs may as well.
 * DRAFT → PUBLISHED ⇄ ARCHIVED; a course never becomes a draft again, so whoever is enrolled keeps it.
 */
export const courseStatuses = ['DRAFT', 'PUBLISHED', 'ARCHIVED'] as const;
export type CourseStatus = (typeof courseStatuses)[number];

export type CourseFacts = {
  readonly status: CourseStatus;
  readonly instructorIds: readonly string[];
};

/** What came of publishing or archiving; doing it again changes nothing. */
export type StatusChange = { readonly id: string; readonly isChanged: boolean };

export const titleLengthMax = 200;
export const summaryLengthMax = 2_000;
export const instructorsMax = 50;

/** Which status may follow which. Staying is always allowed: doing it again changes nothing. */
const transitions: Readonly<Record<CourseStatus, readonly CourseStatus[]>> = {
  DRAFT: ['DRAFT', 'PUBLISHED'],
  PUBLISHED: ['PUBLISHED', 'ARCHIVED'],
  ARCHIVED: ['ARCHIVED', 'PUBLISHED'],
};

export function canBecome(from: CourseStatus, to: CourseStatus): boolean {
  return transitions[from].includes(to);
}

/** Whether the viewer may change the course and see who is enrolled. */
export function teaches(viewer: Viewer, course: CourseFacts): boolean {
  return viewer.kind === 'USER' && (viewer.roles.includes('ADMIN') || course.instructorIds.includes(viewer.id));
}

/** Whether the viewer may know that the course exists. Services see everything. */
export function canSee(viewer: Viewer, course: CourseFacts, isEnrolled: boolean): boolean {
  if (viewer.kind === 'SERVICE' || teaches(viewer, course)) return true;
  switch (course.status) {
    case 'PUBLISHED':
      return true;
    case 'ARCHIVED':
      return isEnrolled;
    case 'DRAFT':
      return false;
    default:
      return course.status satisfies never;
  }
}

/** Whether the viewer may read what the lessons contain. */
export function canRead(viewer: Viewer, course: CourseFacts, isEnrolled: boolean): boolean {
  return canSee(viewer, course, isEnrolled) && (isEnrolled || viewer.kind === 'SERVICE' || teaches(viewer, course));
}
