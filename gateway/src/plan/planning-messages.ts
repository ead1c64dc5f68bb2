/** What the planning thread is asked; one task at a time. */
export type PlanningTask =
  | { readonly kind: 'load'; readonly key: number; readonly sdl: string }
  | { readonly kind: 'plan'; readonly key: number; readonly text: string; readonly overrides: readonly string[] }
  | { readonly kind: 'release'; readonly key: number }
  | { readonly kind: 'compose'; readonly subgraphs: readonly SubgraphText[] };

export type SubgraphText = { readonly name: string; readonly url: string; readonly sdl: string };

/** A supergraph as far as the main thread has to know it. */
export type SupergraphFacts = {
  /** The schema that clients see, descriptions, deprecations and `@defer` included. */
  readonly apiSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  readonly overrideLabels: readonly string[];
};

/** A plan is JSON: that is cheaper than cloning it, and its length is known. */
export type PlanningResult = SupergraphFacts | string | undefined;

export type PlanningReply = { readonly task: number } & (
  | { readonly outcome: 'DONE'; readonly result: PlanningResult }
  /** Something is wrong with what was given. */
  | { readonly outcome: 'REFUSED'; readonly reason: string }
  /** Something is wrong with the planner. */
  | { readonly outcome: 'FAILED'; readonly reason: string }
);

export type PlanningMessage = { readonly task: number; readonly what: PlanningTask };
