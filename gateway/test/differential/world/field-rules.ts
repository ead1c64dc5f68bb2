import {
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { SupergraphDefinition } from '../supergraph.ts';
import type { ContextArgument, Definitions, FieldDefinition } from './definitions.ts';

/** What all subgraphs together say of one field of a concrete type. */
export type FieldRule = {
  /** Every declaration, also those of interface objects that the type stands behind. */
  readonly definitions: readonly FieldDefinition[];
  readonly requires: SelectionSetNode | undefined;
  readonly contextArguments: readonly ContextArgument[];
  /** Part of a key: never null, and different for each instance. */
  readonly isKey: boolean;
  /**
   * Needed by the gateway for its own ends. When such a field fails, a gateway reports an error that the merged schema
   * cannot have, because the client did not ask for the field; so they never fail.
   */
  readonly isCalm: boolean;
};

export type FieldRules = (type: string, field: string) => FieldRule;

export function createFieldRules(
  definition: SupergraphDefinition,
  definitions: Definitions,
  schema: GraphQLSchema,
): FieldRules {
  const keys = new Set<string>();
  const calm = new Set<string>(definition.calm);
  for (const { type, keys: selections } of definitions.types) {
    for (const selection of selections) markFields(schema, type, selection, [keys, calm]);
  }
  for (const { type, requires } of definitions.fields) if (requires) markFields(schema, type, requires, [calm]);
  for (const { context, selection } of definitions.fields.flatMap(({ contextArguments }) => contextArguments)) {
    for (const { type, contexts } of definitions.types) {
      if (contexts.includes(context)) markFields(schema, type, selection, [calm]);
    }
  }
  const rules = new Map<string, FieldRule>();
  return (type, field) => {
    const name = `${type}.${field}`;
    const known = rules.get(name);
    if (known) return known;
    const all = definitions.fields.filter(
      (candidate) => candidate.field === field && standsFor(definitions, schema, candidate, type),
    );
    const rule: FieldRule = {
      definitions: all,
      requires: all.find(({ requires }) => requires)?.requires,
      contextArguments: all.flatMap(({ contextArguments }) => contextArguments),
      isKey: keys.has(name),
      isCalm: calm.has(name),
    };
    rules.set(name, rule);
    return rule;
  };
}

function standsFor(definitions: Definitions, schema: GraphQLSchema, field: FieldDefinition, type: string): boolean {
  if (field.type === type) return true;
  const isInterfaceObject = definitions.types.some(
    ({ subgraph, type, isInterfaceObject }) => isInterfaceObject && subgraph === field.subgraph && type === field.type,
  );
  return isInterfaceObject && concreteTypes(schema, field.type).includes(type);
}

/** The object types that an object, interface or union stands for. */
export function concreteTypes(schema: GraphQLSchema, name: string): readonly string[] {
  const type = schema.getType(name);
  if (isAbstractType(type)) return schema.getPossibleTypes(type).map(({ name }) => name);
  return isObjectType(type) ? [name] : [];
}

function markFields(
  schema: GraphQLSchema,
  typeName: string,
  selection: SelectionSetNode,
  sets: readonly Set<string>[],
): void {
  const type = schema.getType(typeName);
  if (!isCompositeType(type)) return;
  for (const node of selection.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      markFields(schema, node.typeCondition?.name.value ?? typeName, node.selectionSet, sets);
    } else if (node.kind === Kind.FIELD) {
      const field = node.name.value;
      for (const concrete of [typeName, ...concreteTypes(schema, typeName)]) {
        for (const set of sets) set.add(`${concrete}.${field}`);
      }
      const inner = fieldType(schema, type, field);
      if (node.selectionSet && inner !== undefined) markFields(schema, inner, node.selectionSet, sets);
    }
  }
}

function fieldType(schema: GraphQLSchema, type: GraphQLCompositeType, field: string): string | undefined {
  const owners = isInterfaceType(type) || isObjectType(type) ? [type] : schema.getPossibleTypes(type);
  const found = owners.map((owner) => owner.getFields()[field]).find((candidate) => candidate !== undefined);
  return found && getNamedType(found.type).name;
}
