import type { DocumentNode } from 'graphql';
import { addParts, readServices } from './add-parts.ts';
import { dropDeadKeys } from './drop-dead-keys.ts';
import { dropUnusedExternals } from './drop-unused-externals.ts';
import { readObjectTypes } from './join-directives.ts';
import { findRequirings, nameVariants, realNames } from './required-variants.ts';
import { divideSubgraphs } from './subgraph-parts.ts';
import { writeVariants } from './write-variants.ts';

/** The supergraph as Apollo's planner plans it rightly, and what it has to be translated back by. */
export type PlannerSupergraph = {
  /** The very document that was given where there is nothing to put right. */
  readonly document: DocumentNode;
  /** Names of subgraphs by those that the planner has for parts of them. */
  readonly services: ReadonlyMap<string, string>;
  /** Names of fields by those that the planner has for them with certain arguments. */
  readonly fields: ReadonlyMap<string, string>;
};

export function toPlannerSupergraph(supergraph: DocumentNode): PlannerSupergraph {
  const document = dropDeadKeys(supergraph);
  const types = readObjectTypes(document);
  const requirings = findRequirings(types);
  const variants = nameVariants(requirings);
  const fields = realNames(variants);
  if (fields.size === 0) return { document, services: new Map(), fields };
  const parts = divideSubgraphs(requirings, variants);
  const written = addParts(writeVariants(document, types, variants, parts), parts);
  return { document: dropUnusedExternals(written), services: readServices(document, parts), fields };
}
