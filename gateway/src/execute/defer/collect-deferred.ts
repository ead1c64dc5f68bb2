import { Kind, type SelectionSetNode } from 'graphql';
import {
  isIncluded,
  type OutputObject,
  type SelectedField,
  type Selecting,
  typeOf,
} from '../project/collect-fields.ts';
import type { Collect, CollectedField, Part } from '../project/shape.ts';
import { labelOf } from './expand-defers.ts';

export type Path = readonly (string | number)[];

/** A deferred fragment at one object of the result. */
export type Usage = {
  readonly id: number;
  readonly label: string;
  readonly path: Path;
  /** The deferred fragment that it stands in. */
  readonly parent: Usage | undefined;
};

/** A set of selections, and the deferred fragment it stands in. */
export type UsedSet = { readonly set: SelectionSetNode; readonly usage: Usage | undefined };

export type UsedSets = readonly UsedSet[];

/** Members of one object that are sent together, with whichever of the fragments they belong to is sent first. */
export type Group = Part<UsedSets> & { readonly usages: readonly Usage[] };

/**
 * How fields that are selected more than once are sent. `ONCE`: as early as any selection of them allows, and never
 * again. `WHOLE`: each fragment has all that it selects.
 */
export type Repetition = 'ONCE' | 'WHOLE';

export type Collector = {
  /** The members to be sent with the group of these fragments; what is to be sent apart from them goes to `onFound`. */
  collectFor(usages: readonly Usage[], onFound: (group: Group) => void): Collect<UsedSets>;
};

type Entry = { readonly field: SelectedField; readonly sets: UsedSet[]; readonly usages: Set<Usage | undefined> };

/** Sorts the members of an object by the deferred fragments that they stand in. */
export function createCollector(selecting: Selecting, repetition: Repetition): Collector {
  let ids = 0;

  function collectEntries(type: OutputObject, sets: UsedSets, path: Path): readonly Entry[] {
    const entries = new Map<string, Entry>();
    const visited = new Set<string>();

    function add(field: SelectedField, usage: Usage | undefined): void {
      const key = repetition === 'ONCE' ? field.key : `${usage?.id} ${field.key}`;
      const entry: Entry = entries.get(key) ?? { field, sets: [], usages: new Set() };
      entries.set(key, entry);
      entry.usages.add(usage);
      for (const set of field.sets) entry.sets.push({ set, usage });
    }

    function collect(set: SelectionSetNode, usage: Usage | undefined): void {
      for (const node of set.selections) {
        if (node.directives?.length && !isIncluded(node.directives, selecting.conditions)) continue;
        if (node.kind === Kind.FIELD) {
          const fieldType = typeOf(selecting.schema, type, node.name.value);
          if (!fieldType) continue;
          const key = (node.alias ?? node.name).value;
          add(
            {
              key,
              from: selecting.renames?.keyOf(node) ?? key,
              name: node.name.value,
              type: fieldType,
              sets: node.selectionSet ? [node.selectionSet] : [],
              isRefused: selecting.refused?.has(node) === true,
            },
            usage,
          );
          continue;
        }
        const name = node.kind === Kind.FRAGMENT_SPREAD ? node.name.value : undefined;
        const body = node.kind === Kind.FRAGMENT_SPREAD ? selecting.fragments.get(node.name.value) : node;
        const visit = `${usage?.id} ${name}`;
        if (!body || (name !== undefined && visited.has(visit))) continue;
        if (name !== undefined) visited.add(visit);
        const condition = body.typeCondition?.name.value;
        if (condition !== undefined && !selecting.applies(type.name, condition)) continue;
        const label = labelOf(node);
        collect(body.selectionSet, label === undefined ? usage : open(label, path, usage));
      }
    }

    for (const { set, usage } of sets) collect(set, usage);
    return [...entries.values()];
  }

  function open(label: string, path: Path, parent: Usage | undefined): Usage {
    ids += 1;
    return { id: ids, label, path: [...path], parent };
  }

  return {
    collectFor: (current, onFound) => (type, sets, object, path) => {
      const now: CollectedField<UsedSets>[] = [];
      const later = new Map<
        string,
        { readonly usages: readonly Usage[]; readonly fields: CollectedField<UsedSets>[] }
      >();
      for (const { field, sets: below, usages } of collectEntries(type, sets, path)) {
        const collected = { ...field, sets: below };
        const deciding = decide(usages);
        if (isSame(deciding, current)) {
          now.push(collected);
          continue;
        }
        const key = deciding.map(({ id }) => id).join();
        const group = later.get(key) ?? { usages: deciding, fields: [] };
        group.fields.push(collected);
        later.set(key, group);
      }
      for (const group of later.values()) onFound({ ...group, type, object, path: [...path] });
      return now;
    },
  };
}

/** The fragments a field is sent with; none where something selects it at once. A fragment in another comes after it. */
function decide(usages: ReadonlySet<Usage | undefined>): readonly Usage[] {
  const found: Usage[] = [];
  for (const usage of usages) {
    if (!usage) return [];
    if (!hasAncestor(usage, usages)) found.push(usage);
  }
  return found.sort((a, b) => a.id - b.id);
}

function hasAncestor(usage: Usage, among: ReadonlySet<Usage | undefined>): boolean {
  for (let at = usage.parent; at; at = at.parent) if (among.has(at)) return true;
  return false;
}

function isSame(a: readonly Usage[], b: readonly Usage[]): boolean {
  return a.length === b.length && a.every((usage, index) => usage === b[index]);
}
