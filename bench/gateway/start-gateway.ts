import { createServer } from 'node:net';
import type { Contestant, Ground } from './contestants.ts';
import type { Operation } from './operations.ts';
import { type Child, startNode } from './processes/child.ts';

export type Gateway = AsyncDisposable & {
  readonly child: Child;
  readonly port: number;
  /** From the start of the process to the first answer. */
  readonly readyMs: number;
  post(body: string): Promise<{ readonly status: number; readonly text: string }>;
};

const startsWithinMs = 30_000;

/** Starts a gateway and waits until it answers at `/graphql`; undefined when it cannot do the operation. */
export async function startGateway(
  contestant: Contestant,
  operation: Operation,
  ground: Ground,
  nodeOptions: readonly string[] = [],
): Promise<Gateway | undefined> {
  const port = await findPort();
  const command = contestant.command(operation, ground, port);
  if (!command) return undefined;
  const startedAt = performance.now();
  const child = startNode({ ...command, args: [...nodeOptions, ...command.args] });
  const post = (body: string) => postTo(`http://127.0.0.1:${port}/graphql`, body);
  try {
    await untilReady(contestant.name, child, post);
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
  const readyMs = performance.now() - startedAt;
  return { child, port, readyMs, post, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

async function untilReady(name: string, child: Child, post: Gateway['post']): Promise<void> {
  const giveUpAt = performance.now() + startsWithinMs;
  while (performance.now() < giveUpAt) {
    if (child.hasEnded()) throw new Error(`${name} ended before it was ready: ${child.tail()}`);
    const status = await post('{"query":"{ __typename }"}').then(
      (answer) => answer.status,
      () => 0, // nobody listens yet
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${name} was not ready after ${startsWithinMs} ms: ${child.tail()}`);
}

async function postTo(url: string, body: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer first' },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, text: await response.text() };
}

/** A port that was free a moment ago: not every gateway can say which one it took. */
function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address !== 'string' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
