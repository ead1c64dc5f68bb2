import {
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { type Coerce, coercerOf } from './coercer-of.ts';
import { reservedKey } from './reserved-key.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** Checked variables with defaults, or what is wrong with them. */
export type CoercedVariables =
  | { readonly coerced: Record<string, unknown> }
  | { readonly errors: readonly GraphQLError[] };

export type CoerceVariables = (given: Variables) => CoercedVariables;

type Variable = {
  readonly name: string;
  readonly coerce: Coerce;
  /** The value without one given; undefined where there is none. */
  readonly fallback: (() => unknown) | undefined;
  readonly isRequired: boolean;
};

/**
 * Variables that are right are what graphql-js makes of them, for a twentieth of its time. Whatever is not plainly right,
 * graphql-js coerces: it alone says what is wrong, and whether.
 */
export function compileVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  options: { readonly maxErrors: number },
): CoerceVariables {
  const definitions = operation.variableDefinitions ?? [];
  const coerceAll: CoerceVariables = (given) => {
    const { coerced, errors } = getVariableValues(schema, definitions, given, options);
    return coerced ? { coerced } : { errors: errors ?? [] };
  };
  const variables: Variable[] = [];
  for (const definition of definitions) {
    const variable = compileVariable(schema, definition);
    if (!variable) return coerceAll;
    variables.push(variable);
  }
  return (given) => {
    const coerced = coercePlain(variables, given);
    return coerced ? { coerced } : coerceAll(given);
  };
}

function compileVariable(schema: GraphQLSchema, definition: VariableDefinitionNode): Variable | undefined {
  const { value: name } = definition.variable.name;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type) || name === reservedKey) return undefined;
  const { defaultValue } = definition;
  const fallback = defaultValue && valueFromAST(defaultValue, type);
  if (defaultValue && fallback === undefined) return undefined;
  const isShareable = typeof fallback !== 'object' || fallback === null;
  return {
    name,
    coerce: coercerOf(type),
    fallback: defaultValue && (isShareable ? () => fallback : () => valueFromAST(defaultValue, type)),
    isRequired: isNonNullType(type),
  };
}

function coercePlain(variables: readonly Variable[], given: Variables): Record<string, unknown> | undefined {
  const made: Record<string, unknown> = {};
  try {
    for (const { name, coerce, fallback, isRequired } of variables) {
      if (Object.hasOwn(given, name)) {
        const coerced = coerce(given[name]);
        if (coerced === undefined) return undefined;
        made[name] = coerced;
      } else if (fallback) made[name] = fallback();
      else if (isRequired) return undefined;
    }
    return made;
  } catch {
    // What a scalar refuses is told by graphql-js, in its words.
    return undefined;
  }
}
