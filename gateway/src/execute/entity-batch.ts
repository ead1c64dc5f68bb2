import type { CompiledFetch } from './compiled-plan.ts';
import { collectObjects, collectPositions } from './entity-path.ts';
import type { Objectlike } from './objects.ts';
import { readAlong } from './rewrites.ts';
import type { Run } from './run.ts';

/** The entities that one `_entities` field asks for, each once, and the objects that its answers belong to. */
export type EntityBatch = {
  readonly fetch: CompiledFetch;
  /** JSON texts. */
  readonly representations: string[];
  readonly places: Map<string, number>;
  /** Variables with values from above the entities, as JSON texts by name. */
  readonly context: Readonly<Record<string, string>> | undefined;
  /** For whom: more than one where several fetches ask the same. */
  readonly users: readonly BatchUser[];
};

export type BatchUser = {
  readonly fetch: CompiledFetch;
  readonly objects: Objectlike[];
  /** The place of each object's entity among the representations. */
  readonly places: number[];
};

/** What a fetch has to ask for; nothing where none of its objects is there. */
export function collectBatches(run: Run, fetch: CompiledFetch): EntityBatch[] {
  if (fetch.contextual.length > 0) return collectByContext(run, fetch);
  const objects: Objectlike[] = [];
  const seen = run.hasShared ? new Set<object>() : undefined;
  collectObjects(run.data, fetch.path, run.plan.applies, objects, seen);
  if (objects.length === 0) return [];
  const batch = startBatch(fetch, undefined);
  for (const object of objects) addTo(batch, object);
  return batch.representations.length === 0 ? [] : [batch];
}

/** Entities below different objects may need different arguments: a batch for each. */
function collectByContext(run: Run, fetch: CompiledFetch): EntityBatch[] {
  const { applies } = run.plan;
  const batches = new Map<string, EntityBatch>();
  for (const { object, ancestors } of collectPositions(run.data, fetch.path, applies)) {
    const values = new Map<string, unknown>();
    for (const { path, renameKeyTo } of fetch.contextual) {
      const value = readAlong(object, ancestors, path, applies);
      if (value !== undefined) values.set(renameKeyTo, value);
    }
    const context = Object.fromEntries([...values].map(([name, value]) => [name, JSON.stringify(value)]));
    const key = JSON.stringify(context);
    const batch = batches.get(key) ?? startBatch(fetch, context);
    batches.set(key, batch);
    addTo(batch, object);
  }
  return [...batches.values()].filter(({ representations }) => representations.length > 0);
}

function startBatch(fetch: CompiledFetch, context: EntityBatch['context']): EntityBatch {
  return { fetch, representations: [], places: new Map(), context, users: [{ fetch, objects: [], places: [] }] };
}

function addTo(batch: EntityBatch, object: Objectlike): void {
  const text = batch.fetch.represent?.(object);
  const user = batch.users[0];
  if (text === undefined || !user) return;
  user.objects.push(object);
  user.places.push(placeOf(batch, text));
}

function placeOf({ representations, places }: EntityBatch, text: string): number {
  const known = places.get(text);
  if (known !== undefined) return known;
  const place = representations.push(text) - 1;
  places.set(text, place);
  return place;
}

/** Batches that ask for the same fields become one, so that an entity asked for by several fetches is asked for once. */
export function joinBatches(batches: readonly EntityBatch[]): EntityBatch[] {
  const joined: EntityBatch[] = [];
  for (const batch of batches) {
    const index = joined.findIndex((other) => asksTheSame(other.fetch, batch.fetch));
    const other = joined[index];
    if (!other || other.context || batch.context) {
      joined.push(batch);
      continue;
    }
    const texts = batch.representations;
    const users = batch.users.map((user) => ({
      ...user,
      places: user.places.map((place) => placeOf(other, texts[place] ?? '')),
    }));
    joined[index] = { ...other, users: [...other.users, ...users] };
  }
  return joined;
}

function asksTheSame(one: CompiledFetch, other: CompiledFetch): boolean {
  const selection = one.entityOperation()?.selection;
  return (
    one === other ||
    (selection !== undefined &&
      selection === other.entityOperation()?.selection &&
      JSON.stringify(one.outputRewrites) === JSON.stringify(other.outputRewrites))
  );
}
