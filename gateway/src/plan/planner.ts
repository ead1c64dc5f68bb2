import type { QueryPlan } from '@apollo/query-planner';

export type PlanRequest = {
  /** Of the document. */
  readonly text: string;
  /** Which of the document's operations, where it has several. */
  readonly operationName?: string | undefined;
  /** Labels of `@override` that hold for this request. */
  readonly overrides?: readonly string[];
};

export type Planner = {
  /**
   * The plan of a validated operation, as plain data of `@apollo/query-planner` without document nodes. The same
   * operation gives the same object. Rejects with PLAN_TIMEOUT, PLAN_REFUSED, PLAN_FAILED, PLANNING_OVERLOADED or
   * PLANNING_UNAVAILABLE. `onMiss` is called before it returns where no plan is kept.
   */
  plan(request: PlanRequest, onMiss?: () => void): Promise<QueryPlan>;
};
