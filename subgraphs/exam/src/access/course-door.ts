import type { InternalClient } from '@lectern/subgraph';
import { LRUCache } from 'lru-cache';

/** What a person may do in a course. */
export type CourseAccess = { readonly exists: boolean; readonly isEnrolled: boolean; readonly isInstructor: boolean };

/** What the course subgraph knows and exams need. Both throw UPSTREAM_UNAVAILABLE while it does not answer. */
export type CourseDoor = {
  /** Whether the person is an instructor of the course. */
  isInstructor(courseId: string, userId: string): Promise<boolean>;
  /** Asked anew where the answer is no, or 10 s old. */
  isEnrolled(courseId: string, userId: string): Promise<boolean>;
  exists(courseId: string, userId: string): Promise<boolean>;
};

const positiveTtlMs = 10_000;
const rememberedMax = 50_000;

const document = /* GraphQL */ `
  query CourseAccess($courseId: ID!, $userId: ID!) {
    courseAccess(courseId: $courseId, userId: $userId) { exists isEnrolled isInstructor }
  }
`;

/** Remembers that something is allowed for 10 s; never that it is not, so that a new right holds at once. */
export function createCourseDoor(client: InternalClient): CourseDoor {
  const granted = new LRUCache<string, true>({ max: rememberedMax, ttl: positiveTtlMs });

  async function ask(fact: keyof CourseAccess, courseId: string, userId: string): Promise<boolean> {
    const key = JSON.stringify([fact, courseId, userId]);
    if (granted.has(key)) return true;
    const { courseAccess } = await client.request<{ courseAccess: CourseAccess }>('course', document, {
      courseId,
      userId,
    });
    if (courseAccess[fact]) granted.set(key, true);
    return courseAccess[fact];
  }

  return {
    isInstructor: (courseId, userId) => ask('isInstructor', courseId, userId),
    isEnrolled: (courseId, userId) => ask('isEnrolled', courseId, userId),
    exists: (courseId, userId) => ask('exists', courseId, userId),
  };
}

/** The same door for one request: each question is asked once, whatever the answer. */
export function askingOnce(door: CourseDoor): CourseDoor {
  const asked = new Map<string, Promise<boolean>>();
  function once(fact: keyof CourseDoor, courseId: string, userId: string): Promise<boolean> {
    const key = JSON.stringify([fact, courseId, userId]);
    const answer = asked.get(key) ?? door[fact](courseId, userId);
    asked.set(key, answer);
    return answer;
  }
  return {
    isInstructor: (courseId, userId) => once('isInstructor', courseId, userId),
    isEnrolled: (courseId, userId) => once('isEnrolled', courseId, userId),
    exists: (courseId, userId) => once('exists', courseId, userId),
  };
}
