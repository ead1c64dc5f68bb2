import { describe, expect, it } from '@jest/globals';
import { composeParcels, composePrices, planBare, planRight } from '../../../test/_parcels.ts';

/** With a key that is not resolvable in the subgraph that a requirement leads back to. */
const deadKey = composeParcels({
  depot: 'type Query { parcel: Parcel } type Parcel @key(fields: "id") { id: ID! size: Int }',
  shipping: `
    type Query { next: Parcel }
    type Parcel @key(fields: "code", resolvable: false) @key(fields: "id") {
      id: ID! code: ID! size: Int @external cost: Int @requires(fields: "size")
    }
  `,
});

const uneven = composeParcels({
  post: `
    type Query { next: Load @shareable }
    union Load = Parcel | Letter
    type Parcel { id: ID! @shareable }
    type Letter { stamp: Int kind(long: Boolean): String }
  `,
  railway: `
    type Query { next: Load @shareable }
    union Load = Parcel
    type Parcel { id: ID! @shareable }
  `,
});

const twoPrices = composePrices({ duty: 'price(currency: "USD")', tax: 'price(currency: "EUR")' });

const defaultPrice = composePrices({ duty: 'price', tax: 'price(currency: "EUR")' }, 'currency: String = "USD"');

type Case = {
  readonly sdl: string;
  readonly query: string;
  /** In the planner's own plan, not in ours. */
  readonly wrong: RegExp;
  /** In ours, not in the planner's. */
  readonly right: readonly RegExp[];
};

const cases: Readonly<Record<string, Case>> = {
  'a subgraph is asked by the key that it can be asked by': {
    sdl: deadKey,
    query: '{ next { cost } }',
    wrong: /__typename size code \} \} =>/,
    right: [/__typename size id \} \} =>/],
  },
  'a field that is required with two values of an argument is asked for twice': {
    sdl: twoPrices,
    query: '{ parcel { duty tax } }',
    wrong: /__typename id price \} \} => \{ \.\.\. on Parcel \{ duty tax \}/,
    right: [
      /price\(currency: "USD"\) price__v1: price\(currency: "EUR"\)/,
      /__typename id price__v1 \} \} => \{ \.\.\. on Parcel \{ tax \}/,
      /Fetch\(service: "shipping"\).*Fetch\(service: "shipping"\)/,
    ],
  },
  'a field that is required with and without an argument is asked for twice': {
    sdl: defaultPrice,
    query: '{ parcel { duty tax } }',
    wrong: /__typename id price \} \} => \{ \.\.\. on Parcel \{ duty tax \}/,
    right: [
      / price price__v1: price\(currency: "EUR"\)/,
      /__typename id price__v1 \} \} => \{ \.\.\. on Parcel \{ tax \}/,
    ],
  },
  'a member that one subgraph does not know is asked of the one that does': {
    sdl: uneven,
    query: '{ next { ... on Letter { stamp } } }',
    wrong: /next \{ __typename \}/,
    right: [/next \{ __typename \.\.\. on Letter \{ stamp \} \}/],
  },
  'so it is in a named fragment, under an alias, beside other members': {
    sdl: uneven,
    query: '{ soon: next { ... on Parcel { id } ...more } } fragment more on Letter { price: stamp }',
    wrong: /next \{ __typename \.\.\. on Parcel \{ id \} \}/,
    right: [/\.\.\. on Letter \{ price: stamp \}/],
  },
};

describe('a plan put right', () => {
  it.each(Object.entries(cases))('%s', (_name, { sdl, query, wrong, right }) => {
    const bare = planBare(sdl, query);
    const plan = planRight(sdl, query);
    expect(bare).toMatch(wrong);
    expect(plan).not.toMatch(wrong);
    for (const expected of right) {
      expect(bare).not.toMatch(expected);
      expect(plan).toMatch(expected);
    }
  });

  it('is the planner’s own where nothing is wrong', () => {
    expect(planRight(twoPrices, '{ parcel { id } }')).toBe(planBare(twoPrices, '{ parcel { id } }'));
    expect(planRight(uneven, '{ next { ... on Parcel { id } } }')).toBe(
      planBare(uneven, '{ next { ... on Parcel { id } } }'),
    );
  });

  it('names no subgraph and no field that there is not', () => {
    const plan = planRight(twoPrices, '{ parcel { duty tax } }');
    expect(plan).not.toContain('__part');
    expect(plan.replaceAll('price__v1: price(', '')).not.toMatch(/price__v1\(/);
  });
});
