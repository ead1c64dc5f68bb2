import type { TransportFailure } from './transport-failure.ts';

/** One request and what becomes of it. Ends with exactly one of `answered`, `failed`, or `isOver` being true. */
export type Exchange = {
  /** Head and body as they go out; a string in Latin-1. */
  readonly wire: string | Buffer;
  /** Whether it may be sent again when its connection died before any byte of the response. */
  readonly isRepeatable: boolean;
  /** Kept by the pool: whether it is on its way, and whether that is the second time. */
  isSent: boolean;
  isRetried: boolean;
  /** Asked now and then: whether nobody waits any more. It has told those who waited, and its connection is closed. */
  isOver(now: number): boolean;
  /** `contentType` is known of statuses from 300 on. */
  answered(status: number, contentType: string, text: string): void;
  failed(failure: TransportFailure): void;
  /** It is about to be sent once more. */
  retried(): void;
};
