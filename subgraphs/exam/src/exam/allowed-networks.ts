import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';

type Range = { readonly address: string; readonly prefix: number; readonly family: 'ipv4' | 'ipv6' };

/** Whether it is a CIDR range such as 10.20.0.0/16 or 2001:db8::/32, or a single address. */
export function isNetwork(text: string): boolean {
  return rangeOf(text) !== undefined;
}

/** Whether a device at `address` may sit an exam that is allowed in these networks. Nobody has looked: it may not. */
export function isAllowedIn(networks: readonly string[], address: string | undefined): boolean {
  if (networks.length === 0) return true;
  const bare = address === undefined ? undefined : bareAddress(address);
  return bare !== undefined && listOf(networks).check(bare, familyOf(bare) ?? 'ipv4');
}

/** Ranges are read once, and not with every request of every learner. */
const lists = new LRUCache<string, BlockList>({ max: 1_000 });

function listOf(networks: readonly string[]): BlockList {
  const key = networks.join();
  const known = lists.get(key);
  if (known) return known;
  const list = new BlockList();
  for (const network of networks) {
    const range = rangeOf(network);
    if (range) list.addSubnet(range.address, range.prefix, range.family);
  }
  lists.set(key, list);
  return list;
}

function rangeOf(text: string): Range | undefined {
  const [, written, digits] = /^([\d.:a-f]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  if (written === undefined) return undefined;
  const address = bareAddress(written);
  const family = familyOf(address);
  if (!family) return undefined;
  const isMapped = address !== written;
  const bits = family === 'ipv4' ? 32 : 128;
  // Of ::ffff:10.0.0.0/104, the last eight bits of the prefix are about the IPv4 address.
  const prefix = digits === undefined ? bits : Number(digits) - (isMapped ? 96 : 0);
  return prefix >= 0 && prefix <= bits ? { address, prefix, family } : undefined;
}

function familyOf(address: string): Range['family'] | undefined {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) ? 'ipv6' : undefined;
}

const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i;

/** Without a zone, and IPv4 as such also where a socket for both families has dressed it up as IPv6. */
function bareAddress(address: string): string {
  const [withoutZone = ''] = address.split('%');
  const [, dotted, high, low] = mapped.exec(withoutZone) ?? [];
  if (dotted !== undefined) return dotted;
  if (high === undefined || low === undefined) return withoutZone;
  const number = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
