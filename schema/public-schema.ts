import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { printSchema } from 'graphql';
import { supergraphPath } from './read-type-defs.ts';

/** What clients see: the supergraph's API schema, without what is `@inaccessible` and without federation's own. */
export function readPublicSchema(supergraphSdl: string = readFileSync(supergraphPath, 'utf8')): string {
  return printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema());
}
