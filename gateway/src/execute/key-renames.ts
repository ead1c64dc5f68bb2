import { type ASTNode, type DocumentNode, type FieldNode, Kind, print, visit } from 'graphql';

/**
 * Apollo's planner adds to what the client asks for the fields that subgraphs need from each other, under their own
 * names, and does not see that the client may have given such a name to another field, or to the same field with
 * other arguments (`{ id: title }`, or `price(currency: EUR)` where a field requires `price(currency: USD)`). Such
 * fields are planned under keys of ours and written under the client's.
 */
export type KeyRenames = {
  /** The key in the plan's data of a field of the operation. */
  keyOf(field: FieldNode): string;
  /** The document as it is planned. */
  rename(document: DocumentNode): DocumentNode;
  /** The client's keys by ours, for the paths of errors. */
  readonly clientKeys: ReadonlyMap<string, string>;
};

export type KeyRisks = {
  /** Names of all fields, which an alias could take away. */
  readonly names: ReadonlySet<string>;
  /** Names of fields that subgraphs need from others. */
  readonly needed: ReadonlySet<string>;
  /** Those that are needed with arguments. */
  readonly neededWithArguments: ReadonlySet<string>;
};

/** Reads what could clash from a supergraph. */
export function readKeyRisks(supergraph: DocumentNode): KeyRisks {
  const names = new Set(['__typename']);
  const needed = new Set<string>();
  const neededWithArguments = new Set<string>();
  visit(supergraph, {
    FieldDefinition: ({ name }) => void names.add(name.value),
    Argument({ name, value }) {
      if (value.kind !== Kind.STRING || !fieldSetArguments.has(name.value)) return;
      for (const [, field = '', opening] of value.value.matchAll(/(\w+)\s*(\()?/g)) {
        needed.add(field);
        if (opening) neededWithArguments.add(field);
      }
    },
  });
  return { names, needed, neededWithArguments };
}

/** Arguments of the join directives that hold sets of fields. */
const fieldSetArguments: ReadonlySet<string> = new Set(['requires', 'key', 'provides', 'selection']);

/** Undefined for an operation in which nothing can clash, as is usual. */
export function findKeyRenames(document: DocumentNode, risks: KeyRisks): KeyRenames | undefined {
  const planKeys = new Map<string, string>();
  const clientKeys = new Map<string, string>();
  const taken = new Set(risks.names);
  visit(document, { Field: (field) => void taken.add(keyIn(field)) });
  visit(document, {
    Field(field) {
      if (!isRisky(field, risks) || planKeys.has(identityOf(field))) return;
      const key = keyIn(field);
      const planKey = unusedKey(`${key}__p`, planKeys.size, taken);
      planKeys.set(identityOf(field), planKey);
      clientKeys.set(planKey, key);
    },
  });
  if (planKeys.size === 0) return undefined;
  const keyOf = (field: FieldNode) => planKeys.get(identityOf(field)) ?? keyIn(field);
  return {
    keyOf,
    clientKeys,
    rename: (original) =>
      visit(original, {
        Field: {
          leave(field): ASTNode | undefined {
            const value = keyOf(field);
            return value === keyIn(field) ? undefined : { ...field, alias: { kind: Kind.NAME, value } };
          },
        },
      }),
  };
}

/** A client may have keys that look like ours. */
function unusedKey(begin: string, count: number, taken: ReadonlySet<string>): string {
  const key = `${begin}${count}`;
  return taken.has(key) ? unusedKey(`${begin}_`, count, taken) : key;
}

function isRisky(field: FieldNode, { names, needed, neededWithArguments }: KeyRisks): boolean {
  const name = field.name.value;
  const key = keyIn(field);
  if (key !== name && names.has(key)) return true;
  return neededWithArguments.has(name) || (needed.has(name) && (field.arguments?.length ?? 0) > 0);
}

/** The same for fields that may be merged, so that a valid operation stays valid. */
function identityOf(field: FieldNode): string {
  return `${keyIn(field)} ${field.name.value} ${(field.arguments ?? []).map(print).sort().join()}`;
}

function keyIn({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
