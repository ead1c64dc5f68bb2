import { describe, expect, it } from '@jest/globals';
import { clientAddressOf } from './client-address.ts';

describe('the address a client is counted by', () => {
  it.each([
    ['a plain IPv4 address', '192.0.2.7', '192.0.2.7'],
    ['the last of a chain, which the gateway has set', '203.0.113.9, 192.0.2.7', '192.0.2.7'],
    ['IPv4 written as IPv6', '::ffff:192.0.2.7', '192.0.2.7'],
    ['the /64 of an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['the /64 of a shortened IPv6 address', '2001:db8::1', '2001:db8:0:0::'],
    ['the loopback address', '::1', '0:0:0:0::'],
    ['leading zeros do not make another network', '2001:0db8:0001:0002::9', '2001:db8:1:2::'],
    ['nothing at all', undefined, 'unknown'],
    ['something that is no address', 'localhost', 'unknown'],
  ])('%s', (_name, header, expected) => {
    expect(clientAddressOf(header)).toBe(expected);
  });
});
