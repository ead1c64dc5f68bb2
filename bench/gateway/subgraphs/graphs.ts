import type { Graph } from './graph.ts';
import { heavyGraph } from './heavy.ts';
import { smallGraph } from './small.ts';

const graphs: Readonly<Record<Graph['name'], Graph>> = { small: smallGraph(), heavy: heavyGraph };
export const graphOf = (name: Graph['name']): Graph => graphs[name];
