import type { SupergraphDefinition } from '../supergraph.ts';
import { compoundKeys } from './compound-keys.ts';

export const supergraphs: readonly SupergraphDefinition[] = [compoundKeys];
