import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readWith } from '@lectern/runtime';
import { GraphQLError } from 'graphql';
import { readTraces } from '../src/read-traces.ts';
import { readStandaloneOptions } from '../src/standalone-options.ts';
import { type FederatedSubgraph, startFederated } from './_federated.ts';
import { startTraceReceiver, type TraceReceiver } from './_trace-receiver.ts';

const stars = [{ id: '1' }, { id: '2' }, { id: '3' }];

const subgraphs: Record<string, FederatedSubgraph> = {
  sky: {
    typeDefs: 'type Query { stars: [Star!]! star(id: ID!): Star } type Star @key(fields: "id") { id: ID! }',
    resolvers: { Query: { stars: () => stars, star: (_: unknown, { id }) => ({ id }) } },
  },
  names: {
    typeDefs: 'type Star @key(fields: "id") { id: ID! name: String }',
    resolvers: {
      Star: {
        __resolveReference: (reference: unknown) => reference,
        name({ id }: { id: string }) {
          if (id !== 'broken') return `star ${id}`;
          throw new GraphQLError('the secret of the star', { extensions: { code: 'STAR_BROKEN' } });
        },
      },
    },
  },
};

/** Runs `work` before a gateway that is traced; the spans are there when it has stopped. */
async function traced<T>(
  receiver: TraceReceiver,
  work: (federated: Awaited<ReturnType<typeof startFederated>>) => Promise<T>,
  sample = 1,
): Promise<T> {
  await using federated = await startFederated(subgraphs, { traces: { url: receiver.url, sample } });
  return await work(federated);
}

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const sampled = { traceparent: `00-${traceId}-${parentId}-01`, tracestate: 'vendor=value' };

describe('a traced operation', () => {
  it('has spans of its planning, of each fetch, and of the projection, below that of the client', async () => {
    await using receiver = await startTraceReceiver();
    const requests = await traced(receiver, async ({ ask, requests }) => {
      const answer = await ask('query Stars { stars { id name } }', {}, { ...sampled, 'x-request-id': 'request-1' });
      expect(answer.data.stars).toHaveLength(3);
      return requests;
    });
    const [operation, ...others] = receiver.spans.filter(({ parentSpanId }) => parentSpanId === parentId);
    expect(others).toEqual([]);
    expect(operation).toMatchObject({ name: 'query', traceId, service: 'lectern-gateway' });
    expect(operation?.attributes).toEqual({
      'graphql.operation.name': 'Stars',
      'graphql.operation.type': 'query',
      'lectern.door': 'HTTP',
      'lectern.request_id': expect.any(String),
      'lectern.outcome': 'ok',
    });
    const below = receiver.spans.filter(({ parentSpanId }) => parentSpanId === operation?.spanId);
    expect(receiver.spans).toHaveLength(1 + below.length);
    expect(below.map(({ name, attributes }) => ({ name, ...attributes }))).toEqual([
      { name: 'plan', 'lectern.plan': 'miss', 'lectern.outcome': 'ok' },
      fetchOf('sky', 'root'),
      { ...fetchOf('names', 'entities'), 'lectern.representations': 3 },
      { name: 'project' },
    ]);
    const fetches = below.filter(({ name }) => name === 'fetch');
    expect(requests.map(({ headers }) => [headers.traceparent, headers.tracestate])).toEqual(
      fetches.map(({ spanId }) => [`00-${traceId}-${spanId}-01`, 'vendor=value']),
    );
  });

  it('is planned no more when it comes again, and finds its plan under another name', async () => {
    await using receiver = await startTraceReceiver();
    await traced(receiver, async ({ ask }) => {
      for (const query of ['{ stars { id } }', '{ stars { id } }', '{ stars {   id } }']) await ask(query);
    });
    const plans = receiver.spans.filter(({ name }) => name === 'plan');
    expect(plans.map(({ attributes }) => attributes['lectern.plan'])).toEqual(['miss', 'hit']);
    expect(receiver.spans.filter(({ name }) => name === 'query')).toHaveLength(3);
    expect(new Set(receiver.spans.map((span) => span.traceId)).size).toBe(3);
  });

  it('tells of errors by their codes and of nothing that a user has said', async () => {
    await using receiver = await startTraceReceiver();
    const query = 'query Star($id: ID!) { star(id: $id) { name } }';
    await traced(receiver, async ({ ask }) => {
      for (const id of ['broken', 'broken']) expect((await ask(query, { id })).errors).toHaveLength(1);
      await ask('{ stars { unheardOf } }');
      await ask('query Other { star(id: "hidden") { name } }');
    });
    const failed = receiver.spans.filter(({ status }) => status.code === 2);
    const codes = failed.map(({ name, events }) => [name, ...events.map((event) => event['lectern.error.code'])]);
    expect(codes).toEqual([
      ['fetch', 'STAR_BROKEN'],
      ['query', 'STAR_BROKEN'],
      ['fetch', 'STAR_BROKEN'],
      ['query', 'STAR_BROKEN'],
      ['operation', 'GRAPHQL_VALIDATION_FAILED'],
    ]);
    expect(failed.every(({ attributes }) => attributes['lectern.outcome'] === 'errors')).toBe(true);
    expect(receiver.text()).not.toMatch(/secret|"broken"|hidden|unheardOf|stars \{/);
  });

  it('says which reads were answered by one under way', async () => {
    await using receiver = await startTraceReceiver();
    await traced(receiver, async ({ ask }) => {
      await ask('{ stars { name } }');
      await Promise.all(Array.from({ length: 50 }, () => ask('{ stars { name } }')));
    });
    const fetches = receiver.spans.filter(({ name }) => name === 'fetch');
    expect(fetches.some(({ attributes }) => attributes['lectern.shared'] === true)).toBe(true);
    expect(fetches.some(({ attributes }) => attributes['lectern.shared'] === undefined)).toBe(true);
  });
});

describe('an operation that is not sampled', () => {
  it.each([
    ['by the word of the client', { traceparent: `00-${traceId}-${parentId}-00`, tracestate: 'vendor=value' }, 1],
    ['by chance', {}, 0],
  ])('%s leaves no span, and its headers pass as they came', async (_, headers, sample) => {
    await using receiver = await startTraceReceiver();
    const requests = await traced(
      receiver,
      async ({ ask, requests }) => {
        await ask('{ stars { name } }', {}, headers);
        return requests;
      },
      sample,
    );
    expect(receiver.spans).toEqual([]);
    const { traceparent, tracestate } = { traceparent: undefined, tracestate: undefined, ...headers };
    expect(requests.map((request) => [request.headers.traceparent, request.headers.tracestate])).toEqual([
      [traceparent, tracestate],
      [traceparent, tracestate],
    ]);
  });

  it('follows the client where chance says otherwise', async () => {
    await using receiver = await startTraceReceiver();
    await traced(receiver, ({ ask }) => ask('{ stars { id } }', {}, sampled), 0);
    expect(receiver.spans.find(({ name }) => name === 'query')?.parentSpanId).toBe(parentId);
  });

  it('is traced anew where the client names a parent that is none', async () => {
    await using receiver = await startTraceReceiver();
    await traced(receiver, ({ ask }) => ask('{ stars { id } }', {}, { traceparent: `00-${'0'.repeat(32)}-1-01` }));
    expect(receiver.spans.find(({ name }) => name === 'query')?.parentSpanId).toBeFalsy();
  });
});

describe('a gateway without traces', () => {
  it('passes trace context on as it came', async () => {
    await using federated = await startFederated(subgraphs);
    await federated.ask('{ stars { name } }', {}, sampled);
    expect(federated.requests.map(({ headers }) => [headers.traceparent, headers.tracestate])).toEqual([
      [sampled.traceparent, sampled.tracestate],
      [sampled.traceparent, sampled.tracestate],
    ]);
  });

  it('loads nothing of the tracing SDK', async () => {
    await using receiver = await startTraceReceiver();
    await using federated = await startFederated(subgraphs);
    const supergraph = join(federated.folder, 'supergraph.graphql');
    expect(await modulesOf(['--supergraph', supergraph])).toEqual([]);
    expect(await modulesOf(['--supergraph', supergraph, '--traces', receiver.url])).not.toEqual([]);
  });
});

it('a collector that is away holds nothing up', async () => {
  const receiver = await startTraceReceiver();
  await receiver[Symbol.asyncDispose]();
  expect((await traced(receiver, ({ ask }) => ask('{ stars { name } }'))).data.stars).toHaveLength(3);
});

it('traces are off until a place for them is named', () => {
  const url = 'http://localhost:4318/v1/traces';
  expect(readWith({ GATEWAY_TRACES_SAMPLE: '0.5' }, readTraces)).toBeUndefined();
  expect(readWith({ GATEWAY_TRACES_URL: url }, readTraces)).toEqual({ url, sample: 1 });
  expect(readWith({ GATEWAY_TRACES_URL: url, GATEWAY_TRACES_SAMPLE: '0.25' }, readTraces)).toEqual({
    url,
    sample: 0.25,
  });
  expect(() => readWith({ GATEWAY_TRACES_SAMPLE: '1.5' }, readTraces)).toThrow('GATEWAY_TRACES_SAMPLE');
});

it('a wrong share refuses the start and is named', () => {
  for (const share of ['2', '-1', 'half', '1e-1']) {
    const args = ['--anonymous', '--supergraph', 'x', '--traces', 'http://localhost', '--traces-sample', share];
    expect(() => readStandaloneOptions(args)).toThrow(ConfigError);
    expect(() => readStandaloneOptions(args)).toThrow('--traces-sample');
  }
});

function fetchOf(subgraph: string, fetch: string) {
  return {
    name: 'fetch',
    'lectern.subgraph': subgraph,
    'lectern.fetch': fetch,
    'graphql.operation.type': 'query',
    'lectern.outcome': 'ok',
  };
}

/** The modules of the SDK that a gateway of its own loads until it listens and has answered. */
async function modulesOf(args: readonly string[]): Promise<readonly string[]> {
  const here = import.meta.dirname;
  const child = spawn(
    process.execPath,
    [
      ...['--import', join(here, '_loaded-modules.mjs'), join(here, '../src/standalone-main.ts')],
      ...['--anonymous', '--port', '0', '--no-watch', ...args],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let loaded = '';
  child.stderr.on('data', (data) => {
    loaded += data;
  });
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error(`the gateway ended: ${output}${loaded}`)));
    child.stdout.on('data', async (data) => {
      output += data;
      if (/the gateway listens/.test(output)) resolve();
    });
  });
  child.removeAllListeners('exit');
  child.kill();
  await once(child, 'exit');
  return loaded.split('\n').filter((line) => line.startsWith('file:'));
}
