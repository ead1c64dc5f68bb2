import type { BatchUser, EntityBatch } from './entity-batch.ts';
import { mergeInto } from './merge-values.ts';
import { isObject, type Objectlike } from './objects.ts';
import { applyRewrites } from './rewrites.ts';
import type { Run } from './run.ts';

/** Merges the entities of an answer into the objects that they were asked for; false when they are no entities. */
export function takeEntities(run: Run, batch: EntityBatch, entities: unknown): boolean {
  if (!Array.isArray(entities) || entities.length !== batch.representations.length) return false;
  const { outputRewrites } = batch.fetch;
  if (outputRewrites.length > 0) {
    for (const entity of entities) if (isObject(entity)) applyRewrites(entity, outputRewrites, run.plan.applies);
  }
  for (const [index, user] of batch.users.entries()) {
    // Another fetch's objects stand elsewhere, and what is below them may be asked for differently there.
    const own = index === 0 ? entities : entities.map(copy);
    mergeUser(run, user, own);
  }
  return true;
}

function mergeUser(run: Run, { objects, places }: BatchUser, entities: readonly unknown[]): void {
  const isRepeated = objects.length > entities.length;
  const taken = isRepeated ? new Set<number>() : undefined;
  for (let index = 0; index < objects.length; index += 1) {
    const object = objects[index];
    const place = places[index] ?? -1;
    const entity = entities[place];
    if (!object || !isObject(entity)) continue;
    if (taken?.has(place)) {
      if (run.plan.mayShare) shareBelow(run, entity);
      mergeEntity(run, object, run.plan.mayShare ? entity : (copy(entity) as Objectlike));
    } else {
      taken?.add(place);
      mergeEntity(run, object, entity);
    }
  }
}

/** What is below an entity that is merged into several objects stands in all of them. */
function shareBelow(run: Run, entity: Objectlike): void {
  for (const key in entity) {
    const value = entity[key];
    if (typeof value === 'object' && value !== null) run.shared.add(value);
  }
}

function mergeEntity(run: Run, object: Objectlike, entity: Objectlike): void {
  const before = object.__typename;
  const after = entity.__typename;
  mergeInto(object, entity);
  if (after === undefined || after === before) return;
  // A subgraph that knows an interface as one object answers with its name; the object's own type says more.
  if (typeof before === 'string' && typeof after === 'string' && run.plan.applies(before, after)) {
    object.__typename = before;
  }
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  const copied: Objectlike = {};
  mergeInto(copied, value);
  for (const key in copied) if (typeof copied[key] === 'object') copied[key] = copy(copied[key]);
  return copied;
}
