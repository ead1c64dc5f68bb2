import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createTurnstile } from './turnstile.ts';

it('lets so many in, keeps so many waiting in their order, and refuses the others', async () => {
  const turnstile = createTurnstile(2, 20);
  const order: string[] = [];
  const come = (name: string) => {
    const way = turnstile.enter(10);
    if (way === 'free' || way === 'full') order.push(`${name} ${way}`);
    else void way.then(() => order.push(`${name} later`));
  };
  for (const name of ['a', 'b', 'c', 'd', 'e']) come(name);
  await turn();
  expect(order).toEqual(['a free', 'b free', 'e full']);
  turnstile.leave();
  come('f');
  await turn();
  turnstile.leave();
  turnstile.leave();
  await turn();
  expect(order).toEqual(['a free', 'b free', 'e full', 'c later', 'd later', 'f later']);
  turnstile.leave();
  turnstile.leave();
  come('g');
  expect(order.at(-1)).toBe('g free');
});
