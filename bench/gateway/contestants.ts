import { join } from 'node:path';
import { gatewayNode } from '@lectern/stack/gateway-node';
import type { Operation } from './operations.ts';
import type { ChildCommand } from './processes/child.ts';

export const contestantNames = ['lectern', 'stock', 'hive', 'mercurius', 'floor'] as const;
export type ContestantName = (typeof contestantNames)[number];

/** Where the graph of an operation stands. */
export type Ground = {
  readonly supergraph: string;
  /** For gateways of Federation 1: `[{ name, url, schema }]` as a JSON file; undefined where the graph has no such form. */
  readonly services: string | undefined;
  readonly urls: Readonly<Record<string, string>>;
};

export type Contestant = {
  readonly name: ContestantName;
  /** Undefined when it cannot do the operation. */
  command(operation: Operation, ground: Ground, port: number): ChildCommand | undefined;
};

const root = join(import.meta.dirname, '../..');
const peer = (name: string, file: string) => join(root, 'bench/peers', name, file);

/** As `npm run gateway` starts it, without npm between. */
const lectern: Contestant = {
  name: 'lectern',
  command: (_operation, { supergraph }, port) => ({
    args: [
      ...gatewayNode.flags,
      join(root, 'gateway/src/standalone-main.ts'),
      ...['--supergraph', supergraph, '--port', String(port), '--anonymous', '--forward', 'authorization'],
    ],
    env: gatewayNode.env,
  }),
};
const stock: Contestant = {
  name: 'stock',
  command: (_operation, { supergraph }, port) => ({
    args: [peer('stock', 'gateway.mjs'), supergraph, String(port)],
  }),
};
const hive: Contestant = {
  name: 'hive',
  command: (_operation, { supergraph }, port) => ({
    args: [
      peer('hive', 'node_modules/@graphql-hive/gateway/dist/bin.js'),
      ...['supergraph', supergraph, '--port', String(port), '--host', '127.0.0.1'],
      ...['--hive-router-runtime', '--config-path', peer('hive', 'gateway.config.mjs')],
    ],
    cwd: peer('hive', ''),
  }),
};
const mercurius: Contestant = {
  name: 'mercurius',
  command: (_operation, { services }, port) =>
    services === undefined ? undefined : { args: [peer('mercurius', 'gateway.mjs'), services, String(port)] },
};
const floor: Contestant = {
  name: 'floor',
  command: ({ floor: subgraph }, { urls }, port) =>
    subgraph && { args: [peer('floor', 'gateway.mjs'), urls[subgraph] ?? '', String(port)] },
};

const contestants: Readonly<Record<ContestantName, Contestant>> = { lectern, stock, hive, mercurius, floor };
export const contestantOf = (name: ContestantName): Contestant => contestants[name];
