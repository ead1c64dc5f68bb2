import {
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldRules } from './field-rules.ts';

type Args = Readonly<Record<string, unknown>>;

/**
 * The arguments that a value may depend on: a subgraph sees defaults of arguments and input fields that are
 * inaccessible, the merged schema does not. Types that clients cannot see keep all. `session` only names a run.
 */
export function createVisibleArgs(api: GraphQLSchema, rules: FieldRules) {
  return (typeName: string, fieldName: string, args: Args): Args => {
    const type = api.getType(typeName);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
    if (!field) return args;
    const kept: Record<string, unknown> = {};
    for (const { name, type } of field.args) {
      if (name in args && name !== 'session') kept[name] = visibleInput(type, args[name]);
    }
    for (const { name } of rules(typeName, fieldName).contextArguments) kept[name] = args[name];
    return kept;
  };
}

function visibleInput(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return visibleInput(type.ofType, value);
  if (isListType(type) && Array.isArray(value)) return value.map((entry) => visibleInput(type.ofType, entry));
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return value;
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const field = fields[name];
      return field ? [[name, visibleInput(field.type, inner)]] : [];
    }),
  );
}
