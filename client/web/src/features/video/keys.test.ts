import { describe, expect, it } from '@jest/globals';
import { commandOf } from './keys.ts';

describe('the keys of the player', () => {
  it.each([
    ['k', { kind: 'toggle' }],
    ['K', { kind: 'toggle' }],
    [' ', { kind: 'toggle' }],
    ['j', { kind: 'seek', bySeconds: -10 }],
    ['ArrowRight', { kind: 'seek', bySeconds: 5 }],
    ['5', { kind: 'jump', toPercent: 50 }],
    ['Tab', null],
    ['x', null],
  ])('%p', (key, wanted) => {
    expect(commandOf(key)).toEqual(wanted);
  });
});
