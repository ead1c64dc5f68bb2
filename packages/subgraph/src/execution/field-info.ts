import type { GraphQLResolveInfo } from 'graphql';
import type { FieldPlan } from './field-plan.ts';
import type { Place, Run } from './run.ts';

/** What resolvers are given last; they seldom look at it, so each member is made when it is asked for. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly #run: Run;
  readonly #field: FieldPlan;
  readonly #before: Place | undefined;

  constructor(run: Run, field: FieldPlan, before: Place | undefined) {
    this.#run = run;
    this.#field = field;
    this.#before = before;
  }

  get fieldName() {
    return this.#field.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.returnType;
  }
  get parentType() {
    return this.#field.parentType;
  }
  get path() {
    return graphPath({ before: this.#before, key: this.#field.key });
  }
  get schema() {
    return this.#run.schema;
  }
  get fragments() {
    return this.#run.fragments;
  }
  get operation() {
    return this.#run.operation;
  }
  get variableValues() {
    return this.#run.variables;
  }
  get rootValue() {
    return undefined;
  }
}

function graphPath({ before, key }: Place): GraphQLResolveInfo['path'] {
  return { prev: before && graphPath(before), key, typename: undefined };
}
