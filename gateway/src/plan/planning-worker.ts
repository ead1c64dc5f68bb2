import { Worker } from 'node:worker_threads';
import type { PlanningReply, PlanningTask } from './planning-messages.ts';

/** Why a worker gave no answer: it took too long and was ended, or it died. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
  readonly isLate: boolean;

  constructor(isLate: boolean, cause: unknown) {
    super(isLate ? 'the planning thread took too long' : 'the planning thread has ended', { cause });
    this.isLate = isLate;
  }
}

export type PlanningWorker = AsyncDisposable & {
  /** Rejects with WorkerLost; the worker is of no use afterwards. One task at a time. */
  run(what: PlanningTask, timeoutMs: number): Promise<PlanningReply>;
};

export type WorkerLimits = {
  /** Of the thread's heap, megabytes. A planning that needs more ends the thread, not the process. */
  readonly heapMbMax: number;
};

/** Small, so that a thread at rest does not hold megabytes for objects that are gone. */
const youngHeapMb = 8;

/** One thread. `onLost` is called once when it has ended by itself or was too slow. */
export function startPlanningWorker(limits: WorkerLimits, onLost: (lost: WorkerLost) => void): PlanningWorker {
  const worker = new Worker(new URL('./planning-thread.ts', import.meta.url), {
    name: 'planning',
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMbMax, maxYoungGenerationSizeMb: youngHeapMb },
  });
  let lost: WorkerLost | undefined;
  let settle: { resolve(reply: PlanningReply): void; reject(error: WorkerLost): void } | undefined;
  let count = 0;

  function lose(isLate: boolean, cause: unknown): void {
    if (lost) return;
    lost = new WorkerLost(isLate, cause);
    void worker.terminate();
    settle?.reject(lost);
    onLost(lost);
  }

  worker.on('message', (reply: PlanningReply) => {
    if (reply.task === count) settle?.resolve(reply);
  });
  worker.on('error', (error) => lose(false, error));
  worker.on('exit', (code) => lose(false, new Error(`exit code ${code}`)));

  return {
    async run(what, timeoutMs) {
      if (lost) throw lost;
      count += 1;
      const reply = new Promise<PlanningReply>((resolve, reject) => {
        settle = { resolve, reject };
      });
      worker.postMessage({ task: count, what });
      const timer = setTimeout(() => lose(true, undefined), timeoutMs);
      try {
        return await reply;
      } finally {
        clearTimeout(timer);
      }
    },
    async [Symbol.asyncDispose]() {
      lost ??= new WorkerLost(false, new Error('stopped'));
      settle?.reject(lost);
      await worker.terminate();
    },
  };
}
