import { isIP } from 'node:net';

/** The header our route sets for better-auth; whatever a client sends under this name is dropped. */
export const clientAddressHeader = 'x-lectern-client-address';

/**
 * The address to count by. The request is signed by the gateway, which puts the client's address last in
 * `x-forwarded-for`. An IPv6 client owns at least a /64, so the network counts, not the address.
 */
export function clientAddressOf(forwardedFor: string | string[] | undefined): string {
  const last =
    (Array.isArray(forwardedFor) ? forwardedFor.join(',') : (forwardedFor ?? '')).split(',').at(-1)?.trim() ?? '';
  const address = last.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/i, '');
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return networkOf(address);
    default:
      return 'unknown';
  }
}

function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::`;
}
