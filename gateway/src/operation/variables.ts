import {
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  isNonNullType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** Checked variables with defaults, or what is wrong with them. */
export type CoercedVariables = { readonly coerced: Variables } | { readonly errors: readonly GraphQLError[] };

export type CoerceVariables = (given: Variables) => CoercedVariables;

type QuickCheck = { readonly name: string; readonly isRight: (value: unknown) => boolean; readonly fallback: unknown };

const nothing: CoercedVariables = { coerced: {} };

/**
 * Variables of plain types with plain values pass by a `typeof`; for all others, and for whatever looks wrong,
 * graphql-js decides.
 */
export function compileVariables(schema: GraphQLSchema, operation: OperationDefinitionNode): CoerceVariables {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return () => nothing;
  const coerceAll: CoerceVariables = (given) => {
    const { coerced, errors } = getVariableValues(schema, definitions, { ...given }, { maxErrors: 10 });
    return coerced ? { coerced } : { errors: errors ?? [] };
  };
  const checks: QuickCheck[] = [];
  for (const { variable, type: node, defaultValue } of definitions) {
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]);
    const named = isNonNullType(type) ? type.ofType : type;
    const isRight = isSpecifiedScalarType(named as never) ? plainCheck(String(named)) : undefined;
    if (!isRight || !type) return coerceAll;
    const fallback = defaultValue ? valueFromAST(defaultValue, type as never) : undefined;
    const isOptional = !isNonNullType(type) || defaultValue !== undefined;
    checks.push({
      name: variable.name.value,
      isRight: (value) => (value === undefined ? isOptional : value === null ? !isNonNullType(type) : isRight(value)),
      fallback,
    });
  }
  return (given) => {
    // Without a prototype, which a variable named `__proto__` would replace.
    const coerced: Record<string, unknown> = Object.create(null);
    for (const { name, isRight, fallback } of checks) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (!isRight(value)) return coerceAll(given);
      if (value !== undefined) coerced[name] = value;
      else if (fallback !== undefined) coerced[name] = fallback;
    }
    return { coerced };
  };
}

function plainCheck(type: string): ((value: unknown) => boolean) | undefined {
  switch (type) {
    case 'String':
    case 'ID':
      return (value) => typeof value === 'string';
    case 'Int':
      return (value) => typeof value === 'number' && (value | 0) === value;
    case 'Float':
      return (value) => typeof value === 'number' && Number.isFinite(value);
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    default:
      return undefined;
  }
}
