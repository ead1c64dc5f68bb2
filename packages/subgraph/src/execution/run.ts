import {
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  locatedError,
  type OperationDefinitionNode,
} from 'graphql';
import type { FieldPlan } from './field-plan.ts';

/** One execution of an operation; a class because every object of the answer asks it. */
export class Run {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Record<string, unknown>;
  readonly context: unknown;
  readonly errors: GraphQLError[] = [];
  /** Where the errors have put a null. */
  readonly #nulled: (readonly (string | number)[])[] = [];

  constructor(about: Pick<Run, 'schema' | 'operation' | 'fragments' | 'variables' | 'context'>) {
    this.schema = about.schema;
    this.operation = about.operation;
    this.fragments = about.fragments;
    this.variables = about.variables;
    this.context = about.context;
  }

  /** Null for a place that may be null; throws the error on to the next that may be, for one that may not. */
  fail(raw: unknown, { nodes }: FieldPlan, place: Place, isNonNull: boolean): null {
    const path = pathOf(place);
    const error = locatedError(raw, nodes, path);
    if (isNonNull) throw error;
    this.add(error, path);
    return null;
  }

  /** What happens below a place that is null already is nobody's business any more. */
  add(error: GraphQLError, place: readonly (string | number)[]): void {
    const isBelow = this.#nulled.some((nulled) => nulled.every((key, depth) => place[depth] === key));
    if (isBelow) return;
    this.#nulled.push(place);
    this.errors.push(error);
  }
}

/** Where something stands in the answer, from the end to the beginning. */
export type Place = { readonly before: Place | undefined; readonly key: string | number };

export function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at; at = at.before) path.push(at.key);
  return path.reverse();
}
