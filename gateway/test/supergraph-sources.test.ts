import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createSigner, createVerifier, signatureHeader } from '@lectern/request-signing';
import { ConfigError } from '@lectern/runtime';
import { testSigningSecret, waitFor } from '@lectern/testing';
import { readGatewayConfig } from '../src/config.ts';
import { startPlanning } from '../src/plan/planning.ts';
import { createChanges } from '../src/supergraph/changes.ts';
import { createComposedText } from '../src/supergraph/sources/composed-text.ts';
import { createSupergraphText } from '../src/supergraph/sources/create-text.ts';
import { createFileText } from '../src/supergraph/sources/file-text.ts';
import { pauseBeforeReading } from '../src/supergraph/sources/polled-text.ts';
import type { SupergraphText } from '../src/supergraph/sources/supergraph-text.ts';
import { createUrlText } from '../src/supergraph/sources/url-text.ts';
import { composeSupergraph } from './_compose.ts';

const sky = (field: string) => composeSupergraph({ sky: `type Query { star: Int ${field}: Int }` });

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server whose answer a test may change. */
async function serve(handler: Handler) {
  const requests: IncomingMessage[] = [];
  let current = handler;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    requests.push(request);
    current(request, response, body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    requests,
    answer: (next: Handler) => {
      current = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

/** Follows a text: what was told, in order. */
async function follow(text: SupergraphText) {
  const texts: string[] = [];
  const troubles: string[] = [];
  const first = await text.open({
    onText: (sdl) => void texts.push(sdl),
    onTrouble: (error) => void troubles.push(error instanceof Error ? error.message : String(error)),
  });
  return { first, texts, troubles };
}

type Place = AsyncDisposable & {
  readonly text: SupergraphText;
  /** Makes it a supergraph with this field. */
  change(field: string): Promise<void>;
  spoil(): Promise<void>;
};

const places: Readonly<Record<string, (field: string) => Promise<Place>>> = {
  async file(field) {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'lectern-supergraph-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'supergraph.graphql');
    const planning = stack.use(startPlanning());
    await writeFile(path, sky(field));
    const text = stack.use(createSupergraphText({ kind: 'FILE', path, isWatched: true }, { planning }));
    return place(stack.move(), text, {
      change: (next) => writeFile(path, sky(next)),
      spoil: () => rename(path, `${path}.away`),
    });
  },
  async URL(field) {
    await using stack = new AsyncDisposableStack();
    let sdl: string | undefined = sky(field);
    const server = stack.use(
      await serve((_request, response) => {
        response.statusCode = sdl === undefined ? 503 : 200;
        response.end(sdl);
      }),
    );
    const planning = stack.use(startPlanning());
    const text = stack.use(createSupergraphText({ kind: 'URL', url: server.url, pollMs: 10 }, { planning }));
    return place(stack.move(), text, {
      async change(next) {
        sdl = sky(next);
      },
      async spoil() {
        sdl = undefined;
      },
    });
  },
  async 'set of subgraphs'(field) {
    await using stack = new AsyncDisposableStack();
    let sdl = `type Query { star: Int ${field}: Int }`;
    const server = stack.use(
      await serve((_request, response) => response.end(JSON.stringify({ data: { _service: { sdl } } }))),
    );
    const planning = stack.use(startPlanning());
    const subgraphs = [{ name: 'sky', url: server.url }];
    const text = stack.use(createSupergraphText({ kind: 'SUBGRAPHS', subgraphs, pollMs: 10 }, { planning }));
    return place(stack.move(), text, {
      async change(next) {
        sdl = `type Query { star: Int ${next}: Int }`;
      },
      async spoil() {
        sdl = 'type Query { star: Nothing }';
      },
    });
  },
};

function place(stack: AsyncDisposableStack, text: SupergraphText, rest: Pick<Place, 'change' | 'spoil'>): Place {
  return { text, ...rest, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it('in a folder that Kubernetes mounts is followed through its links', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-mounted-'));
  const put = async (version: string, field: string) => {
    await mkdir(join(folder, version));
    await writeFile(join(folder, version, 'supergraph.graphql'), sky(field));
    await symlink(version, join(folder, 'new'));
    await rename(join(folder, 'new'), join(folder, '..data'));
  };
  await put('..one', 'one');
  await symlink(join('..data', 'supergraph.graphql'), join(folder, 'supergraph.graphql'));
  using text = createFileText(join(folder, 'supergraph.graphql'), true);
  const { first, texts } = await follow(text);
  expect(first).toBe(sky('one'));
  await put('..two', 'two');
  await waitFor('the other version', () => texts.length > 0);
  expect(texts).toEqual([sky('two')]);
  await rm(folder, { recursive: true });
});

describe.each(Object.entries(places))('a supergraph from a %s', (_kind, start) => {
  it('is given, and again when it has changed', async () => {
    await using here = await start('moon');
    const { first, texts } = await follow(here.text);
    expect(first).toContain('moon: Int');
    await here.change('comet');
    await waitFor('the change', () => texts.some((sdl) => sdl.includes('comet: Int')));
    await here.change('dust');
    await waitFor('the next change', () => texts.at(-1)?.includes('dust: Int'));
  });

  it('says when it cannot be had, and is given again when it can', async () => {
    await using here = await start('moon');
    const { texts, troubles } = await follow(here.text);
    await here.spoil();
    await waitFor('the trouble', () => troubles.length > 0);
    expect(troubles[0]).toMatch(/.{10}/);
    await here.change('comet');
    await waitFor('the change', () => texts.at(-1)?.includes('comet: Int'));
  });

  it('says no more when it is closed', async () => {
    await using here = await start('moon');
    const { texts, troubles } = await follow(here.text);
    here.text[Symbol.dispose]();
    await here.change('comet');
    await using other = await start('moon');
    const watched = await follow(other.text);
    await other.change('comet');
    await waitFor('a change elsewhere', () => watched.texts.length > 0);
    expect([texts, troubles]).toEqual([[], []]);
  });
});

describe('a supergraph behind a URL', () => {
  it('is asked for with the ETag of the last answer, and is not given again for a 304', async () => {
    await using server = await serve((request, response) => {
      response.setHeader('etag', '"one"');
      if (request.headers['if-none-match'] === '"one"') response.writeHead(304).end();
      else response.end('one');
    });
    using text = createUrlText(server.url, { pollMs: 5 });
    const { first, texts, troubles } = await follow(text);
    await waitFor('some readings', () => server.requests.length > 4);
    expect(first).toBe('one');
    expect(server.requests.slice(1).map(({ headers }) => headers['if-none-match'])).toContain('"one"');
    expect([texts, troubles]).toEqual([[], []]);
    server.answer((_request, response) => response.end('two'));
    await waitFor('the change', () => texts.includes('two'));
  });

  it('is waited for at first, for a while', async () => {
    let asked = 0;
    await using server = await serve((_request, response) => {
      asked += 1;
      response.statusCode = asked === 1 ? 500 : 200;
      response.end('one');
    });
    using text = createUrlText(server.url, { pollMs: 0 });
    expect(await follow(text)).toMatchObject({ first: 'one', troubles: [expect.stringContaining('status 500')] });
    server.answer((_request, response) => response.writeHead(404).end());
    using absent = createUrlText(server.url, { pollMs: 0, firstMsMax: 0 });
    await expect(follow(absent)).rejects.toThrow(`${server.url} cannot be read: status 404`);
  });

  const bounds = { timeoutMs: 200, bytesMax: 100 };
  it.each<[string, Handler, string]>([
    ['is too long', (_request, response) => response.end('x'.repeat(101)), 'more than 100 bytes'],
    ['does not come', () => undefined, 'timeout'],
    ['does not end', (_request, response) => void response.write('x'), 'timeout'],
    ['breaks off', (_request, response) => void response.write('x', () => response.destroy()), 'cannot be read'],
  ])('is not taken when it %s', async (_how, handler, reason) => {
    await using server = await serve(handler);
    using text = createUrlText(server.url, { pollMs: 0, firstMsMax: 0 }, bounds);
    await expect(follow(text)).rejects.toThrow(reason);
  });

  it.each([
    [10_000, 60_000, 0, 0.5, 10_000],
    [10_000, 60_000, 1, 0.5, 20_000],
    [10_000, 60_000, 2, 0.5, 40_000],
    [10_000, 60_000, 9, 0.5, 60_000],
    [120_000, 60_000, 9, 0.5, 120_000],
    [10_000, 60_000, 0, 0, 9_000],
    [10_000, 60_000, 0, 1, 11_000],
  ])(
    'polled every %i ms, at most %i, after %i failures, chance %f: next in %i ms',
    (pollMs, max, failures, chance, ms) => {
      expect(pauseBeforeReading(pollMs, max, failures, chance)).toBe(ms);
    },
  );
});

describe('a supergraph composed of subgraphs', () => {
  it('asks them signed', async () => {
    const verify = createVerifier('sky', testSigningSecret);
    const verified: unknown[] = [];
    await using server = await serve((request, response, body) => {
      const signature = String(request.headers[signatureHeader]);
      verified.push(verify({ signature, method: 'POST', path: '/graphql', body }).viewer);
      response.end(JSON.stringify({ data: { _service: { sdl: 'type Query { star: Int }' } } }));
    });
    await using planning = startPlanning();
    const sign = createSigner('gateway', testSigningSecret);
    const subgraphs = [{ name: 'sky', url: server.url }];
    using text = createSupergraphText({ kind: 'SUBGRAPHS', subgraphs, pollMs: 0 }, { planning, sign });
    expect((await follow(text)).first).toContain('SKY @join__graph(name: "sky"');
    expect(verified).toEqual([{ kind: 'ANONYMOUS' }]);
  });

  it('is composed again only when one of them says something else', async () => {
    let sdl = 'type Query { star: Int }';
    await using server = await serve((_request, response) =>
      response.end(JSON.stringify({ data: { _service: { sdl } } })),
    );
    const composed: string[] = [];
    using text = createComposedText({
      subgraphs: [{ name: 'sky', url: server.url }],
      pollMs: 5,
      async compose([sky]) {
        composed.push(sky?.sdl ?? '');
        if (sky?.sdl === 'bad') throw new Error('does not fit');
        return 'composed';
      },
    });
    const { troubles } = await follow(text);
    const readings = (count: number) => waitFor('readings', () => server.requests.length > count);
    await readings(3);
    sdl = 'bad';
    await waitFor('the trouble', () => troubles.includes('does not fit'));
    await readings(server.requests.length + 3);
    expect(composed).toEqual(['type Query { star: Int }', 'bad']);
  });
});

describe('changes', () => {
  it('are taken over one after the other, of those that come meanwhile the last, and none twice in a row', async () => {
    const taken: string[] = [];
    const gate = Promise.withResolvers<void>();
    let newer: AbortSignal | undefined;
    const changes = createChanges(async (sdl, signal) => {
      taken.push(sdl);
      newer ??= signal;
      await gate.promise;
    });
    for (const sdl of ['one', 'one']) changes.add(sdl);
    expect(newer?.aborted).toBe(false);
    for (const sdl of ['two', 'three', 'three']) changes.add(sdl);
    expect(newer?.aborted).toBe(true);
    gate.resolve();
    await waitFor('the last', () => taken.at(-1) === 'three');
    changes.add('three');
    expect(taken).toEqual(['one', 'three']);
  });
});

describe('GATEWAY_SUPERGRAPH', () => {
  const env = {
    GATEWAY_REDIS_URL: 'redis://127.0.0.1',
    LECTERN_REDIS_PREFIX: 'a:',
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_PUBLIC_URL: 'http://lectern.test',
    GATEWAY_JWKS_URL: 'http://lectern.test/keys',
  };

  it.each([
    ['supergraph.graphql', { kind: 'FILE', path: 'supergraph.graphql', isWatched: true }],
    ['https://graphs.test/a', { kind: 'URL', url: 'https://graphs.test/a', pollMs: 10_000 }],
    ['compose:', { kind: 'SUBGRAPHS', subgraphs: [{ name: 'sky', url: 'http://sky.test/graphql' }], pollMs: 10_000 }],
  ])('may be %s', (value, supergraph) => {
    const read = readGatewayConfig({ ...env, GATEWAY_SUPERGRAPH: value, GATEWAY_SUBGRAPH_URLS: 'sky=http://sky.test' });
    expect(read.supergraph).toEqual(supergraph);
  });

  it.each([
    ['compose:', 'GATEWAY_SUBGRAPH_URLS names nothing'],
    ['http://', 'neither a path, a URL, nor compose:'],
  ])('may not be %s', (value, reason) => {
    expect(() => readGatewayConfig({ ...env, GATEWAY_SUPERGRAPH: value })).toThrow(ConfigError);
    expect(() => readGatewayConfig({ ...env, GATEWAY_SUPERGRAPH: value })).toThrow(reason);
  });
});
