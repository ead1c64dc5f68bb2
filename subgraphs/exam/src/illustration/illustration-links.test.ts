import { describe, expect, it } from '@jest/globals';
import { createIllustrationLinks, illustrationPath } from './illustration-links.ts';

const hour = 3_600_000;
const secret = 'a secret of at least thirty-two characters';
const clockAt = (start: number) => {
  let now = start;
  return {
    now: () => now,
    advance(ms: number) {
      now += ms;
    },
  };
};
const tokenOf = (url: string) => url.slice(illustrationPath.length);

describe('the address of a picture', () => {
  it('opens it for its viewer, for a day and a little more', () => {
    const clock = clockAt(1_000 * hour);
    const links = createIllustrationLinks(secret, clock);
    const token = tokenOf(links.urlFor('picture', 'ada'));
    expect(links.read(token, 'ada')).toBe('picture');
    clock.advance(26 * hour);
    expect(links.read(token, 'ada')).toBe('picture');
    clock.advance(hour);
    expect(() => links.read(token, 'ada')).toThrow(expect.objectContaining({ code: 'ILLUSTRATION_LINK_REFUSED' }));
  });

  it('stays the same for an hour, so that a browser keeps the picture', () => {
    const clock = clockAt(1_000 * hour);
    const links = createIllustrationLinks(secret, clock);
    const first = links.urlFor('picture', 'ada');
    clock.advance(hour - 1);
    expect(links.urlFor('picture', 'ada')).toBe(first);
    clock.advance(1);
    expect(links.urlFor('picture', 'ada')).not.toBe(first);
  });

  const links = createIllustrationLinks(secret, clockAt(1_000 * hour));
  const token = tokenOf(links.urlFor('picture', 'ada'));
  const [id = '', expires = '', hash = ''] = token.split('.');
  it.each([
    ['another viewer', token, 'bea'],
    ['nobody', token, undefined],
    ['another picture', `other.${expires}.${hash}`, 'ada'],
    ['a longer time', `${id}.${Number(expires) + 3_600}.${hash}`, 'ada'],
    ['a time that is none', `${id}.NaN.${hash}`, 'ada'],
    ['no hash', `${id}.${expires}.`, 'ada'],
    ['half a hash', `${id}.${expires}.${hash.slice(0, 20)}`, 'ada'],
    ['something behind it', `${token}.x`, 'ada'],
    ['an empty token', '', 'ada'],
    [
      'another secret',
      tokenOf(createIllustrationLinks('x'.repeat(40), clockAt(1_000 * hour)).urlFor('picture', 'ada')),
      'ada',
    ],
  ])('is refused to %s', (_name, given, viewer) => {
    expect(() => links.read(given, viewer)).toThrow(expect.objectContaining({ code: 'ILLUSTRATION_LINK_REFUSED' }));
  });
});
