import type { OperationContext } from '../deps.ts';
import type { SubgraphAnswer } from '../subgraph/read-answer.ts';

/** Where spans go, and which share of the traces that begin here (0 to 1). */
export type TracesConfig = { readonly url: string; readonly sample: number };

export type Tracer = AsyncDisposable & {
  /** Begins the span of an operation; undefined where the operation is not sampled, by the client's word or by chance. */
  operation(context: OperationContext): OperationTrace | undefined;
};

/** What is noted of one operation. Errors are noted by their codes alone: never a message, a variable or a document. */
export type OperationTrace = {
  /** Begun only where the operation's plan is not at hand. */
  plan(): PlanTrace;
  fetch(about: FetchAbout): FetchTrace;
  project<T>(work: () => T): T;
  ended(about: OperationAbout): void;
};

export type OperationAbout = {
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly errors: readonly CodedError[];
};

export type CodedError = { readonly extensions?: Readonly<Record<string, unknown>> | undefined };

export type PlanTrace = {
  /** No plan was kept: one is being made. */
  missed(): void;
  follow<T>(planning: Promise<T>): Promise<T>;
};

export type FetchAbout = {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** How many entities are asked for; undefined for a fetch at the root. */
  readonly representations: number | undefined;
};

export type FetchTrace = FetchWatch & {
  /** What the subgraph is to take for its parent. */
  readonly headers: { readonly traceparent: string; readonly tracestate: string | undefined };
  follow(answer: Promise<SubgraphAnswer>): Promise<SubgraphAnswer>;
};

/** Told by the client of the subgraph. */
export type FetchWatch = {
  /** The answer is that of a request which is under way already. */
  shared(): void;
  /** The request was sent a second time. */
  retried(): void;
};
