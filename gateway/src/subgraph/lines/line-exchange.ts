import type { Exchange } from '../http1/exchange.ts';

/** A request that may go over a line. */
export type LineExchange = Exchange & {
  /** False for what only the head of an HTTP request can carry, and for what is too long. */
  readonly fitsLine: boolean;
  /** Head and body, as JSON texts. */
  readonly frame: { readonly head: string; readonly body: string };
  /** An answer of which the subgraph says that it has no errors; the bytes are good only during the call. */
  answeredClean(bytes: Buffer): void;
};
