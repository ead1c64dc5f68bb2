export const windowMs = 60_000;
export const shards = 30;

/** A window of one shard: the same for all gateways whose clocks agree. */
export type WindowTime = { readonly index: number; readonly startsAt: number; readonly endsAt: number };

/** Which of the shards counts this name (FNV-1a). */
export function shardOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % shards;
}

/**
 * Windows of different shards end two seconds apart: if all ended at once, everybody who was refused would come back
 * at that moment.
 */
export function windowAt(shard: number, now: number): WindowTime {
  const offset = (shard * windowMs) / shards;
  const index = Math.floor((now - offset) / windowMs);
  const startsAt = index * windowMs + offset;
  return { index, startsAt, endsAt: startsAt + windowMs };
}
