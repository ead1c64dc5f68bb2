import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, parse, print } from 'graphql';
import { readClientOperation } from './client-selections.ts';
import { findMissing } from './missing-kinds.ts';

/** A letter is all that the subgraph knows, and it has `stamp` and `day` of it. */
const kinds = {
  isMember: (service: string, abstractType: string, type: string) =>
    service === 'post' && abstractType === 'Load' && type === 'Letter',
  isLocalLeaf: (_service: string, type: string, field: string) => type === 'Letter' && ['stamp', 'day'].includes(field),
};

const cases: Readonly<Record<string, readonly [wanted: string, fetched: string, missing: string]>> = {
  'is what the client wants of a member and is not fetched': [
    '{ ... on Letter { stamp day } }',
    '{ ... on Letter { day } }',
    '... on Letter { stamp }',
  ],
  'keeps its alias': ['{ ... on Letter { a: stamp } }', '{ __typename }', '... on Letter { a: stamp }'],
  'is asked for once': [
    '{ ... on Letter { stamp } ...again } fragment again on Letter { stamp }',
    '{ __typename }',
    '... on Letter { stamp }',
  ],
  'is nothing where all is fetched': ['{ ... on Letter { stamp } }', '{ ... on Letter { stamp } }', ''],
  'is nothing of a type that the subgraph does not know': ['{ ... on Parcel { stamp } }', '{ __typename }', ''],
  'is nothing that the subgraph does not have itself': ['{ ... on Letter { sender } }', '{ __typename }', ''],
  'is nothing that all members have': ['{ stamp }', '{ __typename }', ''],
  'is nothing with arguments': ['{ ... on Letter { stamp(big: true) } }', '{ __typename }', ''],
  'is nothing with directives': ['{ ... on Letter { stamp @a } }', '{ __typename }', ''],
  'is nothing in a fragment with directives': ['{ ... on Letter @a { stamp } }', '{ __typename }', ''],
};

describe('what a fetch leaves out of a member', () => {
  it.each(Object.entries(cases))('%s', (_name, [wanted, fetched, expected]) => {
    const client = operationIn(parse(wanted));
    const set = operationIn(parse(fetched)).root;
    const missing = findMissing(set, 'Load', [client.root], 'post', client, kinds);
    expect(missing.map((node) => print(node).replace(/\s+/g, ' ')).join(' ')).toBe(expected);
  });
});

function operationIn(document: DocumentNode) {
  const operation = readClientOperation(document);
  if (!operation) throw new Error('no operation');
  return operation;
}
