import type { InternalClient } from '@lectern/subgraph';
import { LRUCache } from 'lru-cache';

/** Whether a person teaches a course: course knows, and is asked by the internal door. */
export type CourseAccess = { isInstructor(courseId: string, userId: string): Promise<boolean> };

const query = `query ($courseId: ID!, $userId: ID!) { courseAccess(courseId: $courseId, userId: $userId) { isInstructor } }`;
/** How long a yes is believed. A no never is: whoever was just made an instructor need not wait. */
const keepMs = 10_000;
const keptMax = 10_000;

export function createCourseAccess(client: Pick<InternalClient, 'request'>): CourseAccess {
  const instructors = new LRUCache<string, true>({ max: keptMax, ttl: keepMs });
  return {
    async isInstructor(courseId, userId) {
      const key = JSON.stringify([courseId, userId]);
      if (instructors.get(key)) return true;
      const answer = await client.request<{ courseAccess: { isInstructor: boolean } }>('course', query, {
        courseId,
        userId,
      });
      if (answer.courseAccess.isInstructor) instructors.set(key, true);
      return answer.courseAccess.isInstructor;
    },
  };
}
