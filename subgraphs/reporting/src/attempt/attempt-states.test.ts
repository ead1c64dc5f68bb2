import { describe, expect, it } from '@jest/globals';
import { statesOf } from './attempt-states.ts';

const occurredAt = '2026-09-01T08:00:00.000Z';
const begun = { attemptId: 'a', examId: 'e', learnerId: 'l', number: 1, startedAt: occurredAt };
const graded = {
  ...begun,
  ...{ submittedAt: occurredAt, isExpired: false, pointsAwarded: 1, pointsMax: 2, scorePercent: 50, isPassed: true },
};
// What a stream still holds when a school is brought up to date.
const fromBefore = (type: string, attempt: object) =>
  statesOf(JSON.parse(JSON.stringify({ type, occurredAt, payload: { attempts: [attempt] } })));

describe('events from before attempts had revisions', () => {
  it('tell of a beginning before its result, and of both before what came since', () => {
    expect(fromBefore('exam.attempts.started.v1', begun)).toMatchObject([{ revision: 0, result: null }]);
    expect(fromBefore('exam.attempts.graded.v1', graded)).toMatchObject([
      { revision: 1, result: { pointsAwarded: 1 } },
    ]);
  });

  it('are told from others by having none', () => {
    expect(fromBefore('exam.attempts.started.v1', { ...begun, revision: 2 })).toMatchObject([{ revision: 2 }]);
    expect(fromBefore('exam.attempts.graded.v1', { ...graded, revision: 3 })).toMatchObject([{ revision: 3 }]);
  });
});
