import {
  type GraphQLLeafType,
  type GraphQLOutputType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type SelectionSetNode,
} from 'graphql';
import { isInheritedName, type Objectlike, read } from '../objects.ts';
import { quote } from '../quote.ts';
import { collectFields, type OutputObject, type SelectedField, type Selecting } from './collect-fields.ts';
import { createLeafWriter, type LeafWriter, type ProjectionState, quickCheck, quickText } from './leaf.ts';

/** JSON text of one object of the result, with what the operation asks for and nothing else. */
export type ObjectWriter = (object: Objectlike, state: ProjectionState) => string;

/** Makes writers of the objects of one operation; each is made once, when the first object of its type comes. */
export type WriterSource = (type: OutputObject, sets: readonly SelectionSetNode[]) => ObjectWriter;

/**
 * Writers are JavaScript generated for the selection: the names, the order, the lists and the checks of the types are
 * constants in it, and V8 compiles it like any other hot function. Generated text holds names of the GraphQL grammar
 * and JSON strings only. A value that does not fit makes the state unsound; the slow way then finds out what is wrong.
 */
export function createWriterSource(selecting: Selecting): WriterSource {
  const writers = new Map<string, ObjectWriter>();
  const setIds = new Map<SelectionSetNode, number>();
  const leafWriters = new Map<GraphQLLeafType, LeafWriter>();

  function idOf(set: SelectionSetNode): number {
    const id = setIds.get(set) ?? setIds.size;
    setIds.set(set, id);
    return id;
  }
  function leafWriter(type: GraphQLLeafType): LeafWriter {
    const writer = leafWriters.get(type) ?? createLeafWriter(type);
    leafWriters.set(type, writer);
    return writer;
  }

  const open: WriterSource = (type, sets) => {
    const key = `${type.name} ${sets.map(idOf).join(' ')}`;
    const known = writers.get(key);
    if (known) return known;
    const writer = generate(type, collectFields(selecting, type, sets));
    writers.set(key, writer);
    return writer;
  };

  function openAny(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): ObjectWriter {
    if (isObjectType(type)) return once(open(type, sets));
    const byName = new Map<unknown, ObjectWriter>();
    return (object, state) => {
      const name = object.__typename;
      const known = byName.get(name);
      if (known) return known(object, state);
      const found = concreteType(selecting, type, name);
      if (!found) {
        state.isSound = false;
        return 'null';
      }
      const writer = once(open(found, sets));
      byName.set(name, writer);
      return writer(object, state);
    };
  }

  function generate(type: OutputObject, fields: readonly SelectedField[]): ObjectWriter {
    const bound: unknown[] = [];
    const bind = (value: unknown): string => `b${bound.push(value) - 1}`;
    const lines = fields.map((field, index) => {
      const head = JSON.stringify(`${index === 0 ? '{' : ','}${JSON.stringify(field.key)}:`);
      if (field.name === '__typename') return `t+=${head}+${typeNameText(type, bind)};`;
      if (field.isRefused) return `${isNonNullType(field.type) ? 's.isSound=false;' : ''}t+=${head}+'null';`;
      const member = isInheritedName(field.from) ? `read(o,${JSON.stringify(field.from)})` : `o.${field.from}`;
      return `v=${member};t+=${head};${valueCode(field.type, field.sets, 'v', 0, bind)}`;
    });
    const body = fields.length === 0 ? "return '{}'" : `let v,t='';${lines.join('\n')}\nreturn t+'}'`;
    const names = bound.map((_, index) => `b${index}`);
    const make = new Function('quote', 'read', ...names, `return function write${type.name}(o,s){${body}}`);
    return make(quote, read, ...bound);
  }

  function typeNameText(type: OutputObject, bind: (value: unknown) => string): string {
    if (isObjectType(type)) return JSON.stringify(JSON.stringify(type.name));
    // The name of an interface tells nothing: the subgraph knows the object without knowing what it is.
    return `${bind((state: ProjectionState) => {
      state.isSound = false;
      return 'null';
    })}(s)`;
  }

  function valueCode(
    type: GraphQLOutputType,
    sets: readonly SelectionSetNode[],
    value: string,
    depth: number,
    bind: (value: unknown) => string,
  ): string {
    const isRequired = isNonNullType(type);
    const inner = isNonNullType(type) ? type.ofType : type;
    const none = isRequired ? "s.isSound=false;t+='null';" : "t+='null';";
    if (isListType(inner)) {
      const [index, entry] = [`i${depth}`, `e${depth}`];
      const each = valueCode(inner.ofType, sets, entry, depth + 1, bind);
      return (
        `if(${value}===null||${value}===undefined){${none}}else if(!Array.isArray(${value})){s.isSound=false;}else{t+='[';` +
        `for(let ${index}=0;${index}<${value}.length;${index}++){const ${entry}=${value}[${index}];` +
        `if(${index}!==0)t+=',';${each}}t+=']';}`
      );
    }
    if (isLeafType(inner)) {
      const check = quickCheck(inner, value);
      const slow = `${bind(leafWriter(inner))}(${value},s)`;
      const present = check === undefined ? slow : `${check}?${quickText(inner, value)}:${slow}`;
      return isRequired ? `t+=${present};` : `t+=${value}===null||${value}===undefined?'null':${present};`;
    }
    const writer = bind(openAny(inner, sets));
    return (
      `if(${value}===null||${value}===undefined){${none}}` +
      `else if(typeof ${value}!=='object'||Array.isArray(${value})){s.isSound=false;}else t+=${writer}(${value},s);`
    );
  }

  return open;
}

/** Writes an object that stands in several places once and remembers its text. */
function once(write: ObjectWriter): ObjectWriter {
  return (object, state) => {
    if (state.shared.size === 0 || !state.shared.has(object)) return write(object, state);
    let texts = state.written.get(write);
    if (!texts) {
      texts = new Map();
      state.written.set(write, texts);
    }
    const known = texts.get(object);
    if (known !== undefined) return known;
    const text = write(object, state);
    texts.set(object, text);
    return text;
  };
}

/** The type of an object by the name it gives itself; undefined for one that may not stand here or is hidden. */
export function concreteType(
  selecting: Selecting,
  declared: GraphQLOutputType,
  name: unknown,
): OutputObject | undefined {
  if (!isCompositeType(declared)) return undefined;
  if (isObjectType(declared)) return declared;
  // Not asked for where it makes no difference; a name that is no text is another matter.
  if (typeof name !== 'string') return name === undefined && isInterfaceType(declared) ? declared : undefined;
  const type = selecting.schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  if (type === declared) return type;
  return (isInterfaceType(declared) || isUnionType(declared)) && selecting.applies(name, declared.name)
    ? type
    : undefined;
}
