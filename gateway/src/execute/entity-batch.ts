import type { CompiledFetch } from './compiled-plan.ts';
import { collectPositions, type ObjectVisitor, visitObjects } from './entity-path.ts';
import type { Objectlike } from './objects.ts';
import type { Representation } from './representations.ts';
import { readAlong } from './rewrites.ts';
import type { Run } from './run.ts';

/** The entities that one `_entities` field asks for, each once, and the objects that its answers belong to. */
export type EntityBatch = {
  readonly fetch: CompiledFetch;
  /** JSON texts. */
  readonly representations: string[];
  /** Variables with values from above the entities, as JSON texts by name. */
  readonly context: Readonly<Record<string, string>> | undefined;
  /** For whom: more than one where several fetches ask the same. */
  readonly users: BatchUser[];
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
  const batch = startBatch(fetch, undefined);
  const seen = run.shared.size > 0 ? new Set<object>() : undefined;
  const add = createAdder(batch, run.plan.mayShare ? run.shared : undefined);
  visitObjects(run.data, fetch.path, run.plan.applies, add, seen);
  return batch.representations.length === 0 ? [] : [batch];
}

/** Entities below different objects may need different arguments: a batch for each. */
function collectByContext(run: Run, fetch: CompiledFetch): EntityBatch[] {
  const { applies } = run.plan;
  const batches = new Map<string, { readonly batch: EntityBatch; readonly add: ObjectVisitor }>();
  for (const { object, ancestors } of collectPositions(run.data, fetch.path, applies)) {
    const values = new Map<string, unknown>();
    for (const { path, renameKeyTo } of fetch.contextual) {
      const value = readAlong(object, ancestors, path, applies);
      if (value !== undefined) values.set(renameKeyTo, value);
    }
    const context = Object.fromEntries([...values].map(([name, value]) => [name, JSON.stringify(value)]));
    const key = JSON.stringify(context);
    let found = batches.get(key);
    if (!found) {
      const batch = startBatch(fetch, context);
      found = { batch, add: createAdder(batch, undefined) };
      batches.set(key, found);
    }
    found.add(object, {}, '');
  }
  return [...batches.values()].map(({ batch }) => batch).filter(({ representations }) => representations.length > 0);
}

function startBatch(fetch: CompiledFetch, context: EntityBatch['context']): EntityBatch {
  return { fetch, representations: [], context, users: [{ fetch, objects: [], places: [] }] };
}

type OfType = {
  readonly representation: Representation;
  readonly places: Map<unknown, number>;
  /** The object that stands for all that are equal, by place. */
  readonly equals: (Objectlike | undefined)[];
};

/**
 * Adds objects to a batch, each entity once. Objects that have nothing but what represents them are equal and will be
 * completed equally: where `shared` is given, one of them takes the place of all, is completed once, and is written
 * once. Long lists name the same few entities over and over.
 */
function createAdder({ fetch, representations, users }: EntityBatch, shared: Set<object> | undefined): ObjectVisitor {
  const byType = new Map<string, OfType>();
  const byText = new Map<string, number>();
  const objects = users[0]?.objects ?? [];
  const places = users[0]?.places ?? [];
  let lastName = '';
  let last: OfType | undefined;

  function open(typeName: string): OfType | undefined {
    const representation = fetch.represent?.(typeName);
    if (!representation) return undefined;
    const opened: OfType = { representation, places: new Map(), equals: [] };
    byType.set(typeName, opened);
    return opened;
  }

  function placeOf(object: Objectlike, { text }: Representation): number | undefined {
    const representation = text(object);
    if (representation === undefined) return undefined;
    const known = byText.get(representation);
    if (known !== undefined) return known;
    const place = representations.push(representation) - 1;
    byText.set(representation, place);
    return place;
  }

  return (object, container, key) => {
    const typeName = object.__typename;
    if (typeof typeName !== 'string') return true;
    if (typeName !== lastName) {
      last = byType.get(typeName) ?? open(typeName);
      lastName = typeName;
    }
    if (!last) return true;
    const { representation, equals } = last;
    const value = representation.key === undefined ? undefined : object[representation.key];
    const isPlain = typeof value === 'string' || typeof value === 'number';
    let place = isPlain ? last.places.get(value) : undefined;
    if (place === undefined) {
      place = placeOf(object, representation);
      if (place === undefined) return true;
      if (isPlain) last.places.set(value, place);
    }
    if (shared && isPlain && isBare(object, representation.fieldCount)) {
      const equal = equals[place];
      if (equal !== undefined) {
        container[key] = equal;
        shared.add(equal);
        return false;
      }
      equals[place] = object;
    }
    objects.push(object);
    places.push(place);
    return true;
  };
}

function isBare(object: Objectlike, fieldCount: number): boolean {
  let count = 0;
  for (const _ in object) {
    count += 1;
    if (count > fieldCount) return false;
  }
  return true;
}

/** Batches that ask for the same fields become one, so that an entity asked for by several fetches is asked for once. */
export function joinBatches(batches: readonly EntityBatch[]): EntityBatch[] {
  const joined: EntityBatch[] = [];
  const texts = new Map<EntityBatch, Map<string, number>>();
  for (const batch of batches) {
    const other = batch.context
      ? undefined
      : joined.find((each) => !each.context && asksTheSame(each.fetch, batch.fetch));
    if (!other) {
      joined.push({ ...batch, users: [...batch.users] });
      continue;
    }
    const known = texts.get(other) ?? new Map(other.representations.map((text, place) => [text, place]));
    texts.set(other, known);
    const placeIn = batch.representations.map((text) => {
      const place = known.get(text) ?? other.representations.push(text) - 1;
      known.set(text, place);
      return place;
    });
    for (const user of batch.users) {
      other.users.push({ ...user, places: user.places.map((place) => placeIn[place] ?? -1) });
    }
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
