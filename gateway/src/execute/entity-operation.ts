import { Kind, type OperationDefinitionNode, parse, print, stripIgnoredCharacters } from 'graphql';

/** An entity fetch in the parts that a request for several of them is put together from. */
export type EntityOperation = {
  /** What is asked of each entity: `{...on Book{title}}`. */
  readonly selection: string;
  /** Definitions of its variables by name, `representations` left out. */
  readonly definitions: ReadonlyMap<string, string>;
  readonly directives: string;
};

/** Undefined where the fetch has another shape than the planner gives them, or fragments: it is then sent alone. */
export function readEntityOperation(query: string): EntityOperation | undefined {
  const { definitions } = parse(query, { noLocation: true });
  const [operation] = definitions;
  if (definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const [field] = operation.selectionSet.selections;
  const isEntities =
    operation.selectionSet.selections.length === 1 && field?.kind === Kind.FIELD && field.name.value === '_entities';
  if (!isEntities || field.alias || !field.selectionSet || field.directives?.length) return undefined;
  return {
    selection: stripIgnoredCharacters(print(field.selectionSet)),
    definitions: new Map(variableDefinitions(operation)),
    directives: (operation.directives ?? []).map((directive) => stripIgnoredCharacters(print(directive))).join(''),
  };
}

function variableDefinitions(operation: OperationDefinitionNode): [string, string][] {
  return (operation.variableDefinitions ?? [])
    .filter(({ variable }) => variable.name.value !== 'representations')
    .map((definition) => [definition.variable.name.value, stripIgnoredCharacters(print(definition))]);
}

/** The response keys at the root of a fetch. */
export function rootKeysOf(query: string): string[] {
  const operation = parse(query, { noLocation: true }).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [(selection.alias ?? selection.name).value] : [],
  );
}
