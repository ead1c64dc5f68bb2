import { expect, it } from '@jest/globals';
import { createMediaTypes } from './media-types.ts';

it('is known of a client though another has made up hundreds', () => {
  const types = createMediaTypes();
  for (let made = 0; made < 300; made += 1) types.learn({ accept: `x/${made}` }, 'application/json');
  const accept = 'application/graphql-response+json';
  types.learn({ accept }, accept);
  expect(types.find({ accept })).toBe(accept);
  expect(types.find({ accept: 'x/0' })).toBeUndefined();
  expect(types.find({ accept: '*/*' })).toBe('application/json; charset=utf-8');
});
