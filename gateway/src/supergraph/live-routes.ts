import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  OperationTypeNode,
  type TypeNode,
} from 'graphql';

/** What `@live` says of one subscription field. */
export type LiveRoute = {
  readonly field: string;
  /** The topic's name, with the field's arguments in braces. */
  readonly topic: string;
  /** The query field whose answer is the first event. */
  readonly snapshot: string;
  /** SHARED: all who passed the snapshot receive the same events. */
  readonly scope: 'SHARED' | 'VIEWER';
};

/** Reads the subscription fields of a supergraph; throws an Error that says which `@live` does not fit. */
export function readLiveRoutes(supergraph: DocumentNode): ReadonlyMap<string, LiveRoute> {
  const queries = new Map(rootFields(supergraph, OperationTypeNode.QUERY).map((field) => [field.name.value, field]));
  const routes = new Map<string, LiveRoute>();
  for (const field of rootFields(supergraph, OperationTypeNode.SUBSCRIPTION)) {
    const directive = field.directives?.find(({ name }) => name.value === 'live');
    if (directive) routes.set(field.name.value, readRoute(field, directive, queries));
  }
  return routes;
}

function readRoute(
  field: FieldDefinitionNode,
  directive: ConstDirectiveNode,
  queries: ReadonlyMap<string, FieldDefinitionNode>,
): LiveRoute {
  const name = field.name.value;
  const refuse = (reason: string) => new Error(`@live of ${name}: ${reason}`);
  const topic = stringArgument(directive, 'topic');
  const snapshot = stringArgument(directive, 'snapshot');
  const scope = stringArgument(directive, 'scope') ?? 'SHARED';
  if (topic === undefined || snapshot === undefined) throw refuse('topic and snapshot are needed');
  if (scope !== 'SHARED' && scope !== 'VIEWER') throw refuse(`scope ${scope} is neither SHARED nor VIEWER`);
  const query = queries.get(snapshot);
  if (!query) throw refuse(`there is no query field ${snapshot}`);
  if (namedTypeOf(query.type) !== namedTypeOf(field.type)) throw refuse(`${snapshot} has another type`);
  const taken = new Set(query.arguments?.map((argument) => argument.name.value));
  const given = new Set(field.arguments?.map((argument) => argument.name.value));
  for (const argument of given) if (!taken.has(argument)) throw refuse(`${snapshot} has no argument ${argument}`);
  for (const [, variable] of topic.matchAll(/\{(\w+)\}/g)) {
    if (variable !== undefined && !given.has(variable)) throw refuse(`the topic names ${variable}, no argument`);
  }
  return { field: name, topic, snapshot, scope };
}

/** The topic's name for the values of the field's arguments. */
export function topicName(route: LiveRoute, args: Readonly<Record<string, unknown>>): string {
  return route.topic.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(args[name]));
}

function rootFields(document: DocumentNode, operation: OperationTypeNode): readonly FieldDefinitionNode[] {
  let typeName: string | undefined;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    typeName ??= definition.operationTypes?.find((root) => root.operation === operation)?.type.name.value;
  }
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === typeName
      ? (definition.fields ?? [])
      : [],
  );
}

function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}
