import type { InternalClient } from '@lectern/subgraph';
import { LRUCache } from 'lru-cache';
import type { AskCourseAccess } from '../deps.ts';
import type { CourseAccess } from './video.ts';

const document = `query VideoCourseAccess($courseId: ID!, $userId: ID!) {
  courseAccess(courseId: $courseId, userId: $userId) { exists isEnrolled isInstructor }
}`;

/** How long a withdrawn permission may still be taken for one. */
const keepMs = 10_000;
const keepMax = 10_000;

/** Asks course, and keeps what permits something for ten seconds; a refusal is asked anew each time. */
export function createCourseAccess(client: InternalClient): AskCourseAccess {
  const kept = new LRUCache<string, CourseAccess>({ max: keepMax, ttl: keepMs });
  return async (courseId, userId, requestId) => {
    const key = JSON.stringify([courseId, userId]);
    const known = kept.get(key);
    if (known) return known;
    const variables = { courseId, userId };
    const { courseAccess } = await client.request<{ courseAccess: CourseAccess }>(
      'course',
      document,
      variables,
      requestId,
    );
    if (courseAccess.isEnrolled || courseAccess.isInstructor) kept.set(key, courseAccess);
    return courseAccess;
  };
}
