import {
  type AnswerOutbox,
  AttemptPageDocument,
  type AttemptPageQuery,
  type AttemptRoom,
  createAnswerOutbox,
  createExamClock,
  type ExamClock,
  type Lectern,
  memory,
  openAttemptRoom,
  StartAttemptDocument,
} from '@lectern/sdk';
import { type Account, signedIn } from './accounts.ts';

/** A learner who sits an exam through the SDK, as an app of one's own would. */
export type Seat = AsyncDisposable & {
  readonly lectern: Lectern;
  readonly attempt: NonNullable<AttemptPageQuery['attempt']>;
  readonly clock: ExamClock;
  readonly outbox: AnswerOutbox;
  readonly room: AttemptRoom;
};

/** Signs in, starts the exam on a device of the account's own, and opens clock, outbox and room. */
export async function takeSeat(account: Account, examId: string): Promise<Seat> {
  const lectern = await signedIn(account);
  const device = { id: `device-of-${account.id}`, label: 'A program' };
  const input = { examId, deviceId: device.id, deviceLabel: device.label };
  const { startAttempt } = await lectern.mutate(StartAttemptDocument, { input });
  const attemptId = startAttempt.attempt.id;
  const { attempt } = await lectern.query(AttemptPageDocument, { attemptId });
  if (!attempt?.questions) throw new Error('the attempt has no paper');
  const clock = createExamClock(attempt.remainingSeconds);
  const outbox = createAnswerOutbox({ lectern, attemptId, deviceId: device.id, storage: memory(), clock });
  const room = openAttemptRoom({ lectern, attempt, device, clock, outbox, presenceMs: 2_000, incidentMs: 200 });
  return {
    ...{ lectern, attempt, clock, outbox, room },
    async [Symbol.asyncDispose]() {
      room.close();
      outbox.close();
      await lectern[Symbol.asyncDispose]();
    },
  };
}
