import { closeCodes } from '../../close-codes.ts';
import type { Carrier } from '../../engine/carrier.ts';
import type { Channel } from '../../engine/channel.ts';
import { nextFrame, textMessage } from './frames.ts';
import { LiveSocket } from './live-socket.ts';

/** Messages of `graphql-transport-ws` over WebSocket. */
export const webSocketCarrier: Carrier = {
  name: 'WS',
  frame: nextFrame,
  complete: (channel, id) => channel.write(textMessage(`{"id":"${id}","type":"complete"}`)),
  ping: (channel) => socketOf(channel).ping(),
  close: (channel, reason) => socketOf(channel).close(closeCodes[reason].code, reason),
  cut: (channel) => socketOf(channel).terminate(),
};

function socketOf({ output }: Channel): LiveSocket {
  if (!(output instanceof LiveSocket)) throw new Error('the channel is no WebSocket');
  return output;
}
