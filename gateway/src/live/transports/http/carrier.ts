import type { Carrier } from '../../engine/carrier.ts';
import type { Channel } from '../../engine/channel.ts';
import type { StreamFormat } from './formats.ts';
import { LiveResponse } from './live-response.ts';

/** How text becomes bytes of a body. */
type Packing = (text: string) => Buffer;

/**
 * A chunk of its own (RFC 9112, section 7.1). The header stands in the bytes that all share: Node's own `write` makes
 * three buffers of each message for each receiver, for half as much CPU time again outside of the kernel. A body without
 * chunks costs the same, and nobody could tell its end from a broken connection.
 */
const packChunk: Packing = (text) => Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
/** As it is, for bodies that end with their connection: HTTP/1.0 knows no other without a length. */
const packBare: Packing = (text) => Buffer.from(text);

/** Messages of one form of stream, packed in one way. */
export type StreamCarrier = Carrier & {
  readonly contentType: string;
  readonly opening: Buffer;
};

/** For each way in which bodies are sent. */
export type StreamCarriers = { readonly chunked: StreamCarrier; readonly bare: StreamCarrier };

export function createStreamCarriers(format: StreamFormat): StreamCarriers {
  return { chunked: createCarrier(format, packChunk), bare: createCarrier(format, packBare) };
}

function createCarrier(format: StreamFormat, pack: Packing): StreamCarrier {
  const heartbeat = pack(format.heartbeat);
  const completed = pack(format.completed);
  return {
    name: format.name,
    contentType: format.contentType,
    opening: pack(format.opening),
    frame: (id, result, position) => ({ bytes: pack(format.next(result, position)), idAt: -1, id, isHeld: false }),
    complete: (channel) => responseOf(channel).end(completed),
    // Nobody answers. What is known of the client is that its machine took the last one.
    ping(channel) {
      responseOf(channel).beat(heartbeat, () => {
        channel.isAlive = true;
      });
    },
    close: (channel, reason) => responseOf(channel).leave(pack(format.goodbye(reason))),
    cut: (channel) => responseOf(channel).cut(),
  };
}

function responseOf({ output }: Channel): LiveResponse {
  if (!(output instanceof LiveResponse)) throw new Error('the channel is no response');
  return output;
}
