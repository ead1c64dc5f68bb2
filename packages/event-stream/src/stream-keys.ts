import type { StreamName } from '@lectern/events';

/** The stream itself. */
export function streamKey(prefix: string, stream: StreamName): string {
  return `${prefix}stream:${stream}`;
}

/** Events that a group could not handle, from all groups of the stream. */
export function deadKey(prefix: string, stream: StreamName): string {
  return `${streamKey(prefix, stream)}:dead`;
}

/** The id of the entry the relay appended last; missing or old when Redis has lost something. */
export function markKey(prefix: string, stream: StreamName): string {
  return `${streamKey(prefix, stream)}:relayed`;
}

/** Held by the one consumer of a group that is active. */
export function leaseKey(prefix: string, stream: StreamName, group: string): string {
  return `${streamKey(prefix, stream)}:active:${group}`;
}
