import type { SupergraphDefinition } from '../supergraph.ts';
import { abstracts } from './abstracts.ts';
import { chainedRequires } from './chained-requires.ts';
import { compoundKeys } from './compound-keys.ts';
import { contexts } from './contexts.ts';
import { federation1 } from './federation-1.ts';
import { hidden } from './hidden.ts';
import { interfaceObjects } from './interface-objects.ts';
import { mutations } from './mutations.ts';
import { nodes } from './nodes.ts';
import { overrides } from './overrides.ts';
import { provides } from './provides.ts';
import { requires } from './requires.ts';
import { strangers } from './strangers.ts';

export const supergraphs: readonly SupergraphDefinition[] = [
  abstracts,
  chainedRequires,
  compoundKeys,
  contexts,
  federation1,
  hidden,
  interfaceObjects,
  mutations,
  nodes,
  overrides,
  provides,
  requires,
  strangers,
];
