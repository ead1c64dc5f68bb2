import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Random } from '../differential/random.ts';
import type { Json, JsonObject } from './json.ts';

export type Operation = {
  readonly query: string;
  readonly variables: Readonly<Record<string, Json>>;
  readonly operationName: string | undefined;
};

export const oddAliases = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'toJSON',
  'data',
];

type Writing = {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly definitions: string[];
  readonly variables: JsonObject;
  readonly fragments: string[];
  /** Fields that may still be written. */
  budget: number;
};

/** A valid operation: each response key stands once in each object, so that nothing has to be merged. */
export function writeOperation(schema: GraphQLSchema, random: Random): Operation {
  const kind = random.chance(0.15) ? 'mutation' : 'query';
  const root = kind === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  if (!root) throw new Error(`the graph has no ${kind}`);
  const writing: Writing = { schema, random, definitions: [], variables: {}, fragments: [], budget: 40 };
  const selection = writeSelection(writing, root, 1 + random.below(5), new Set());
  const operationName = random.chance(0.5) ? `Operation${random.below(10)}` : undefined;
  const definitions = writing.definitions.length > 0 ? `(${writing.definitions.join(', ')})` : '';
  const query = [`${kind} ${operationName ?? ''}${definitions} ${selection}`, ...writing.fragments].join('\n');
  return { query, variables: writing.variables, operationName };
}

function writeSelection(writing: Writing, type: GraphQLNamedType, depth: number, used: Set<string>): string {
  const { random, schema } = writing;
  const parts: string[] = [];
  if (random.chance(0.3) && !used.has('__typename')) parts.push(use(used, '__typename'));
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => depth > 1 || isLeafType(getNamedType(field.type)));
    for (let count = 1 + random.below(5); count > 0 && fields.length > 0; count -= 1) {
      const field = writeField(writing, random.pick(fields), depth, used);
      if (field !== undefined) parts.push(field);
    }
  }
  if (isAbstractType(type)) {
    for (const possible of schema.getPossibleTypes(type)) {
      if (random.chance(0.5)) parts.push(writeFragment(writing, possible, depth, used));
    }
  } else if (random.chance(0.1) && depth > 1) parts.push(writeFragment(writing, type, depth, used));
  if (parts.length === 0) parts.push(`${use(used, `none${used.size}`)}: __typename`);
  return `{ ${parts.join(' ')} }`;
}

function use(used: Set<string>, key: string): string {
  used.add(key);
  return key;
}

function writeFragment(writing: Writing, type: GraphQLNamedType, depth: number, used: Set<string>): string {
  const selection = writeSelection(writing, type, depth, used);
  if (writing.random.chance(0.7)) return `... on ${type.name}${writeCondition(writing)} ${selection}`;
  const name = `Fragment${writing.fragments.length}`;
  writing.fragments.push(`fragment ${name} on ${type.name} ${selection}`);
  return `...${name}${writeCondition(writing)}`;
}

function writeField(
  writing: Writing,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  used: Set<string>,
): string | undefined {
  const { random } = writing;
  const key = random.chance(0.12) ? random.pick([...oddAliases, `alias${random.below(100)}`]) : field.name;
  if (used.has(key) || writing.budget <= 0) return undefined;
  used.add(key);
  writing.budget -= 1;
  const args = field.args
    .filter((arg) => isRequiredArgument(arg) || random.chance(0.5))
    .map((arg) => `${arg.name}: ${writeArgument(writing, arg)}`);
  const type = getNamedType(field.type);
  return [
    key === field.name ? key : `${key}: ${field.name}`,
    args.length > 0 ? `(${args.join(', ')})` : '',
    writeCondition(writing),
    isLeafType(type) ? '' : ` ${writeSelection(writing, type, depth - 1, new Set())}`,
  ].join('');
}

function writeCondition(writing: Writing): string {
  const { random } = writing;
  if (!random.chance(0.08)) return '';
  const directive = random.pick(['skip', 'include']);
  if (random.chance(0.5)) return ` @${directive}(if: ${random.chance(0.5)})`;
  return ` @${directive}(if: ${addVariable(writing, 'Boolean!', random.chance(0.5))})`;
}

function writeArgument(writing: Writing, { type }: GraphQLArgument): string {
  const value = inputValue(type, writing.random, 3);
  return writing.random.chance(0.5) ? addVariable(writing, String(type), value) : writeLiteral(type, value);
}

function addVariable({ definitions, variables }: Writing, type: string, value: Json): string {
  const name = `v${definitions.length}`;
  definitions.push(`$${name}: ${type}`);
  variables[name] = value;
  return `$${name}`;
}

function inputValue(type: GraphQLInputType, random: Random, depth: number): Json {
  if (isNonNullType(type)) return inputValue(type.ofType, random, Math.max(1, depth));
  if (depth <= 0) return null;
  if (isListType(type))
    return Array.from({ length: random.below(3) }, () => inputValue(type.ofType, random, depth - 1));
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((each) => isNonNullType(each.type) || random.chance(0.4));
    return Object.fromEntries(fields.map((each) => [each.name, inputValue(each.type, random, depth - 1)]));
  }
  return type.name === 'Int' ? random.below(5) : String(random.below(10));
}

function writeLiteral(type: GraphQLInputType, value: Json): string {
  if (isNonNullType(type)) return writeLiteral(type.ofType, value);
  if (isListType(type) && Array.isArray(value)) {
    return `[${value.map((entry) => writeLiteral(type.ofType, entry)).join(', ')}]`;
  }
  if (isEnumType(type)) return String(value);
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = type.getFields();
  const members = Object.entries(value).map(([name, member]) => {
    const field = fields[name];
    return `${name}: ${field ? writeLiteral(field.type, member) : 'null'}`;
  });
  return `{ ${members.join(', ')} }`;
}
