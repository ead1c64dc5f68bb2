import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { dropUnusedExternals } from './drop-unused-externals.ts';
import { readObjectTypes, textOf } from './join-directives.ts';

/** No subgraphs would compose to these: they are made from what composed. */
const cases: Readonly<Record<string, readonly [sdl: string, stays: boolean]>> = {
  'goes where nothing names it': ['type Parcel { size: Int @join__field(graph: B, external: true) }', false],
  'stays where the subgraph requires it': [
    `type Parcel {
      size: Int @join__field(graph: B, external: true)
      cost: Int @join__field(graph: B, requires: "size")
    }`,
    true,
  ],
  'goes where another subgraph requires it': [
    `type Parcel {
      size: Int @join__field(graph: B, external: true)
      cost: Int @join__field(graph: C, requires: "size")
    }`,
    false,
  ],
  'stays in a key': [
    'type Parcel @join__type(graph: B, key: "size") { size: Int @join__field(graph: B, external: true) }',
    true,
  ],
  'stays where a field of another type provides it': [
    `type Query { next: [Parcel!] @join__field(graph: B, provides: "size") }
    type Parcel { size: Int @join__field(graph: B, external: true) }`,
    true,
  ],
  'stays where an interface asks for it': [
    `interface Sized { size: Int }
    type Parcel implements Sized { size: Int @join__field(graph: B, external: true) }`,
    true,
  ],
  'stays where it is not external': ['type Parcel { size: Int @join__field(graph: B) }', true],
};

describe('what a subgraph is said to need', () => {
  it.each(Object.entries(cases))('%s', (_name, [sdl, stays]) => {
    const parcel = readObjectTypes(dropUnusedExternals(parse(sdl))).get('Parcel');
    const size = parcel?.fields?.find(({ name }) => name.value === 'size');
    expect(size?.directives?.some((use) => textOf(use, 'graph') === 'B')).toBe(stays);
  });
});
