import { type GraphQLSchema, isObjectType } from 'graphql';
import type { SupergraphDefinition } from '../supergraph.ts';
import type { Definitions } from './definitions.ts';
import { concreteTypes } from './field-rules.ts';
import type { Thing } from './thing.ts';

const instancesDefault = 4;

export type Instances = {
  isEntity(type: string): boolean;
  /** All instances of a type of a subgraph, with those of all types that it stands for, and its ghosts. */
  of(subgraph: string, type: string): readonly Thing[];
  isAbsent(subgraph: string, thing: Thing): boolean;
  ghosts(subgraph: string, type: string): readonly Thing[];
};

export function createInstances(
  definition: SupergraphDefinition,
  definitions: Definitions,
  schema: GraphQLSchema,
): Instances {
  const entities = new Set(
    definitions.types.filter(({ keys }) => keys.length > 0).flatMap(({ type }) => concreteTypes(schema, type)),
  );
  const things = new Map<string, readonly Thing[]>();
  const ghosts = new Map<string, readonly Thing[]>();
  let ordinal = 1;
  const make = (type: string, count: number, more: object = {}): Thing[] =>
    Array.from({ length: count }, (_, at) => ({ type, id: String(at + 1), ordinal: ordinal++, ...more }));
  for (const type of [...entities].sort()) things.set(type, make(type, definition.instances ?? instancesDefault));
  for (const [name, count] of Object.entries(definition.ghosts ?? {})) {
    ghosts.set(name, make(name.split('.')[1] ?? '', count, { isGhost: true }));
  }
  const absent = new Set(
    Object.entries(definition.absent ?? {}).flatMap(([name, ids]) => ids.map((id) => `${name}.${id}`)),
  );
  const isAbsent = (subgraph: string, thing: Thing) => absent.has(`${subgraph}.${thing.type}.${thing.id}`);
  const ghostsOf = (subgraph: string, type: string) => ghosts.get(`${subgraph}.${type}`) ?? [];
  return {
    isEntity: (type) => entities.has(type) && isObjectType(schema.getType(type)),
    of: (subgraph, type) => [
      ...concreteTypes(schema, type)
        .flatMap((concrete) => things.get(concrete) ?? [])
        .filter((thing) => !isAbsent(subgraph, thing)),
      ...ghostsOf(subgraph, type),
    ],
    isAbsent,
    ghosts: ghostsOf,
  };
}
