import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { composeParcels, composePrices } from '../../../test/_parcels.ts';
import { readObjectTypes } from './join-directives.ts';
import { findRequirings, nameVariants, realNames } from './required-variants.ts';
import { divideSubgraphs } from './subgraph-parts.ts';

const dollars = 'price(currency: "USD")';
const euros = 'price(currency: "EUR")';

const cases: Readonly<Record<string, readonly [requiring: Record<string, string>, names: object, parts: object]>> = {
  'one field, required in one way, is one': [{ duty: dollars, tax: dollars }, {}, { duty: 0, tax: 0 }],
  'required in two ways it is two, in two parts': [
    { duty: dollars, tax: euros },
    { price__v1: 'price' },
    { duty: 0, tax: 1 },
  ],
  'those that need the same are in the same part': [
    { duty: dollars, tax: euros, levy: euros, fee: dollars },
    { price__v1: 'price' },
    { duty: 0, tax: 1, levy: 1, fee: 0 },
  ],
  'three ways are three': [
    { duty: dollars, tax: euros, levy: 'price(currency: "GBP")' },
    { price__v1: 'price', price__v2: 'price' },
    { duty: 0, tax: 1, levy: 2 },
  ],
};

function read(sdl: string) {
  const requirings = findRequirings(readObjectTypes(parse(sdl, { noLocation: true })));
  const variants = nameVariants(requirings);
  return { requirings, variants, parts: divideSubgraphs(requirings, variants) };
}

describe('a field that others require with arguments', () => {
  it.each(Object.entries(cases))('%s', (_name, [requiring, names, expected]) => {
    const { variants, parts } = read(composePrices(requiring));
    expect(Object.fromEntries(realNames(variants))).toEqual(names);
    const fields = Object.keys(requiring).map((field) => [field, parts.partOf('SHIPPING', 'Parcel', field)]);
    expect(Object.fromEntries(fields)).toEqual(expected);
    expect(parts.moreOf('SHIPPING')).toBe(Object.keys(names).length);
    expect(parts.moreOf('DEPOT')).toBe(0);
  });

  it('is one in whatever order its arguments stand', () => {
    const { variants } = read(
      composePrices(
        { duty: 'price(currency: "USD", day: 1)', tax: 'price(day: 1, currency: "USD")' },
        'currency: String!, day: Int!',
      ),
    );
    expect(variants.size).toBe(0);
  });

  it('is another where it is required without them', () => {
    const { variants, parts } = read(composePrices({ duty: 'price', tax: euros, fee: 'price' }, 'currency: String'));
    expect([...realNames(variants)]).toEqual([['price__v1', 'price']]);
    expect(['duty', 'tax', 'fee'].map((field) => parts.partOf('SHIPPING', 'Parcel', field))).toEqual([0, 1, 0]);
  });

  it('is found below other fields and in fragments', () => {
    const { requirings, variants, parts } = read(
      composeParcels({
        depot: `
          type Query { parcel: Parcel }
          type Parcel @key(fields: "id") { id: ID! place: Place load: Load }
          type Place { queue(unit: String!): Int }
          union Load = Crate
          type Crate { mass(unit: String!): Int }
        `,
        shipping: `
          type Parcel @key(fields: "id") {
            id: ID! place: Place @external load: Load @external
            wait: Int @requires(fields: "place { queue(unit: \\"s\\") } load { ... on Crate { mass(unit: \\"g\\") } }")
            rest: Int @requires(fields: "place { queue(unit: \\"h\\") }")
          }
          type Place { queue(unit: String!): Int @external }
          union Load = Crate
          type Crate { mass(unit: String!): Int @external }
        `,
      }),
    );
    expect(requirings.map(({ field, needs }) => [field, needs.get('Place.queue'), needs.get('Crate.mass')])).toEqual([
      ['wait', 'unit: "s"', 'unit: "g"'],
      ['rest', 'unit: "h"', undefined],
    ]);
    expect([...variants.keys()]).toEqual(['Place.queue']);
    expect(parts.partOf('SHIPPING', 'Parcel', 'rest')).toBe(1);
  });
});
