import { type GraphQLLeafType, isEnumType, isScalarType, isSpecifiedScalarType } from 'graphql';
import { quote } from '../quote.ts';

/** What the written-out projection needs to know of its progress. */
export type ProjectionState = {
  /** False once something does not fit the schema: the text is then of no use. */
  isSound: boolean;
  /** Objects that stand in several places. */
  readonly shared: ReadonlySet<object>;
  /** Their texts, by writer. */
  readonly written: Map<object, Map<object, string>>;
};

/** Writes a value that the quick check in the generated code did not recognise. */
export type LeafWriter = (value: unknown, state: ProjectionState) => string;

/** JavaScript that is true for a value of the type which `quickText` may write. */
export function quickCheck(type: GraphQLLeafType, value: string): string | undefined {
  if (!isSpecifiedScalarType(type)) return undefined;
  switch (type.name) {
    case 'String':
    case 'ID':
      return `typeof ${value}==='string'`;
    case 'Int':
      // An object would be asked for its `valueOf`, which may be anything.
      return `typeof ${value}==='number'&&(${value}|0)===${value}`;
    case 'Float':
      return `typeof ${value}==='number'&&isFinite(${value})`;
    case 'Boolean':
      return `typeof ${value}==='boolean'`;
    default:
      return undefined;
  }
}

/** JavaScript that makes JSON of such a value. */
export function quickText(type: GraphQLLeafType, value: string): string {
  return type.name === 'String' || type.name === 'ID' ? `quote(${value})` : `${value}`;
}

export function createLeafWriter(type: GraphQLLeafType): LeafWriter {
  const read = createLeafReader(type);
  const known = new Map<unknown, string>(
    isEnumType(type) ? type.getValues().map(({ name }) => [name, quote(name)]) : [],
  );
  return (value, state) => {
    const text = known.get(value);
    if (text !== undefined) return text;
    const found = value === undefined || value === null ? undefined : read(value);
    if (found === undefined) state.isSound = false;
    return JSON.stringify(found) ?? 'null';
  };
}

/** The value as the schema has it; undefined where it is none of the type. */
export function createLeafReader(type: GraphQLLeafType): (value: unknown) => unknown {
  if (isScalarType(type) && !isSpecifiedScalarType(type)) return (value) => value;
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => (names.has(value) ? value : undefined);
  }
  return (value) => {
    try {
      return type.serialize(value);
    } catch {
      return undefined;
    }
  };
}
