import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getOperationAST,
  print,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type FieldRequirements, readFieldRequirements } from './field-requirements.ts';
import { filterOperation } from './filter-operation.ts';
import { refusedPaths } from './refused-paths.ts';
import { type Grants, isMet, type Requirement } from './requirement.ts';

export type Refusal = {
  /** Response keys from the root; no indexes of lists. */
  readonly path: readonly string[];
  /** UNAUTHENTICATED while nobody is signed in, else FORBIDDEN: a code of `accessErrors`. */
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN';
};

export type Verdict =
  | { readonly isAllowed: true }
  | {
      readonly isAllowed: false;
      /** The operation without its refused fields, valid, alone in its document; undefined when nothing is left. */
      readonly document: DocumentNode | undefined;
      /** The same as text. */
      readonly text: string | undefined;
      /** At most 500, each path once. */
      readonly refusals: readonly Refusal[];
      /**
       * The same as nodes of the document that was asked about, those below another refused one too. What a plan
       * fetches for its own purposes, such as keys, may contain their values.
       */
      readonly refused: ReadonlySet<FieldNode>;
    };

/** What one operation asks for, found once; to be kept with the document. */
export type OperationRequirements = {
  /** The same grants get the same object, document and all, as long as it is kept. */
  check(grants: Grants): Verdict;
};

export type Authorization = {
  /**
   * What a VALIDATED operation asks for; undefined when anybody may run it. A field that a variable may skip counts as
   * selected. Introspection and `__typename` ask for nothing. Throws an Error when there is no such operation.
   */
  requirementsOf(document: DocumentNode, operationName?: string): OperationRequirements | undefined;
};

/**
 * Reads who may select what from `@authenticated`, `@requiresScopes` and `@policy`; undefined where a supergraph has
 * none of them. Throws an Error that says which directive does not fit.
 */
export function readAuthorization(supergraph: DocumentNode, apiSchema: GraphQLSchema): Authorization | undefined {
  const fieldRequirements = readFieldRequirements(supergraph);
  if (!fieldRequirements) return undefined;
  return {
    requirementsOf(document, operationName) {
      const operation = getOperationAST(document, operationName);
      const alone = operation && separateOperations(document)[operation.name?.value ?? ''];
      if (!alone) throw new Error('the document has no such operation');
      const fields = protectedFields(alone, apiSchema, fieldRequirements);
      return fields.size === 0 ? undefined : createOperationRequirements(alone, fields);
    },
  };
}

type ProtectedFields = ReadonlyMap<FieldNode, ReadonlySet<Requirement>>;

function protectedFields(document: DocumentNode, schema: GraphQLSchema, of: FieldRequirements): ProtectedFields {
  const fields = new Map<FieldNode, ReadonlySet<Requirement>>();
  const types = new TypeInfo(schema);
  const Field = (field: FieldNode): void => {
    const parent = types.getParentType();
    if (!parent || field.name.value.startsWith('__')) return;
    const requirements = of(parent.name, field.name.value);
    if (requirements.size > 0) fields.set(field, requirements);
  };
  visit(document, visitWithTypeInfo(types, { Field }));
  return fields;
}

const allowed: Verdict = { isAllowed: true };
/** Outcomes kept per operation: kinds of viewers, in practice a few. */
const verdictsMax = 16;

function createOperationRequirements(document: DocumentNode, fields: ProtectedFields): OperationRequirements {
  const requirements = [...new Set([...fields.values()].flatMap((needed) => [...needed]))];
  const verdicts = new LRUCache<string, Verdict>({ max: verdictsMax });

  function refuse(unmet: ReadonlySet<Requirement>, code: Refusal['code']): Verdict {
    const refused = new Set<FieldNode>();
    for (const [field, needed] of fields) if (!needed.isDisjointFrom(unmet)) refused.add(field);
    const rest = filterOperation(document, refused);
    return {
      isAllowed: false,
      document: rest,
      text: rest && print(rest),
      refusals: refusedPaths(document, refused).map((path) => ({ path, code })),
      refused,
    };
  }

  return {
    check(grants) {
      const unmet = requirements.filter((requirement) => !isMet(requirement, grants));
      if (unmet.length === 0) return allowed;
      const code = grants.isAuthenticated ? 'FORBIDDEN' : 'UNAUTHENTICATED';
      const outcome = `${code} ${unmet.map((requirement) => requirements.indexOf(requirement)).join()}`;
      const verdict = verdicts.get(outcome) ?? refuse(new Set(unmet), code);
      verdicts.set(outcome, verdict);
      return verdict;
    },
  };
}
