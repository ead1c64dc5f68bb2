import type { QueryPlan } from '@apollo/query-planner';
import { LecternError } from '@lectern/errors';
import { LRUCache } from 'lru-cache';
import { normalizeOperation } from './normalize-operation.ts';
import { planErrors } from './plan.errors.ts';
import type { Planner, PlanRequest } from './planner.ts';
import type { PlannedSupergraph, RunningPlanning } from './planning.ts';

export type PlanCacheEvents = {
  readonly onHit?: () => void;
  /** One planning may answer several misses. */
  readonly onMiss?: () => void;
  /** Milliseconds of one planning, waiting included; the outcome is `ok` or the code of the error. */
  readonly onPlanned?: (ms: number, outcome: string) => void;
};

export type PlanCache = Planner & {
  /** Counts uses of a plan that was kept elsewhere; `plan` counts each of its calls by itself. */
  countUse(plan: QueryPlan, uses?: number): void;
  /** Plans with spare time, for nobody yet; resolves when the plan is there. `uses` are what it begins with. */
  warm(request: PlanRequest, uses: number): Promise<QueryPlan>;
  /** The operations used most, the busiest first. */
  busiest(count: number): readonly BusyOperation[];
  /** Plannings that run or wait. */
  readonly pending: number;
  readonly size: number;
  clear(): void;
};

export type BusyOperation = PlanRequest & { readonly uses: number };

type Entry = { readonly plan: QueryPlan; readonly request: PlanRequest; readonly bytes: number; uses: number };

type Running = { readonly entry: Promise<Entry>; readonly hurry: () => void };

export type PlanCacheBounds = { readonly plansMax: number; readonly bytesMax: number };

const defaultBounds: PlanCacheBounds = { plansMax: 5_000, bytesMax: 64 * 1_048_576 };

/** What took too long once is not tried again at once: whoever repeats it would keep the thread from all others. */
const latePlansMax = 1_000;
const latePlanMs = 60_000;

/** Of a plan's JSON; measured: 1.2 as objects, and characters beyond Latin-1 take two. */
const bytesPerCharacter = 2;

/** Plans of one supergraph, by normalized operation. */
export function createPlanCache(
  supergraph: Pick<PlannedSupergraph, 'plan' | 'overrideLabels'>,
  events: PlanCacheEvents = {},
  { plansMax, bytesMax }: PlanCacheBounds = defaultBounds,
): PlanCache {
  const entries = new LRUCache<string, Entry>({
    max: plansMax,
    maxSize: bytesMax,
    sizeCalculation: ({ bytes }) => bytes,
  });
  const byPlan = new WeakMap<QueryPlan, Entry>();
  const running = new Map<string, Running>();
  const late = new LRUCache<string, true>({ max: latePlansMax, ttl: latePlanMs });
  const keyOf = createKeys(supergraph.overrideLabels);

  function begin({ key, text, overrides }: Keyed, request: PlanRequest, urgency: 'SOON' | 'SPARE'): Running {
    const startedAt = performance.now();
    const planning = supergraph.plan(text, overrides, urgency);
    const done = (outcome: string) => {
      running.delete(key);
      events.onPlanned?.(performance.now() - startedAt, outcome);
    };
    const entry = finish(planning, request, key, done);
    const begun = { entry, hurry: planning.hurry };
    running.set(key, begun);
    return begun;
  }

  async function finish(
    planning: RunningPlanning,
    request: PlanRequest,
    key: string,
    done: (outcome: string) => void,
  ): Promise<Entry> {
    try {
      const json = await planning.plan;
      const plan: QueryPlan = JSON.parse(json);
      const bytes = bytesPerCharacter * json.length + 2 * (key.length + request.text.length);
      const entry = { plan, request, bytes, uses: 0 };
      entries.set(key, entry);
      byPlan.set(plan, entry);
      done('ok');
      return entry;
    } catch (error) {
      const code = error instanceof LecternError ? error.code : 'unknown';
      if (code === 'PLAN_TIMEOUT') late.set(key, true);
      done(code);
      throw error;
    }
  }

  return {
    async plan(request, onMiss) {
      const keyed = keyOf(request);
      const known = entries.get(keyed.key);
      if (known) {
        events.onHit?.();
        known.uses += 1;
        return known.plan;
      }
      events.onMiss?.();
      onMiss?.();
      if (late.has(keyed.key)) throw planErrors.make('PLAN_TIMEOUT');
      const waiting = running.get(keyed.key);
      waiting?.hurry();
      const entry = await (waiting ?? begin(keyed, request, 'SOON')).entry;
      entry.uses += 1;
      return entry.plan;
    },
    countUse(plan, uses = 1) {
      const entry = byPlan.get(plan);
      if (entry) entry.uses += uses;
    },
    async warm(request, uses) {
      const keyed = keyOf(request);
      const entry = entries.get(keyed.key) ?? (await (running.get(keyed.key) ?? begin(keyed, request, 'SPARE')).entry);
      entry.uses += uses;
      return entry.plan;
    },
    busiest(count) {
      const all = [...entries.values()].filter(({ uses }) => uses > 0).sort((a, b) => b.uses - a.uses);
      return all.slice(0, count).map(({ request, uses }) => ({ ...request, uses }));
    },
    get pending() {
      return running.size;
    },
    get size() {
      return entries.size;
    },
    clear() {
      entries.clear();
      late.clear();
    },
  };
}

type Keyed = { readonly key: string; readonly text: string; readonly overrides: readonly string[] };

/** Texts whose normalized form is remembered: most requests repeat a text to the letter. */
const normalizedMax = 5_000;
const normalizedBytesMax = 16 * 1_048_576;

function createKeys(labels: readonly string[]): (request: PlanRequest) => Keyed {
  const normalized = new LRUCache<string, string>({
    max: normalizedMax,
    maxSize: normalizedBytesMax,
    sizeCalculation: (text, key) => 2 * (text.length + key.length),
  });
  return ({ text, operationName, overrides: asked = [] }) => {
    const asAsked = `${operationName ?? ''}\n${text}`;
    let operation = normalized.get(asAsked);
    if (operation === undefined) {
      operation = normalizeOperation(text, operationName);
      normalized.set(asAsked, operation);
    }
    const overrides = asked.length === 0 ? asked : labels.filter((label) => asked.includes(label));
    return {
      key: overrides.length === 0 ? operation : `${overrides.join(' ')}\n${operation}`,
      text: operation,
      overrides,
    };
  };
}
