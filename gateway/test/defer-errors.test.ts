import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Library, startLibrary } from './_library.ts';
import { askInParts, formats } from './_parts.ts';

describe('@defer and what goes wrong', () => {
  let library: Library;
  beforeAll(async () => {
    library = await startLibrary({ timeoutMs: 300 });
  });
  afterAll(async () => library[Symbol.asyncDispose]());
  afterEach(() => {
    for (const gate of Object.values(library.gates)) gate.open();
  });

  const ask = (query: string, accept: string = formats.byId) => askInParts(library.url, accept, query);
  const read = async (query: string, accept: string = formats.byId) => (await ask(query, accept)).rest();

  it('sends errors with the fields that they stand at', async () => {
    expect(await read('{ books { title ... @defer { quote } } }', formats.byPath)).toEqual([
      { data: { books: [{ title: 'Emma' }, { title: 'Ulysses' }, { title: 'Dracula' }] }, hasNext: true },
      {
        incremental: [
          { path: ['books', 0], data: { quote: 'Quote 1' } },
          {
            path: ['books', 1],
            data: { quote: null },
            errors: [{ message: 'nothing to quote', path: ['books', 1, 'quote'], extensions: { code: 'UNREAD' } }],
          },
          { path: ['books', 2], data: { quote: 'Quote 3' } },
        ],
        hasNext: false,
      },
    ]);
  });

  describe('lets nulls propagate to the fragment and no further', () => {
    const query = '{ book(id: 2) { title ... @defer(label: "lost") { blurb stars } ... @defer { price } } }';
    const errors = [{ message: 'nobody has finished it', path: ['book', 'blurb'], extensions: { code: 'UNREAD' } }];

    it('completed with its errors (incrementalSpec=v0.2)', async () => {
      const parts = await read(query);
      expect(parts[0].data).toEqual({ book: { title: 'Ulysses' } });
      expect(parts.flatMap(({ completed = [] }) => completed)).toEqual(
        expect.arrayContaining([{ id: '0', errors }, { id: '1' }]),
      );
      expect(parts.flatMap(({ incremental = [] }) => incremental)).toEqual([{ id: '1', data: { price: 20 } }]);
      expect(parts.at(-1)).toMatchObject({ hasNext: false });
    });

    it('null with its errors (deferSpec=20220824)', async () => {
      const entries = (await read(query, formats.byPath)).flatMap(({ incremental = [] }) => incremental);
      expect(entries).toHaveLength(2);
      expect(entries).toEqual(
        expect.arrayContaining([
          { path: ['book'], label: 'lost', data: null, errors },
          { path: ['book'], data: { price: 20 } },
        ]),
      );
    });

    it('each object of a list by itself', async () => {
      const parts = await read('{ books { title ... @defer { blurb } } }');
      expect(parts.flatMap(({ incremental = [] }) => incremental)).toEqual([
        { id: '0', data: { blurb: 'Blurb 1' } },
        { id: '2', data: { blurb: 'Blurb 3' } },
      ]);
      const failed = parts.flatMap(({ completed = [] }) => completed).filter(({ errors: found }) => found);
      expect(failed).toMatchObject([{ id: '1', errors: [{ path: ['books', 1, 'blurb'] }] }]);
    });

    it('with a reason for every object where a subgraph gives no answer', async () => {
      library.gates.opinions.close();
      const parts = await read('{ books { title ... @defer { blurb } } }');
      const completed = parts.flatMap((part) => part.completed ?? []);
      expect(completed).toHaveLength(3);
      for (const [at, { errors: found }] of completed.entries()) {
        expect(found).toMatchObject([{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
        expect(found[0].path.slice(0, 2)).toEqual(['books', at]);
      }
    });
  });

  it('tells of refused fields with the fragment that they stand in', async () => {
    const parts = await read('{ books { title ... @defer { secret quote } ... @defer(label: "sealed") { sealed } } }');
    expect(parts[0]).not.toHaveProperty('errors');
    const entries = parts.flatMap(({ incremental = [] }) => incremental);
    expect(entries.map(({ data }) => data)).toEqual([
      { secret: null, quote: 'Quote 1' },
      { secret: null, quote: null },
      { secret: null, quote: 'Quote 3' },
    ]);
    // Once for all entries of a list, as in whole answers.
    const refused = { path: ['books', 'secret'], extensions: { code: 'UNAUTHENTICATED' } };
    expect(entries[0].errors).toMatchObject([refused]);
    expect(entries[2]).not.toHaveProperty('errors');
    const failed = parts.flatMap(({ completed = [] }) => completed).filter(({ errors }) => errors);
    expect(failed).toHaveLength(3);
    for (const { errors } of failed) expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('ends at the deadline of a subgraph that does not answer', async () => {
    library.gates.opinions.close();
    const parts = await read('{ book(id: 1) { title ... @defer { quote } ... @defer { price } } }');
    const entries = parts.flatMap(({ incremental = [] }) => incremental);
    expect(entries).toEqual([
      { id: '1', data: { price: 10 } },
      {
        id: '0',
        data: { quote: null },
        errors: [
          expect.objectContaining({
            path: ['book'],
            extensions: expect.objectContaining({ code: 'SUBGRAPH_TIMEOUT' }),
          }),
        ],
      },
    ]);
    expect(parts.at(-1)).toMatchObject({ hasNext: false });
  });

  it('does not go on when the client has left', async () => {
    const { authors } = library.gates;
    authors.close();
    const proxy = await startProxy(library.url);
    const parts = await askInParts(
      proxy.url,
      formats.byId,
      '{ book(id: 1) { title ... @defer { author { name fans } } } }',
    );
    await parts.next();
    await authors.reached();
    parts.leave();
    await proxy.closed;
    library.requests.length = 0;
    authors.open();
    // Whatever the gateway still asked for, it would have asked before this.
    expect(await library.ask('{ book(id: 2) { author { fans } } }')).toEqual({
      data: { book: { author: { fans: 100 } } },
    });
    expect(library.requests.map(({ subgraph }) => subgraph)).toEqual(['books', 'opinions']);
    await proxy[Symbol.asyncDispose]();
  });

  it('says in one part what is wrong with the request', async () => {
    for (const [query, code] of [
      ['{ book(id: 1) { ... @defer(label: 3) { title } } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ book(id: 1) { ... @defer { nothing } } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ book(id: 1) { ... @defer { title }', 'GRAPHQL_PARSE_FAILED'],
      [`{ book(id: 1) { ... @defer { title } } ${'a: book(id: 1) { id } '.repeat(3_000)} }`, 'OPERATION_TOO_LONG'],
    ] as const) {
      const response = await fetch(library.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'multipart/mixed;incrementalSpec=v0.2' },
        body: JSON.stringify({ query }),
      });
      expect(response.headers.get('content-type')).toMatch('application/json');
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    }
  });

  it('checks the limits of operations in parts too', async () => {
    const fields = Array.from({ length: 1_001 }, (_, at) => `t${at}: __typename`);
    for (const _ of ['first', 'again']) {
      const answer = await library.ask(`{ ... @defer { ${fields.join(' ')} } }`, {}, { accept: formats.byId });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_MANY_ROOT_FIELDS' } }]);
    }
  });

  it('is shown by introspection', async () => {
    const { data } = await library.ask('{ __schema { directives { name locations args { name } } } }');
    expect(data.__schema.directives).toContainEqual({
      name: 'defer',
      locations: ['FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
      args: expect.arrayContaining([{ name: 'if' }, { name: 'label' }]),
    });
  });
});

/** Passes one connection on and tells when it is closed on the far side. */
async function startProxy(target: string) {
  const { hostname, port, pathname } = new URL(target);
  const closed = Promise.withResolvers<void>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream);
    upstream.pipe(client);
    client.on('close', () => upstream.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => closed.resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    closed: closed.promise,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
