import type { Logger } from '@lectern/runtime';
import type { OperationContext } from '../../deps.ts';
import type { Channel } from '../engine/channel.ts';

/** What an operation over a channel is run with, as its viewer is at this moment. */
export function contextOf(channel: Channel, door: 'SOCKET' | 'LIVE', logger: Logger): OperationContext {
  return {
    viewer: channel.viewer,
    scopes: channel.scopes,
    door,
    address: channel.address,
    requestId: crypto.randomUUID(),
    logger,
    ...(door === 'LIVE' && { isCounted: true }),
  };
}
