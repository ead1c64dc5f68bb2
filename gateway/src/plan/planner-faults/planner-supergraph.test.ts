import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, parse, print } from 'graphql';
import { composeParcels, composePrices } from '../../../test/_parcels.ts';
import { toPlannerSupergraph } from './planner-supergraph.ts';

const prices = parse(composePrices({ duty: 'price(currency: "USD")', tax: 'price(currency: "EUR")' }));

/** A field's text in the planner's supergraph. */
function fieldOf(document: DocumentNode, type: string, field: string): string | undefined {
  for (const node of document.definitions) {
    if (node.kind !== 'ObjectTypeDefinition' || node.name.value !== type) continue;
    const found = node.fields?.find(({ name }) => name.value === field);
    return found && print(found);
  }
  return undefined;
}

function validate(document: DocumentNode): void {
  Supergraph.build(document, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, validateSupergraph: true });
}

describe('the planner’s supergraph', () => {
  it('is the very same where there is nothing to put right', () => {
    const document = parse(composePrices({ duty: 'price(currency: "USD")' }));
    expect(toPlannerSupergraph(document)).toEqual({ document, services: new Map(), fields: new Map() });
    expect(toPlannerSupergraph(document).document).toBe(document);
  });

  const fields = {
    price: 'price(currency: String!): Int @join__field(graph: DEPOT) @join__field(graph: SHIPPING, external: true)',
    price__v1:
      'price__v1(currency: String!): Int @join__field(graph: DEPOT) @join__field(graph: SHIPPING__PART1, external: true)',
    duty: String.raw`duty: Int @join__field(graph: SHIPPING, requires: "price(currency: \"USD\")")`,
    tax: String.raw`tax: Int @join__field(graph: SHIPPING__PART1, requires: "price__v1(currency: \"EUR\")")`,
    // Each part has the key, and says nothing of needing it.
    id: 'id: ID!',
  };
  it.each(Object.entries(fields))('has %s where it belongs', (field, expected) => {
    expect(fieldOf(toPlannerSupergraph(prices).document, 'Parcel', field)).toBe(expected);
  });

  it('says what its names stand for', () => {
    const { services, fields: names } = toPlannerSupergraph(prices);
    expect([...services]).toEqual([['shipping__part1', 'shipping']]);
    expect([...names]).toEqual([['price__v1', 'price']]);
  });

  it('passes the validation of a supergraph, with all kinds of types in the subgraph that is divided', () => {
    const shared = 'enum Unit { GRAM KILOGRAM } scalar Day input At { unit: Unit! }';
    const { document, services } = toPlannerSupergraph(
      parse(
        composeParcels({
          depot: `
            ${shared}
            type Query { parcel: Parcel }
            interface Weighed { mass(at: At!): Int }
            type Parcel implements Weighed @key(fields: "id") { id: ID! mass(at: At!): Int place: Place }
            type Place @key(fields: "name") { name: ID! city: String @shareable }
          `,
          shipping: `
            ${shared}
            type Query { next(unit: Unit): Load }
            union Load = Parcel | Letter
            type Letter { day: Day }
            interface Weighed { mass(at: At!): Int }
            type Parcel implements Weighed @key(fields: "id") {
              id: ID!
              mass(at: At!): Int @external
              at: Place @provides(fields: "city")
              cost: Int @requires(fields: "mass(at: { unit: GRAM })")
              duty: Int @requires(fields: "mass(at: { unit: KILOGRAM })")
            }
            type Place @key(fields: "name") { name: ID! city: String @external }
          `,
        }),
      ),
    );
    expect(services.size).toBe(1);
    expect(() => validate(document)).not.toThrow();
    // A root field is asked of the subgraph itself alone.
    expect(fieldOf(document, 'Query', 'next')).toBe('next(unit: Unit): Load @join__field(graph: SHIPPING)');
    // What an interface asks for stays, needed or not.
    expect(fieldOf(document, 'Parcel', 'mass')).toContain('@join__field(graph: SHIPPING__PART1, external: true)');
  });
});
