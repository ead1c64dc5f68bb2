import { planErrors } from './plan.errors.ts';
import type { PlanningReply, PlanningTask, SubgraphText, SupergraphFacts } from './planning-messages.ts';
import { createPlanningQueue, type PlanningJob, type Urgency } from './planning-queue.ts';
import { type PlanningWorker, startPlanningWorker, WorkerLost } from './planning-worker.ts';

export type PlanningOptions = {
  /** Bound on one planning; the thread is replaced afterwards (10,000). */
  readonly planMsMax?: number;
  /** Plannings that may wait (500), and for how long (30,000). */
  readonly waitingMax?: number;
  readonly waitMsMax?: number;
  /** Of the thread's heap, megabytes (1,024). A planning that needs more costs the thread and not the process. */
  readonly heapMbMax?: number;
  /** Called when the thread had to be replaced. */
  readonly onReplaced?: ((reason: string) => void) | undefined;
};

/** A planning that runs or waits. */
export type RunningPlanning = {
  /** The plan as JSON. */
  readonly plan: Promise<string>;
  /** Puts it among those that somebody waits for. */
  hurry(): void;
};

/** A supergraph that the thread has loaded, until it is released. */
export type PlannedSupergraph = SupergraphFacts & {
  /** `text` has one operation; `overrides` are the labels that hold. Throws and rejects as `Planner` says. */
  plan(text: string, overrides: readonly string[], urgency: Exclude<Urgency, 'FIRST'>): RunningPlanning;
  release(): void;
};

/** The planning thread as the main thread sees it. */
export type Planning = AsyncDisposable & {
  /** Rejects with an Error that says what is wrong with the supergraph. */
  load(sdl: string): Promise<PlannedSupergraph>;
  /** The supergraph of some subgraphs; rejects with an Error that says why they do not fit. */
  compose(subgraphs: readonly SubgraphText[]): Promise<string>;
  /** How many supergraphs are loaded, tasks wait, and threads were replaced. */
  stats(): { readonly loaded: number; readonly waiting: number; readonly replaced: number };
};

/** Loading and composing large graphs takes seconds, on a busy machine more. */
const loadMsMax = 120_000;

/** How often a task is tried in all when threads die of it. */
const triesMax = 2;

/** The longest pause before a new thread, when threads die without having done anything. */
const pauseMsMax = 5_000;

/** Starts the one thread that plans. */
export function startPlanning(options: PlanningOptions = {}): Planning {
  const { planMsMax = 10_000, waitingMax = 500, waitMsMax = 30_000, heapMbMax = 1_024 } = options;
  const thread = startThread({ waitingMax, waitMsMax, heapMbMax, onReplaced: options.onReplaced });
  let keys = 0;

  return {
    async load(sdl) {
      keys += 1;
      const key = keys;
      const facts = await thread.run({ kind: 'load', key, sdl }, 'FIRST', loadMsMax).reply.then(factsOf);
      thread.keep(key, sdl);
      let isReleased = false;
      return {
        ...facts,
        plan(text, overrides, urgency) {
          if (isReleased) throw planErrors.make('PLANNING_UNAVAILABLE');
          const { reply, hurry } = thread.run({ kind: 'plan', key, text, overrides }, urgency, planMsMax);
          return { plan: reply.then(planOf), hurry };
        },
        release() {
          isReleased = true;
          thread.drop(key);
        },
      };
    },
    compose: (subgraphs) => thread.run({ kind: 'compose', subgraphs }, 'FIRST', loadMsMax).reply.then(textOf),
    stats: thread.stats,
    [Symbol.asyncDispose]: thread.stop,
  };
}

type ThreadOptions = {
  readonly waitingMax: number;
  readonly waitMsMax: number;
  readonly heapMbMax: number;
  readonly onReplaced: PlanningOptions['onReplaced'];
};

/**
 * One thread and what waits for it. A thread that dies or takes too long is replaced, and the supergraphs in use are
 * loaded again before anything else is asked of the new one.
 */
function startThread({ heapMbMax, onReplaced, ...bounds }: ThreadOptions) {
  const queue = createPlanningQueue(bounds);
  /** Texts by key of what is loaded, the newest last. */
  const loaded = new Map<number, string>();
  let replaced = 0;
  let lossesInARow = 0;
  let isStopped = false;
  let isBusy = false;
  let restart: NodeJS.Timeout | undefined;
  let worker: PlanningWorker | undefined = startPlanningWorker({ heapMbMax }, replace);

  function replace(lost: WorkerLost): void {
    worker = undefined;
    replaced += 1;
    onReplaced?.(lost.cause instanceof Error ? `${lost.message}: ${lost.cause.message}` : lost.message);
    const pauseMs = lossesInARow === 0 ? 0 : Math.min(50 * 2 ** lossesInARow, pauseMsMax);
    lossesInARow += 1;
    restart = setTimeout(() => {
      worker = startPlanningWorker({ heapMbMax }, replace);
      for (const [key, sdl] of [...loaded].reverse()) reload(key, sdl);
      pump();
    }, pauseMs);
  }

  function reload(key: number, sdl: string): void {
    const { reply } = queue.add({ kind: 'load', key, sdl }, 'FIRST', loadMsMax);
    reply.catch((error) => onReplaced?.(`a supergraph was not loaded again: ${String(error)}`));
  }

  function pump(): void {
    if (isBusy || isStopped || !worker) return;
    const job = queue.take();
    if (!job) return;
    isBusy = true;
    job.tries += 1;
    void work(worker, job);
  }

  async function work(by: PlanningWorker, job: PlanningJob): Promise<void> {
    try {
      job.resolve(await by.run(job.what, job.timeoutMs));
      lossesInARow = 0;
    } catch (cause) {
      if (!isStopped && cause instanceof WorkerLost && cause.isLate)
        job.reject(planErrors.make('PLAN_TIMEOUT', { cause }));
      else if (isStopped || job.tries >= triesMax) job.reject(planErrors.make('PLANNING_UNAVAILABLE', { cause }));
      else queue.putBack(job);
    }
    isBusy = false;
    pump();
  }

  return {
    run(what: PlanningTask, urgency: Urgency, timeoutMs: number) {
      if (isStopped) throw planErrors.make('PLANNING_UNAVAILABLE');
      const waiting = queue.add(what, urgency, timeoutMs);
      pump();
      return waiting;
    },
    keep: (key: number, sdl: string) => void loaded.set(key, sdl),
    drop(key: number): void {
      if (!loaded.delete(key) || isStopped) return;
      // Nobody waits for it; and a thread that dies meanwhile has forgotten it anyway.
      queue.add({ kind: 'release', key }, 'FIRST', loadMsMax).reply.catch(() => undefined);
      pump();
    },
    stats: () => ({ loaded: loaded.size, waiting: queue.length(), replaced }),
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(restart);
      queue.rejectAll(planErrors.make('PLANNING_UNAVAILABLE'));
      await worker?.[Symbol.asyncDispose]();
    },
  };
}

function resultOf(reply: PlanningReply) {
  if (reply.outcome === 'DONE') return reply.result;
  throw new Error(reply.reason);
}

function factsOf(reply: PlanningReply): SupergraphFacts {
  const facts = resultOf(reply);
  if (typeof facts !== 'object') throw new Error('the planning thread gave no facts');
  return facts;
}

function textOf(reply: PlanningReply): string {
  const text = resultOf(reply);
  if (typeof text !== 'string') throw new Error('the planning thread gave no text');
  return text;
}

function planOf(reply: PlanningReply): string {
  if (reply.outcome === 'DONE') return textOf(reply);
  const detail = { reason: reply.reason };
  throw planErrors.make(reply.outcome === 'REFUSED' ? 'PLAN_REFUSED' : 'PLAN_FAILED', { detail });
}
