import {
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { concreteTypes } from './field-rules.ts';
import { isThing, type Thing } from './thing.ts';
import type { createVisibleArgs } from './visible-args.ts';
import type { World } from './world.ts';

export type Projector = {
  /** What a selection finds on a thing of the merged data. */
  thing(thing: Thing, selection: SelectionSetNode): unknown;
  /** What a selection finds in a representation; throws an Error where something is missing. */
  representation(value: unknown, selection: SelectionSetNode): unknown;
};

export function createProjector(
  world: World,
  schema: GraphQLSchema,
  visibleArgs: ReturnType<typeof createVisibleArgs>,
): Projector {
  function project(value: unknown, selection: SelectionSetNode): unknown {
    if (value instanceof Error) throw value;
    if (Array.isArray(value)) return value.map((entry) => project(entry, selection));
    return isThing(value) ? thing(value, selection) : value;
  }

  function thing(owner: Thing, selection: SelectionSetNode): unknown {
    const found: Record<string, unknown> = {};
    for (const node of fieldsFor(schema, owner.type, selection)) {
      const name = node.name.value;
      const value = name === '__typename' ? owner.type : fieldValue(owner, node);
      found[name] = node.selectionSet ? merge(found[name], project(value, node.selectionSet)) : value;
    }
    return found;
  }

  function fieldValue(owner: Thing, node: FieldNode): unknown {
    const name = node.name.value;
    const type = schema.getType(owner.type);
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    const args = field ? visibleArgs(owner.type, name, getArgumentValues(field, node)) : {};
    const { requires } = world.rules(owner.type, name);
    return world.value(owner, name, args, requires && thing(owner, requires));
  }

  function representation(value: unknown, selection: SelectionSetNode): unknown {
    if (Array.isArray(value)) return value.map((entry) => representation(entry, selection));
    if (value === null || typeof value !== 'object') return value;
    const object = new Map<string, unknown>(Object.entries(value));
    const typename = object.get('__typename');
    const found: Record<string, unknown> = {};
    for (const node of fieldsFor(schema, typeof typename === 'string' ? typename : undefined, selection)) {
      const name = node.name.value;
      const inner = object.get(name);
      if (inner === undefined) throw new Error(`${name} is missing in the representation`);
      found[name] = node.selectionSet ? merge(found[name], representation(inner, node.selectionSet)) : inner;
    }
    return found;
  }

  return { thing, representation };
}

/** Two conditions that both hold may select below the same field. */
function merge(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return before.map((entry, at) => merge(entry, after[at]));
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject(before) && isObject(after) ? Object.assign({}, before, after) : after;
}

function fieldsFor(
  schema: GraphQLSchema,
  typename: string | undefined,
  selection: SelectionSetNode,
): readonly FieldNode[] {
  return selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind !== Kind.INLINE_FRAGMENT) return [];
    const condition = node.typeCondition?.name.value;
    if (condition !== undefined && typename === undefined) throw new Error('__typename is missing');
    const holds =
      condition === undefined || condition === typename || concreteTypes(schema, condition).includes(typename ?? '');
    return holds ? fieldsFor(schema, typename, node.selectionSet) : [];
  });
}
