import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isObject, type Objectlike, read } from './objects.ts';
import { quote } from './quote.ts';
import type { TypeConditions } from './type-conditions.ts';

/** How objects of one type are represented to a subgraph that is asked for them. */
export type Representation = {
  /**
   * The JSON text by which the subgraph finds the entity; undefined where the object has not what is required and so
   * cannot be asked for.
   */
  text(object: Objectlike): string | undefined;
  /**
   * The one field that tells entities of the type apart, where there is just one: comparing its values costs a
   * fraction of making and comparing texts.
   */
  readonly key: string | undefined;
  /** How many fields it reads. */
  readonly fieldCount: number;
};

/** The representation for objects of a type. */
export type Represent = (typeName: string) => Representation;

type Writer = (object: Objectlike) => string | undefined;

type Constant = { readonly json: string };
type FieldOf = { readonly from: string; as: string; constant?: Constant; children?: readonly QueryPlanSelectionNode[] };

/** Compiles what the plan requires; once per type of the objects, when the first of them comes. */
export function compileRepresent(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  applies: TypeConditions,
): Represent {
  const byType = new Map<string, Representation>();
  return (typeName) => {
    const known = byType.get(typeName);
    if (known) return known;
    const compiled = compileForType(typeName, requires, rewrites, applies);
    // A type that the schema does not know comes from a subgraph out of step: compiled anew, not remembered.
    if (applies(typeName, typeName) && byType.size < typesMax) byType.set(typeName, compiled);
    return compiled;
  };
}

const typesMax = 1_000;

function compileForType(
  typeName: string,
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  applies: TypeConditions,
): Representation {
  const fields = fieldsFor(typeName, selections, applies);
  const nested = rewriteFields(fields, typeName, rewrites, applies);
  if (!fields.some(({ as }) => as === '__typename')) {
    return { text: () => undefined, key: undefined, fieldCount: 0 };
  }
  const telling = fields.filter(({ from, constant }) => from !== '__typename' && !constant);
  const [only] = telling;
  const write = writeObject(fields.map((field) => compileField(field, nested.get(field) ?? [], applies)));
  const isNowhere = (object: Objectlike) => telling.every(({ from }) => read(object, from) === null);
  return {
    // By nulls alone nothing can be found; a subgraph that throws at them would spoil the others' answers.
    text: (object) => (telling.length > 0 && isNowhere(object) ? undefined : write(object)),
    key: telling.length === 1 && only && !only.children ? only.from : undefined,
    fieldCount: fields.length,
  };
}

function writeObject(writers: readonly Writer[]): Writer {
  return (object) => {
    let text = '';
    for (let index = 0; index < writers.length; index += 1) {
      const member = writers[index]?.(object);
      if (member === undefined) return undefined;
      text += index === 0 ? member : `,${member}`;
    }
    return `{${text}}`;
  };
}

/** The fields of all fragments that apply; the same field of two of them is one. */
function fieldsFor(
  typeName: string | undefined,
  selections: readonly QueryPlanSelectionNode[],
  applies: TypeConditions,
): FieldOf[] {
  const fields = new Map<string, FieldOf>();
  const add = (nodes: readonly QueryPlanSelectionNode[]): void => {
    for (const node of nodes) {
      if (node.kind === 'InlineFragment') {
        const { typeCondition } = node;
        if (typeCondition === undefined || typeName === undefined || applies(typeName, typeCondition)) {
          add(node.selections);
        }
        continue;
      }
      const key = node.alias ?? node.name;
      const known = fields.get(key);
      const children = node.selections && [...(known?.children ?? []), ...node.selections];
      fields.set(key, { from: key, as: key, ...(children && { children }) });
    }
  };
  add(selections);
  return [...fields.values()];
}

const onType = '... on ';

/** Applies the rewrites that end in these fields, and gives those that go on below, by field. */
function rewriteFields(
  fields: FieldOf[],
  typeName: string | undefined,
  rewrites: readonly FetchDataRewrite[],
  applies: TypeConditions,
): Map<FieldOf, FetchDataRewrite[]> {
  const below = new Map<FieldOf, FetchDataRewrite[]>();
  for (const rewrite of rewrites) {
    let [head, ...rest] = rewrite.path;
    let isApplied = true;
    while (head?.startsWith(onType)) {
      const condition = head.slice(onType.length);
      if (typeName !== undefined && !applies(typeName, condition)) isApplied = false;
      [head, ...rest] = rest;
    }
    if (!isApplied || head === undefined) continue;
    const field = fields.find(({ from }) => from === head);
    if (rest.length > 0) {
      if (field) below.set(field, [...(below.get(field) ?? []), { ...rewrite, path: rest }]);
    } else if (rewrite.kind === 'KeyRenamer') {
      if (field) field.as = rewrite.renameKeyTo;
    } else {
      const constant = { json: JSON.stringify(rewrite.setValueTo) };
      if (field) field.constant = constant;
      else fields.push({ from: head, as: head, constant });
    }
  }
  return below;
}

/** `"name":value`; undefined where the object has no such field. */
function compileField(
  field: FieldOf,
  rewrites: readonly FetchDataRewrite[],
  applies: TypeConditions,
): (object: Objectlike) => string | undefined {
  const head = `${quote(field.as)}:`;
  const { from, constant, children } = field;
  if (constant) {
    const text = head + constant.json;
    // The field must be there all the same: a type name that is set stands in the place of one that was fetched.
    return (object) => (read(object, from) === undefined ? undefined : text);
  }
  if (!children) {
    return (object) => {
      const value = read(object, from);
      if (typeof value === 'string') return head + quote(value);
      return value === undefined ? undefined : head + JSON.stringify(value);
    };
  }
  const represent = compileNested(children, rewrites, applies);
  return (object) => {
    const text = represent(read(object, from));
    return text === undefined ? undefined : head + text;
  };
}

function compileNested(
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  applies: TypeConditions,
): (value: unknown) => string | undefined {
  const byType = new Map<string | undefined, Writer>();

  function compile(typeName: string | undefined) {
    const fields = fieldsFor(typeName, selections, applies);
    const nested = rewriteFields(fields, typeName, rewrites, applies);
    return writeObject(fields.map((field) => compileField(field, nested.get(field) ?? [], applies)));
  }

  return function represent(value: unknown): string | undefined {
    if (value === undefined) return undefined;
    if (value === null) return 'null';
    if (Array.isArray(value)) {
      const entries = value.map(represent);
      return entries.includes(undefined) ? undefined : `[${entries.join(',')}]`;
    }
    if (!isObject(value)) return JSON.stringify(value);
    const typeName = typeof value.__typename === 'string' ? value.__typename : undefined;
    let writer = byType.get(typeName);
    if (!writer) {
      writer = compile(typeName);
      if (byType.size < typesMax) byType.set(typeName, writer);
    }
    return writer(value);
  };
}
