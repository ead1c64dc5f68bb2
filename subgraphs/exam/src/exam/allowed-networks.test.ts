import { describe, expect, it } from '@jest/globals';
import { isAllowedIn, isNetwork } from './allowed-networks.ts';

describe('a network', () => {
  it.each([
    ['10.20.0.0/16', true],
    ['0.0.0.0/0', true],
    ['192.0.2.7', true],
    ['192.0.2.7/32', true],
    ['2001:db8::/32', true],
    ['2001:DB8::1', true],
    ['::/0', true],
    ['::ffff:10.0.0.0/104', true],
    ['', false],
    ['10.20.0.0/33', false],
    ['10.20.0/16', false],
    ['10.20.0.256', false],
    ['010.1.1.1', false],
    ['2001:db8::/129', false],
    ['::ffff:10.0.0.0/95', false],
    ['10.20.0.0/', false],
    ['10.20.0.0/-1', false],
    ['10.20.0.0/1e1', false],
    [' 10.20.0.0/16', false],
    ['school.example.org', false],
    ['10.0.0.0-10.0.0.9', false],
    ['fe80::1%eth0', false],
  ])('%j: %j', (text, isGood) => {
    expect(isNetwork(text)).toBe(isGood);
  });
});

describe('whether a device may sit', () => {
  it.each<readonly [string, readonly string[], string | undefined, boolean]>([
    ['everywhere without networks', [], '203.0.113.1', true],
    ['also nobody knows where', [], undefined, true],
    ['inside', ['10.20.0.0/16'], '10.20.255.255', true],
    ['just outside', ['10.20.0.0/16'], '10.21.0.0', false],
    ['at the one address', ['192.0.2.7'], '192.0.2.7', true],
    ['beside it', ['192.0.2.7'], '192.0.2.8', false],
    ['in the second network', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8:ffff::1', true],
    ['in none', ['10.0.0.0/8', '2001:db8::/32'], '2001:db9::1', false],
    ['as IPv4 in the clothes of IPv6', ['10.20.0.0/16'], '::ffff:10.20.1.2', true],
    ['the same in hexadecimal', ['10.20.0.0/16'], '::ffff:0a14:0102', true],
    ['outside in those clothes', ['10.20.0.0/16'], '::ffff:10.21.0.1', false],
    ['plainly, where the network wears them', ['::ffff:10.20.0.0/112'], '10.20.1.2', true],
    ['as IPv4 too where all of IPv6 may', ['::/0'], '10.20.1.2', true],
    ['with a zone', ['fe80::/10'], 'fe80::1%eth0', true],
    ['written with host bits', ['10.20.30.40/16'], '10.20.1.1', true],
    ['from an address above 127', ['200.0.0.0/8'], '::ffff:c801:0203', true],
    ['not from nowhere', ['0.0.0.0/0'], undefined, false],
    ['not from what is no address', ['0.0.0.0/0'], 'nonsense', false],
  ])('%s', (_name, networks, address, isAllowed) => {
    expect(isAllowedIn(networks, address)).toBe(isAllowed);
  });
});
