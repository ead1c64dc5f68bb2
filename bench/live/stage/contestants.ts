import { type Crowds, startCrowds } from '../clients/crowds.ts';
import type { Ground } from '../clients/orders.ts';
import { settledRssKb } from './memory.ts';
import type { Stage } from './open-stage.ts';
import { type LiveServer, type ServerKind, startLiveServer } from './servers.ts';

export const contestantNames = ['sdk', 'foreign', 'naive', 'bare'] as const;
export type ContestantName = (typeof contestantNames)[number];

/** A server with all its clients subscribed. Each has a board, thus a topic, of its own. */
export type Contestant = AsyncDisposable & {
  readonly name: ContestantName;
  readonly server: LiveServer;
  readonly crowds: Crowds;
  readonly subscribers: number;
  readonly kbPerConnection: number;
  readonly openedPerSecond: number;
  publish(): Promise<number>;
};

const kinds: Readonly<Record<ContestantName, ServerKind>> = {
  sdk: 'gateway',
  foreign: 'gateway',
  naive: 'naive',
  bare: 'bare',
};
const clientProcesses = 2;
/** So many come, see two events and go again, before memory is looked at: by then all code has been run once. */
export const rehearsalSize = 300;

export const groundOf = (stage: Stage, server: LiveServer, board: string): Ground => ({
  port: server.port,
  host: 0,
  key: stage.issuer.key,
  field: 'board',
  board,
  ids: 'SDK',
  hasSnapshot: true,
});

/** Starts a server and its clients; `subscribers` in all. */
export async function enter(stage: Stage, name: ContestantName, subscribers: number): Promise<Contestant> {
  await using stack = new AsyncDisposableStack();
  await stage.topics.publishBoard(name);
  const server = stack.use(await startLiveServer(stage, kinds[name], name));
  const ground: Ground = {
    ...groundOf(stage, server, name),
    ids: name === 'foreign' || name === 'naive' ? 'FOREIGN' : 'SDK',
    hasSnapshot: kinds[name] === 'gateway',
  };
  const publish = () => stage.topics.publishBoard(name);
  await rehearse(ground, publish);
  const before = await settledRssKb(server);
  const crowds = stack.use(startCrowds(clientProcesses));
  const opened = await crowds.open(ground, 1, subscribers);
  if (opened.missing > 0)
    throw new Error(`${name}: ${opened.missing} clients could not subscribe: ${told(opened.faults)}`);
  await untilHeard(crowds, publish);
  const kbPerConnection = ((await settledRssKb(server)) - before) / subscribers;
  const owned = stack.move();
  return {
    name,
    server,
    crowds,
    subscribers,
    kbPerConnection,
    openedPerSecond: (1_000 * subscribers) / (opened.atMs - opened.beganAtMs),
    publish,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export const told = (faults: Readonly<Record<string, number>>): string =>
  Object.entries(faults)
    .map(([fault, count]) => `${count} × ${fault}`)
    .join(', ') || 'no faults';

async function rehearse(ground: Ground, publish: () => Promise<unknown>): Promise<void> {
  await using crowds = startCrowds(1);
  await crowds.open(ground, 900_001, rehearsalSize);
  await untilHeard(crowds, publish);
  await untilHeard(crowds, publish);
  await crowds.order({ kind: 'leave' });
}

const triesMax = 20;

/** Not every server says when a subscription has begun; an event that everybody hears does. */
export async function untilHeard(crowds: Crowds, publish: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    await crowds.order({ kind: 'mark', readsAll: false });
    await publish();
    const { missing } = await crowds.order({ kind: 'await', events: 1, quietMs: 2_000 });
    if (missing === 0) return;
  }
  throw new Error('not everybody hears what is published');
}
