/**
 * Why an exchange brought no response. CONNECT: no connection came about; DEAD: the connection ended before any byte of
 * the response; CUT: in the middle of it; MALFORMED: what came is no HTTP/1 response; TOO_LARGE: the response is past
 * its bound; OVERLOADED: the queue is full; CLOSED: the pool has been disposed.
 */
export type FailureKind = 'CONNECT' | 'DEAD' | 'CUT' | 'MALFORMED' | 'TOO_LARGE' | 'OVERLOADED' | 'CLOSED';

export type TransportFailure = {
  readonly kind: FailureKind;
  /** For the log: a system code such as ECONNRESET, or what was wrong in the response. */
  readonly reason: string;
  readonly cause?: unknown;
  /** What broke took others with it, of which the first has been counted: one line is one failure. */
  readonly isCounted?: boolean;
};

/** Thrown by the parser for bytes that are no acceptable response. */
export class RefusedResponse extends Error {
  override readonly name = 'RefusedResponse';
  readonly kind: 'MALFORMED' | 'TOO_LARGE';

  constructor(kind: 'MALFORMED' | 'TOO_LARGE', reason: string) {
    super(reason);
    this.kind = kind;
  }
}

export function malformed(reason: string): RefusedResponse {
  return new RefusedResponse('MALFORMED', reason);
}

export function tooLarge(reason: string): RefusedResponse {
  return new RefusedResponse('TOO_LARGE', reason);
}
