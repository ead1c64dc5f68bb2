import {
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { SupergraphDefinition } from '../supergraph.ts';
import type { FieldDefinition } from './definitions.ts';
import { topFields } from './definitions.ts';
import type { Projector } from './project.ts';
import type { FindReference } from './reference-index.ts';
import { isThing, type Thing } from './thing.ts';
import type { createVisibleArgs } from './visible-args.ts';
import type { World } from './world.ts';

/** A thing as one subgraph sees it, with what it was told in a representation, or provides on this path. */
class Seen {
  readonly thing: Thing;
  readonly representation: object | undefined;
  readonly provided: SelectionSetNode | undefined;
  constructor(thing: Thing, representation: object | undefined, provided: SelectionSetNode | undefined) {
    this.thing = thing;
    this.representation = representation;
    this.provided = provided;
  }
}

export type Journals = { of(session: unknown): string[] };

export type SubgraphResolvers = {
  readonly field: GraphQLFieldResolver<unknown, Journals>;
  readonly type: GraphQLTypeResolver<unknown, Journals>;
  reference(type: string, representation: object): object | null;
};

/** Resolves the fields of one subgraph, and refuses those that it must not be asked for. */
export function createSubgraphResolvers(deps: {
  readonly definition: SupergraphDefinition;
  readonly subgraph: string;
  readonly world: World;
  readonly projector: Projector;
  readonly findReference: FindReference;
  readonly visibleArgs: ReturnType<typeof createVisibleArgs>;
}): SubgraphResolvers {
  const { definition, subgraph, world, projector } = deps;
  const fields = new Map<string, FieldDefinition>();
  for (const field of world.definitions.fields) {
    if (field.subgraph === subgraph) fields.set(`${field.type}.${field.field}`, field);
  }

  function check(seen: Seen, field: FieldDefinition, isKey: boolean): void {
    const name = `${subgraph}.${field.type}.${field.field}`;
    if (world.definitions.overridden.has(name)) throw new Error(`${name} is overridden`);
    if (!field.isExternal || isKey) return;
    if (!seen.provided || !topFields(seen.provided).includes(field.field)) throw new Error(`${name} is external`);
  }

  const resolveField: SubgraphResolvers['field'] = (source, args, journals, info) => {
    const name = `${info.parentType.name}.${info.fieldName}`;
    const step = definition.steps?.[name];
    if (step) return step(journals.of(args.session), args);
    const seen = source instanceof Seen ? source : rootOf(info);
    const field = fields.get(name);
    // Fields of the protocol: `_service` and what is below it.
    if (!field) return source instanceof Object ? Reflect.get(source, info.fieldName) : undefined;
    const { thing } = seen;
    check(seen, field, world.rules(thing.type, field.field).isKey);
    const required = field.requires && projector.representation(seen.representation ?? {}, field.requires);
    const value = world.value(thing, field.field, deps.visibleArgs(thing.type, field.field, args), required);
    return wrap(value, field.provides ?? below(seen.provided, field.field));
  };

  return {
    field: resolveField,
    type: (source, _context, info) =>
      source instanceof Seen ? nameIn(info.schema, world, subgraph, source) : undefined,
    reference(type, representation) {
      const thing = deps.findReference(subgraph, type, representation);
      return thing && new Seen(thing, representation, undefined);
    },
  };
}

function rootOf(info: GraphQLResolveInfo): Seen {
  return new Seen({ type: info.parentType.name, id: '', ordinal: -1 }, undefined, undefined);
}

function wrap(value: unknown, provided: SelectionSetNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((entry) => wrap(entry, provided));
  return isThing(value) ? new Seen(value, undefined, provided) : value;
}

/** The concrete type where the subgraph knows it, else the interface object that it knows it as. */
function nameIn(schema: GraphQLSchema, world: World, subgraph: string, { thing }: Seen): string | undefined {
  if (isObjectType(schema.getType(thing.type))) return thing.type;
  return world.definitions.types.find(
    ({ type, subgraph: owner, isInterfaceObject }) =>
      isInterfaceObject && owner === subgraph && world.instances.of(subgraph, type).some((known) => known === thing),
  )?.type;
}

/** What a selection of `@provides` says below one field. */
function below(provided: SelectionSetNode | undefined, field: string): SelectionSetNode | undefined {
  if (!provided) return undefined;
  const selections = provided.selections.flatMap((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT) return below(node.selectionSet, field)?.selections ?? [];
    return node.kind === Kind.FIELD && node.name.value === field ? (node.selectionSet?.selections ?? []) : [];
  });
  return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : undefined;
}
