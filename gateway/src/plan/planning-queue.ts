import { planErrors } from './plan.errors.ts';
import type { PlanningReply, PlanningTask } from './planning-messages.ts';

/** FIRST: what others need to be planned at all. SOON: somebody waits. SPARE: nobody waits yet. */
export type Urgency = 'FIRST' | 'SOON' | 'SPARE';

export type PlanningJob = {
  readonly what: PlanningTask;
  /** Bound on the work itself, without the waiting. */
  readonly timeoutMs: number;
  tries: number;
  resolve(reply: PlanningReply): void;
  reject(error: unknown): void;
};

export type PlanningQueue = {
  /** Throws PLANNING_OVERLOADED when too many wait SOON; `reply` rejects so when one has waited too long. */
  add(what: PlanningTask, urgency: Urgency, timeoutMs: number): { reply: Promise<PlanningReply>; hurry(): void };
  /** The next one to be worked on. */
  take(): PlanningJob | undefined;
  /** For one that was taken in vain: it comes next. */
  putBack(job: PlanningJob): void;
  rejectAll(error: unknown): void;
  length(): number;
};

const order: readonly Urgency[] = ['FIRST', 'SOON', 'SPARE'];

export function createPlanningQueue(bounds: {
  readonly waitingMax: number;
  readonly waitMsMax: number;
}): PlanningQueue {
  const waiting: Record<Urgency, PlanningJob[]> = { FIRST: [], SOON: [], SPARE: [] };
  const timers = new Map<PlanningJob, NodeJS.Timeout>();

  function remove(job: PlanningJob, urgency: Urgency): boolean {
    const at = waiting[urgency].indexOf(job);
    if (at >= 0) waiting[urgency].splice(at, 1);
    return at >= 0;
  }

  function addSoon(job: PlanningJob): void {
    waiting.SOON.push(job);
    const giveUp = () => {
      timers.delete(job);
      if (remove(job, 'SOON')) job.reject(planErrors.make('PLANNING_OVERLOADED'));
    };
    timers.set(job, setTimeout(giveUp, bounds.waitMsMax));
  }

  return {
    add(what, urgency, timeoutMs) {
      if (urgency === 'SOON' && waiting.SOON.length >= bounds.waitingMax) throw planErrors.make('PLANNING_OVERLOADED');
      const { promise, resolve, reject } = Promise.withResolvers<PlanningReply>();
      const job: PlanningJob = { what, timeoutMs, tries: 0, resolve, reject };
      if (urgency === 'SOON') addSoon(job);
      else waiting[urgency].push(job);
      return {
        reply: promise,
        hurry() {
          if (remove(job, 'SPARE')) addSoon(job);
        },
      };
    },
    take() {
      const urgency = order.find((each) => waiting[each].length > 0);
      const job = urgency && waiting[urgency].shift();
      if (!job) return undefined;
      clearTimeout(timers.get(job));
      timers.delete(job);
      return job;
    },
    // Behind what a new thread has to load.
    putBack: (job) => void waiting.SOON.unshift(job),
    rejectAll(error) {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      for (const urgency of order) for (const job of waiting[urgency].splice(0)) job.reject(error);
    },
    length: () => order.reduce((sum, urgency) => sum + waiting[urgency].length, 0),
  };
}
