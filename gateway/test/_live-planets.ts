import { createTopicPublisher } from '@lectern/fanout';
import { createLogger } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { type Answer, codesOf, startTestGateway, type TestGateway } from './_gateway.ts';
import type { RawSocket } from './_socket.ts';

type StartOptions = Parameters<typeof startTestGateway>[1];

export type LivePlanets = AsyncDisposable & {
  readonly gateway: TestGateway;
  readonly url: string;
  /** Changes the mass of a planet to one unlike all before it, publishes that, and gives it. */
  changed(id?: string): Promise<number>;
  /** Waits until the gateway holds so many, no more and no fewer. */
  holds(sockets: number, subscriptions: number): Promise<void>;
};

export const watchEarth = { query: 'subscription { planetChanged(id: "earth") { mass } }' };

/** A gateway before the solar system, and what publishes changes of its planets. */
export async function startLivePlanets(
  env: Record<string, string> = {},
  options: StartOptions = {},
): Promise<LivePlanets> {
  await using stack = new AsyncDisposableStack();
  const gateway = stack.use(await startTestGateway({ GATEWAY_RATE_PER_ADDRESS: '0', ...env }, options));
  const publisher = stack.use(
    await createTopicPublisher({
      redisUrl: gateway.redis.url,
      prefix: gateway.redis.prefix,
      logger: createLogger('test', { level: 'silent', format: 'json' }),
    }),
  );
  let mass = 1_000;
  const held = async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    const sum = (name: string) =>
      [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
        (all, [, n]) => all + Number(n),
        0,
      );
    return { sockets: sum('lectern_gateway_sockets'), subscriptions: sum('lectern_gateway_subscriptions') };
  };
  const resources = stack.move();
  return {
    gateway,
    url: gateway.url,
    async changed(id = 'earth') {
      mass += 1;
      const name = gateway.solarSystem.planets.get(id)?.name ?? id;
      gateway.solarSystem.planets.set(id, { id, name, mass });
      const orbit = { days: mass, owner: null };
      const body = { __typename: 'Rock', crust: 'granite' };
      await publisher.publish(`planet.${id}.changed`, { __typename: 'Planet', id, name, mass, orbit, body });
      return mass;
    },
    async holds(sockets, subscriptions) {
      await waitFor(`${sockets} sockets and ${subscriptions} subscriptions`, async () => {
        const now = await held();
        if (now.sockets !== sockets || now.subscriptions !== subscriptions) throw new Error(JSON.stringify(now));
        return true;
      });
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

type Message = Awaited<ReturnType<RawSocket['next']>>;

/** The mass that a message tells, undefined where it tells none. */
export function massIn({ payload }: Message): number | undefined {
  return (payload as Answer | undefined)?.data?.planetChanged?.mass;
}

/** What comes before the answer to a ping. The socket must have nothing under way that answers later. */
export async function readUntilPong(socket: RawSocket): Promise<readonly Message[]> {
  socket.send({ type: 'ping' });
  const messages: Message[] = [];
  for (;;) {
    const message = await socket.next();
    if (message.type === 'pong') return messages;
    messages.push(message);
  }
}

/** The codes an operation is refused with: by an `error`, or by a `next` with errors and no data, and `complete`. */
export async function refusalOf(socket: RawSocket, id: string): Promise<readonly unknown[]> {
  const message = await socket.next();
  if (message.id !== id) throw new Error(`not of ${id}: ${JSON.stringify(message)}`);
  if (message.type === 'error') return codesOf({ errors: message.payload as NonNullable<Answer['errors']> });
  const answer = message.payload as Answer;
  const end = await socket.next();
  if (end.type !== 'complete' || end.id !== id) throw new Error(`no end: ${JSON.stringify(end)}`);
  const shown = Object.values(answer.data ?? {}).filter((value) => value !== null);
  if (shown.length > 0) throw new Error(`not refused: ${JSON.stringify(answer)}`);
  return codesOf(answer);
}

/** Subscribes and reads the first event. */
export async function watch(socket: RawSocket, id: string, payload: object = watchEarth): Promise<Message> {
  socket.send({ id, type: 'subscribe', payload });
  const first = await socket.next();
  if (first.type !== 'next' || first.id !== id) throw new Error(`not subscribed: ${JSON.stringify(first)}`);
  return first;
}
