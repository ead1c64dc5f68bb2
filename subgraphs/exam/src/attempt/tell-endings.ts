import type { RoomPublisher } from '../room/room-publisher.ts';
import type { AttemptRow } from './attempt.entity.ts';
import type { ResultPublisher } from './result-publisher.ts';

/**
 * The same publisher, and rooms that know of it: proctors see whatever has ended, and learners whose attempt somebody
 * else has ended are told in its room. Who handed in, and whose clock ran out, knows it.
 */
export function tellingRooms(results: ResultPublisher, rooms: RoomPublisher): ResultPublisher {
  function tell(attempts: readonly AttemptRow[]): void {
    const byOthers = attempts.filter(({ ending }) => ending === 'EXAM_CLOSED' || ending === 'ENDED_BY_PROCTOR');
    rooms.tell(byOthers.map(({ id }) => id));
    for (const examId of new Set(attempts.map(({ examId: id }) => id))) rooms.touch(examId);
  }
  return {
    async publish(attempts) {
      tell(attempts);
      return results.publish(attempts);
    },
    async publishToWaiting(attempts) {
      tell(attempts);
      return results.publishToWaiting(attempts);
    },
    publishMissed: (told) => results.publishMissed(told),
    [Symbol.asyncDispose]: () => results[Symbol.asyncDispose](),
  };
}
