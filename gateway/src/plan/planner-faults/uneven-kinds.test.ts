import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { composeParcels } from '../../../test/_parcels.ts';
import { readKinds } from './uneven-kinds.ts';

const kinds = readKinds(
  parse(
    composeParcels({
      post: `
        type Query { next: Load @shareable last: Thing even: [Even!] }
        union Load = Parcel | Letter
        union Even = Parcel | Letter
        interface Thing { id: ID! }
        type Parcel implements Thing @key(fields: "id") { id: ID! size: Int place: Place }
        type Letter implements Thing { id: ID! stamp: Stamp }
        type Place { name: String }
        enum Stamp { RED BLUE }
      `,
      freight: `
        type Query { next: Load @shareable }
        union Load = Parcel
        interface Thing { id: ID! }
        type Parcel implements Thing @key(fields: "id") {
          id: ID! size: Int @external cost: Int @requires(fields: "size")
        }
      `,
    }),
  ),
);

describe('which subgraph knows what', () => {
  it('tells unions and interfaces whose members are not the same everywhere', () => {
    expect([...kinds.uneven].sort()).toEqual(['Load', 'Thing']);
  });

  const members: readonly (readonly [string, string, string, boolean])[] = [
    ['post', 'Load', 'Letter', true],
    ['freight', 'Load', 'Letter', false],
    ['freight', 'Load', 'Parcel', true],
    ['post', 'Thing', 'Letter', true],
    ['freight', 'Thing', 'Letter', false],
    ['nobody', 'Load', 'Parcel', false],
  ];
  it.each(members)('%s: %s may be a %s: %s', (service, abstractType, type, expected) => {
    expect(kinds.isMember(service, abstractType, type)).toBe(expected);
  });

  const leaves: readonly (readonly [string, string, boolean])[] = [
    ['post', 'Parcel.size', true],
    ['post', 'Letter.stamp', true],
    ['post', 'Parcel.place', false],
    ['post', 'Parcel.cost', false],
    ['freight', 'Parcel.id', true],
    ['freight', 'Parcel.size', false],
    ['freight', 'Parcel.cost', false],
    ['freight', 'Letter.stamp', false],
    ['post', 'Parcel.nothing', false],
  ];
  it.each(leaves)('%s has %s by itself, and nothing below it: %s', (service, key, expected) => {
    const [type = '', field = ''] = key.split('.');
    expect(kinds.isLocalLeaf(service, type, field)).toBe(expected);
  });

  it('tells the type of a field without its lists', () => {
    expect(kinds.typeOf('Query', 'even')).toBe('Even');
    expect(kinds.typeOf('Query', 'nothing')).toBeUndefined();
  });
});
