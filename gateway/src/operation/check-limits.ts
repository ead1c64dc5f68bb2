import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import type { OperationLimits } from '../config.ts';
import { type Measure, measureOperation } from './measure-operation.ts';
import { operationErrors } from './operation.errors.ts';

/** Throws the error of the first limit that a validated operation breaks. */
export function checkLimits(
  limits: OperationLimits,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const refuse = (code: Parameters<typeof operationErrors.make>[0], max: number) => {
    throw operationErrors.make(code, { facts: { max } });
  };
  if (countRootFields(document, operation) > limits.rootFieldsMax) {
    refuse('OPERATION_TOO_MANY_ROOT_FIELDS', limits.rootFieldsMax);
  }
  const measure = measureAny(schema, document, operation, withDefaults(operation, variables));
  if (measure.depth > limits.depthMax) refuse('OPERATION_TOO_DEEP', limits.depthMax);
  if (measure.aliases > limits.aliasesMax) refuse('OPERATION_TOO_MANY_ALIASES', limits.aliasesMax);
  if (measure.cost > limits.costMax) refuse('OPERATION_TOO_COSTLY', limits.costMax);
}

/** What is nested more deeply than the stack can follow is deeper than any limit. */
function measureAny(...operation: Parameters<typeof measureOperation>): Measure {
  try {
    return measureOperation(...operation);
  } catch (error) {
    if (error instanceof RangeError) return { depth: Number.POSITIVE_INFINITY, aliases: 0, cost: 0 };
    throw error;
  }
}

/** How many fields stand at the root: what an operation counts as against the rate limits. */
export function countRootFields(document: DocumentNode, operation: OperationDefinitionNode): number {
  const counted = new Map<string, number>();
  const countIn = (set: OperationDefinitionNode['selectionSet']): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + countIn(selection.selectionSet);
      return sum + countFragment(selection.name.value);
    }, 0);
  const countFragment = (name: string): number => {
    const known = counted.get(name);
    if (known !== undefined) return known;
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    const count = fragment?.kind === Kind.FRAGMENT_DEFINITION ? countIn(fragment.selectionSet) : 0;
    counted.set(name, count);
    return count;
  };
  return countIn(operation.selectionSet);
}

function withDefaults(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue && 'value' in defaultValue ? [[variable.name.value, defaultValue.value]] : [],
  );
  return defaults.length === 0 ? variables : { ...Object.fromEntries(defaults), ...variables };
}
