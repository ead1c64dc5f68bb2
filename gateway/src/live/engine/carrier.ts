import type { CloseReason } from '../close-codes.ts';
import type { Channel } from './channel.ts';

/**
 * One message as bytes, for all operations whose ids are as long as this one's. The id stands in the bytes and is
 * written over for each receiver; where all have the same, which the SDK sees to, nothing is written over.
 */
export type Frame = {
  bytes: Buffer;
  /** Where the id begins; -1 where the transport has none. */
  readonly idAt: number;
  id: string;
  /** A socket that was full still reads from the bytes: they must not change any more. */
  isHeld: boolean;
};

/** How messages go over one kind of line. It keeps nothing of a channel: there are as many of those as viewers. */
export type Carrier = {
  readonly name: 'WS' | 'SSE' | 'MULTIPART';
  /** The bytes of a result for the operation `id`; `position` for lines that name it outside of the result. */
  frame(id: string, result: string, position: string | undefined): Frame;
  /** Nothing more will come for this operation. */
  complete(channel: Channel, id: string): void;
  /** Asks for a sign of life, or gives one. */
  ping(channel: Channel): void;
  /** Says goodbye; the line goes when the client has heard it. */
  close(channel: Channel, reason: CloseReason): void;
  /** Cuts the line without a word: nobody listens. */
  cut(channel: Channel): void;
};
