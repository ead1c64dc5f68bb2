import type { Viewer } from '@lectern/request-signing';
import type { Logger } from '@lectern/runtime';
import type { ExecutedInParts } from './execute/defer/execute-in-parts.ts';
import type { IncrementalFormat } from './execute/defer/payloads.ts';
import type { OperationTrace } from './telemetry/tracer.ts';

/** What one subgraph is asked. */
export type SubgraphQuestion = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
};

/** How a client takes an answer in parts, and what is still to come of it. */
export type AnswerInParts = {
  readonly format: IncrementalFormat;
  /** Set when the first part is there, where something is deferred. */
  rest?: { readonly executed: ExecutedInParts; readonly labels: ReadonlyMap<string, string | undefined> };
};

/** What is known of one operation while it runs; made anew for each. */
export type OperationContext = {
  readonly viewer: Viewer;
  /** Through which it came; LIVE for the runs of a subscription. */
  readonly door: 'HTTP' | 'SOCKET' | 'LIVE';
  /** As the gateway knows it; undefined where nobody is to be limited by it. */
  readonly address: string | undefined;
  readonly requestId: string;
  readonly logger: Logger;
  /** Aborted when nobody waits for the answer any more; looked at from time to time. */
  readonly signal?: { readonly aborted: boolean } | undefined;
  /** W3C trace context, passed on as it came. */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** Set when the operation begins, where it is traced. */
  trace?: OperationTrace | undefined;
  /** Headers of the client that subgraphs receive too. */
  readonly forwarded?: Readonly<Record<string, string>> | undefined;
  /** `performance.now()` at which the answer must be there. */
  readonly deadlineAt?: number | undefined;
  /** Undefined where the client takes whole answers only. */
  readonly parts?: AnswerInParts | undefined;
  /** What the viewer's credential allows by name. */
  readonly scopes?: readonly string[];
  /** Set where the operation was counted against the limits already, or is the gateway's own. */
  readonly isCounted?: boolean;
  /** Answers the plan's root fetch without asking its subgraph; undefined for what it does not know. */
  readonly answerRoot?: (question: SubgraphQuestion) => Record<string, unknown> | undefined;
  /** Set when the operation begins, where its answer may leave as the subgraph wrote it. */
  passesOn?: boolean;
};
