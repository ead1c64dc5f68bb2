import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, parse } from 'graphql';
import { composeParcels } from '../../../test/_parcels.ts';
import { dropDeadKeys } from './drop-dead-keys.ts';
import { readObjectTypes, textOf } from './join-directives.ts';

const depot = `
  type Query { parcel: Parcel }
  type Parcel @key(fields: "id") @key(fields: "code") { id: ID! code: ID! @shareable }
`;

/** `GRAPH key` of each that a parcel has. */
function keysIn(document: DocumentNode): readonly string[] {
  const uses = readObjectTypes(document).get('Parcel')?.directives ?? [];
  return uses.map((use) => `${textOf(use, 'graph')} ${textOf(use, 'key')}`);
}

describe('keys that cannot be resolved', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'go where the subgraph has another',
      'type Parcel @key(fields: "code", resolvable: false) @key(fields: "id") { id: ID! code: ID! @shareable }',
      ['SHIPPING id'],
    ],
    [
      'stay where it has none',
      'type Parcel @key(fields: "code", resolvable: false) { code: ID! @shareable }',
      ['SHIPPING code'],
    ],
    [
      'stay where the other cannot be resolved either',
      `type Parcel @key(fields: "code", resolvable: false) @key(fields: "id", resolvable: false) {
        id: ID! code: ID! @shareable
      }`,
      ['SHIPPING code', 'SHIPPING id'],
    ],
    [
      'are not those that can be',
      'type Parcel @key(fields: "code", resolvable: true) @key(fields: "id") { id: ID! code: ID! @shareable }',
      ['SHIPPING code', 'SHIPPING id'],
    ],
  ];
  it.each(cases)('%s', (_name, shipping, expected) => {
    const document = parse(composeParcels({ depot, shipping }), { noLocation: true });
    const dropped = dropDeadKeys(document);
    expect(keysIn(dropped)).toEqual([...['DEPOT id', 'DEPOT code'], ...expected]);
    expect(dropped === document).toBe(keysIn(document).length === expected.length + 2);
  });
});
