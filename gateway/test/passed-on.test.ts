import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { atlasSupergraph, startAtlas } from './_atlas.ts';
import { createGate } from './_gate.ts';
import { startTestGateway } from './_gateway.ts';
import { startRelay } from './_relay.ts';
import { startTraceReceiver } from './_trace-receiver.ts';

/** Two gateways before one subgraph: one that passes on by a line, and one that knows HTTP only. */
async function startRig() {
  await using stack = new AsyncDisposableStack();
  const gate = createGate();
  const receiver = stack.use(await startTraceReceiver());
  const atlas = await startAtlas(gate);
  stack.defer(() => atlas[Symbol.asyncDispose]());
  const relay = stack.use(await startRelay(atlas.url));
  const start = (env: Record<string, string>) =>
    startTestGateway(env, {
      files: { 'supergraph.graphql': atlasSupergraph },
      replace: { atlas: relay.url, index: relay.url },
    });
  const read = stack.use(await start({ GATEWAY_SUBGRAPH_LINES: '0' }));
  const passing = stack.use(await start({ GATEWAY_TRACES_URL: receiver.url }));
  await passing.ask('{ sheet(id: "first") { id } }');
  await waitFor('a line', () => relay.lines() > 0);
  const owned = stack.move();
  return {
    gate,
    passing,
    read,
    /** Names of the spans below each operation of this name, in the order of the operations. */
    async spansOf(name: string): Promise<readonly (readonly string[])[]> {
      await passing.stop();
      const { spans } = receiver;
      const operations = spans.filter(({ attributes }) => attributes['graphql.operation.name'] === name);
      return operations.map(({ spanId }) =>
        spans.filter(({ parentSpanId }) => parentSpanId === spanId).map((span) => span.name),
      );
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type Asked = {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
};
type Headers = Readonly<Record<string, string>>;

/** All that a client sees of an answer. */
async function ask(gateway: { readonly url: string }, asked: Asked, headers: Headers = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-encoding': 'identity', ...headers },
    body: JSON.stringify(asked),
  });
  const body = Buffer.from(await response.arrayBuffer());
  const changing = new Set(['date', 'x-request-id']);
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => !changing.has(name)),
    text: body.toString('latin1'),
  };
}

async function sharedIn({ url }: { readonly url: string }): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^lectern_gateway_subgraph_shared_total\{.*\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

describe('an answer that is passed on', () => {
  let rig: Awaited<ReturnType<typeof startRig>>;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig[Symbol.asyncDispose]());

  it.each<[string, Asked, Headers]>([
    ['of lists, interfaces and text of all kinds', { query: paper('Lists') }, {}],
    ['in gzip', { query: paper('Gzip') }, { 'accept-encoding': 'gzip' }],
    ['in Brotli', { query: paper('Brotli') }, { 'accept-encoding': 'br' }],
    ['of the newer media type', { query: '{ sheets { id } }' }, { accept: 'application/graphql-response+json' }],
    ['for whom parts would do', { query: '{ sheets { id title } }' }, { accept: 'multipart/mixed, application/json' }],
    ['of a mutation', { query: 'mutation { draw(title: "Öland") { id title } }' }, {}],
    ['of what is not there', { query: '{ sheet(id: "none") { id } }' }, {}],
    ['of a scalar of its own', { query: '{ anything again: anything }' }, {}],
    [
      'of what it was given',
      { query: 'query ($t: String!) { echo(text: $t) }', variables: { t: '\ud800"\u0000é' } },
      {},
    ],
    ['of an error', { query: '{ torn }' }, {}],
    ['of errors beside data', { query: '{ mixed { id tear } }' }, {}],
  ])('%s is byte for byte the one that is read', async (_what, asked, headers) => {
    // More than once: the first time Apollo Server answers.
    for (let times = 0; times < 3; times += 1) {
      const passed = await ask(rig.passing, asked, headers);
      expect(passed).toEqual(await ask(rig.read, asked, headers));
      expect(passed.text.length).toBeGreaterThan(10);
    }
  });

  it('is right for each of those who share the reading of it', async () => {
    const query = 'query Shared { held }';
    for (const gateway of [rig.passing, rig.read]) await ask(gateway, { query });
    rig.gate.close();
    const together = Array.from({ length: 5 }, () => ask(rig.passing, { query }));
    // The same for the subgraph, but of those who ask Apollo Server for the first time, and read what they get.
    const named = { query, operationName: 'Shared' };
    together.push(...Array.from({ length: 3 }, () => ask(rig.passing, named)));
    await waitFor('all to wait for one', async () => (await sharedIn(rig.passing)) === together.length - 1);
    rig.gate.open();
    const expected = await ask(rig.read, { query });
    expect(await Promise.all(together)).toEqual(together.map(() => expected));
  });

  it('costs no projection; one with errors, and the first of an operation, do', async () => {
    for (let times = 0; times < 3; times += 1) {
      for (const query of [paper('Counted'), 'query Torn { torn }']) await ask(rig.passing, { query });
    }
    const counted = await rig.spansOf('Counted');
    expect(counted).toEqual([['plan', 'fetch', 'project'], ['fetch'], ['fetch']]);
    expect(await rig.spansOf('Torn')).toEqual([
      ['plan', 'fetch', 'project'],
      ['fetch', 'project'],
      ['fetch', 'project'],
    ]);
  });
});

function paper(name: string): string {
  return `query ${name} {
    all: sheets(first: 20) { ...Parts }
  }
  fragment Parts on Sheet {
    id
    title
    size: scale
    places { __typename name ... on Town { people } ... on Peak { metres } }
  }`;
}
