import { composeSupergraph } from './_compose.ts';

const names = ['a', 'b', 'c'];

/**
 * Three subgraphs that can all answer most of the fields, so that there are thousands of ways to answer a nested
 * operation. `field` is added to all of them.
 */
export function slowGraph(field = 'plain'): string {
  return composeSupergraph(
    Object.fromEntries(
      names.map((name) => [
        name,
        `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])
        type Query { thing: Thing @shareable }
        type Thing @key(fields: "id") {
          id: ID!
          next: Thing @shareable
          ${field}: Int @shareable
          of_${name}: Int
        }`,
      ]),
    ),
  );
}

/** Takes a few hundred milliseconds to plan with `width` 1, and some seconds with 600. */
export function slowOperation(width = 1, field = 'plain'): string {
  const nested = (depth: number): string => `${field} of_a of_b ${depth === 0 ? '' : `next { ${nested(depth - 1)} }`}`;
  return `{ ${Array.from({ length: width }, (_, at) => `thing${at}: thing { ${nested(5)} }`).join(' ')} }`;
}
