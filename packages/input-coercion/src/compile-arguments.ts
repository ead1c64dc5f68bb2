import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  getArgumentValues,
  isNonNullType,
  Kind,
  valueFromAST,
} from 'graphql';
import { reservedKey } from './reserved-key.ts';

/** Reads the arguments of one field from coerced variables; throws what graphql-js throws. */
export type ReadArguments = (variables: Record<string, unknown>) => Record<string, unknown>;

/** `missing`: there is none; undefined: graphql-js must say what is wrong. */
type ReadArgument = (variables: Record<string, unknown>) => unknown;

const missing = Symbol('missing');

/** Variables have been coerced already, and literals are read once where nothing can change them. */
export function compileArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): ReadArguments {
  const { args } = field;
  if (args.length === 0) return () => ({});
  const readAll: ReadArguments = (variables) => getArgumentValues(field, node, variables);
  if (args.some(({ name }) => name === reservedKey)) return readAll;
  const given = new Map(node.arguments?.map((argument) => [argument.name.value, argument]));
  const readers = args.map((arg) => ({ name: arg.name, read: compileArgument(arg, given.get(arg.name)) }));
  return (variables) => {
    const made: Record<string, unknown> = {};
    for (const { name, read } of readers) {
      const value = read(variables);
      if (value === undefined) return readAll(variables);
      if (value !== missing) made[name] = value;
    }
    return made;
  };
}

function compileArgument({ type, defaultValue }: GraphQLArgument, given: ArgumentNode | undefined): ReadArgument {
  const isNonNull = isNonNullType(type);
  const withoutValue = defaultValue !== undefined ? defaultValue : isNonNull ? undefined : missing;
  if (!given) return () => withoutValue;
  const { value: node } = given;
  if (node.kind === Kind.VARIABLE) {
    const { value: name } = node.name;
    return (variables) => {
      if (!Object.hasOwn(variables, name)) return withoutValue;
      const value = variables[name];
      return value === null && isNonNull ? undefined : value;
    };
  }
  if (node.kind === Kind.OBJECT || node.kind === Kind.LIST) return (variables) => valueFromAST(node, type, variables);
  const literal: unknown = valueFromAST(node, type);
  const isShareable = typeof literal !== 'object' || literal === null;
  return isShareable ? () => literal : (variables) => valueFromAST(node, type, variables);
}
