import type { Clock } from '@lectern/runtime';
import type { SchedulerEvents } from '../events.ts';
import type { ExamDuty } from '../exam-duty.ts';
import type { OpenClaim } from './read-journal.ts';
import type { SendJournal } from './send-journal.ts';

export type RecoverClaimsDeps = {
  readonly clock: Clock;
  readonly events: SchedulerEvents;
  readonly duty: Pick<ExamDuty, 'releaseReminder' | 'takeBackReminder'>;
  readonly journal: SendJournal;
};

/**
 * Gives back what a killed process had claimed and not sent, begun or not, so that it goes out at once. Only while the
 * claim surely lasts: afterwards somebody else may have it. To be awaited before this process claims anything itself;
 * it works once, however often it is called, and begins again where it was when exam did not answer.
 */
export function createRecoverClaims(deps: RecoverClaimsDeps): () => Promise<void> {
  const waiting = [...deps.journal.leftovers];
  let running: Promise<void> | undefined;
  async function recover(): Promise<void> {
    for (let claim = waiting[0]; claim; claim = waiting[0]) {
      await giveBack(deps, claim);
      deps.journal.settled(claim.id);
      waiting.shift();
    }
  }
  return async () => {
    running ??= recover();
    try {
      await running;
    } catch (error) {
      running = undefined;
      throw error;
    }
  };
}

async function giveBack({ clock, events, duty }: RecoverClaimsDeps, { id, deadlineMs }: OpenClaim): Promise<void> {
  if (clock.now() >= deadlineMs) return;
  const isBack = (await duty.releaseReminder(id, 0)) || (await duty.takeBackReminder(id, 0));
  if (isBack) events.reminderRecovered({ reminderId: id });
}
