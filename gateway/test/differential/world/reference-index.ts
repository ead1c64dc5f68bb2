import type { SelectionSetNode } from 'graphql';
import type { Projector } from './project.ts';
import { canonical, type Thing } from './thing.ts';
import type { World } from './world.ts';

/** Finds what a representation means to a subgraph: null where it does not know it, or no key of it fits. */
export type FindReference = (subgraph: string, type: string, representation: unknown) => Thing | null;

export function createReferenceIndex(world: World, projector: Projector): FindReference {
  type Index = { readonly key: SelectionSetNode; readonly things: ReadonlyMap<string, Thing> };
  const indexes = new Map<string, readonly Index[]>();

  function indexesOf(subgraph: string, type: string): readonly Index[] {
    const name = `${subgraph}.${type}`;
    const known = indexes.get(name);
    if (known) return known;
    const keys = world.definitions.types
      .filter((definition) => definition.subgraph === subgraph && definition.type === type)
      .flatMap((definition) => definition.keys);
    const made = keys.map((key) => ({
      key,
      things: new Map(
        world.instances.of(subgraph, type).map((thing) => [canonical(projector.thing(thing, key)), thing] as const),
      ),
    }));
    indexes.set(name, made);
    return made;
  }

  return (subgraph, type, representation) => {
    for (const { key, things } of indexesOf(subgraph, type)) {
      const found = findBy(key, things, representation);
      if (found) return found;
    }
    return null;
  };

  function findBy(key: SelectionSetNode, things: ReadonlyMap<string, Thing>, representation: unknown) {
    try {
      const text = canonical(projector.representation(representation, key));
      return text.includes('null') && hasNull(representation, key) ? undefined : things.get(text);
    } catch {
      // A representation carries one key; the others are missing in it.
      return undefined;
    }
  }

  function hasNull(representation: unknown, key: SelectionSetNode): boolean {
    const found = projector.representation(representation, key);
    return typeof found === 'object' && found !== null && Object.values(found).includes(null);
  }
}
