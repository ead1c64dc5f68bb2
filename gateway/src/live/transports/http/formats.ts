import type { CloseReason } from '../../close-codes.ts';
import type { Carrier } from '../../engine/carrier.ts';

/** How messages are written in one form of stream. */
export type StreamFormat = {
  readonly name: Carrier['name'];
  readonly contentType: string;
  /** Goes out at once, since some clients and proxies take a stream for open with its first bytes only. */
  readonly opening: string;
  readonly heartbeat: string;
  next(result: string, position: string | undefined): string;
  /** Nothing more will come, and that is right so. */
  readonly completed: string;
  /** Nothing more will come here, and why. */
  goodbye(reason: CloseReason): string;
};
