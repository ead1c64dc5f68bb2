import type { FetchDataKeyRenamer, FetchDataRewrite } from '@apollo/query-planner';
import type { EntityOperation } from './entity-operation.ts';
import type { EntityPath } from './entity-path.ts';
import type { Represent } from './representations.ts';
import type { TypeConditions } from './type-conditions.ts';

/** A plan as it is run: what can be worked out before a request comes has been. */
export type CompiledPlan = {
  /** Undefined: nothing has to be fetched. */
  readonly step: Step | undefined;
  readonly fetches: readonly CompiledFetch[];
  /** Sizes of the groups of fetches that may be sent as one request, by group. */
  readonly groupSizes: readonly number[];
  readonly applies: TypeConditions;
  /**
   * Whether one entity that stands in many places may be one object in all of them. Not where later fetches go to
   * some of those places only, by the type of what is above, nor where parts are deferred.
   */
  readonly mayShare: boolean;
  /** Beginnings of requests for several entity fetches, by what they are made of. */
  readonly combinedHeads: Map<string, string>;
};

export type Step =
  | { readonly kind: 'fetch'; readonly fetch: CompiledFetch }
  | { readonly kind: 'sequence'; readonly steps: readonly Step[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'condition';
      readonly variable: string;
      readonly whenTrue: Step | undefined;
      readonly whenFalse: Step | undefined;
    }
  | { readonly kind: 'defer'; readonly primary: Step | undefined; readonly deferred: readonly DeferredStep[] };

/** A part of the answer that is sent later. */
export type DeferredStep = {
  /** Ids of the fetches whose data it builds on. */
  readonly depends: readonly string[];
  readonly label: string | undefined;
  readonly path: readonly string[];
  readonly step: Step | undefined;
};

export type CompiledFetch = {
  /** Its place among the fetches of the plan. */
  readonly index: number;
  /** The planner's name of it, where deferred parts refer to it. */
  readonly id: string | undefined;
  readonly service: string;
  readonly kind: 'query' | 'mutation';
  readonly query: string;
  readonly operationName: string | undefined;
  /** JSON text of a request up to its variables: `{"query":…,"variables":{`. */
  readonly head: string;
  /** Variables of the client's operation that it uses. */
  readonly variables: readonly string[];
  /** Where its entities stand; empty at the root. */
  readonly path: EntityPath;
  /** Undefined for a fetch at the root. */
  readonly represent: Represent | undefined;
  readonly outputRewrites: readonly FetchDataRewrite[];
  /** Variables whose values come from above each entity (`@fromContext`). */
  readonly contextual: readonly FetchDataKeyRenamer[];
  /** The fetch in parts; read when it is first needed. */
  readonly entityOperation: () => EntityOperation | undefined;
  /** The group it may be sent with; undefined where it stands alone. */
  readonly group: number | undefined;
};
