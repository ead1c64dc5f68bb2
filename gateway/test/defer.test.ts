import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway } from './_gateway.ts';
import { type Library, startLibrary } from './_library.ts';
import { askInParts, formats } from './_parts.ts';

describe('@defer', () => {
  let library: Library;
  beforeAll(async () => {
    library = await startLibrary();
  });
  afterAll(async () => library[Symbol.asyncDispose]());
  afterEach(() => {
    for (const gate of Object.values(library.gates)) gate.open();
  });

  const ask = (query: string, variables = {}, accept: string = formats.byId) =>
    askInParts(library.url, accept, query, variables);
  const read = async (query: string, variables = {}, accept: string = formats.byId) =>
    (await ask(query, variables, accept)).rest();

  describe('sends the first part before the rest is there', () => {
    const query = '{ book(id: 1) { title ... @defer(label: "later") { stars } } }';

    it('announcing, sending and completing by id (incrementalSpec=v0.2)', async () => {
      const { opinions } = library.gates;
      opinions.close();
      const parts = await ask(query);
      expect(parts.response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; incrementalSpec=v0.2');
      expect(await parts.next()).toEqual({
        data: { book: { title: 'Emma' } },
        pending: [{ id: '0', path: ['book'], label: 'later' }],
        hasNext: true,
      });
      await opinions.reached();
      opinions.open();
      expect(await parts.rest()).toEqual([
        { incremental: [{ id: '0', data: { stars: 1 } }], completed: [{ id: '0' }], hasNext: false },
      ]);
    });

    it('by path (deferSpec=20220824)', async () => {
      const { opinions } = library.gates;
      opinions.close();
      const parts = await ask(query, {}, formats.byPath);
      expect(parts.response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
      expect(await parts.next()).toEqual({ data: { book: { title: 'Emma' } }, hasNext: true });
      opinions.open();
      expect(await parts.rest()).toEqual([
        { incremental: [{ path: ['book'], label: 'later', data: { stars: 1 } }], hasNext: false },
      ]);
    });

    it('and is laid out as clients expect it to the byte', async () => {
      const response = await fetch(library.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: formats.byPath },
        body: JSON.stringify({ query }),
      });
      const head = 'content-type: application/json; charset=utf-8\r\n\r\n';
      expect(await response.text()).toBe(
        `\r\n---\r\n${head}{"data":{"book":{"title":"Emma"}},"hasNext":true}\r\n---\r\n` +
          `${head}{"incremental":[{"data":{"stars":1},"path":["book"],"label":"later"}],"hasNext":false}\r\n-----\r\n`,
      );
    });
  });

  it.each(['application/json', 'multipart/mixed, application/json', '*/*'])(
    'sends all at once to who accepts %s, with no fetch more than without it',
    async (accept) => {
      library.requests.length = 0;
      const answer = await library.ask(
        '{ book(id: 1) { title ... @defer { title author { name } } } }',
        {},
        { accept },
      );
      expect(answer).toEqual({ data: { book: { title: 'Emma', author: { name: 'Author of Emma' } } } });
      expect(library.requests).toHaveLength(1);
    },
  );

  it.each([
    ['multipart/mixed;deferSpec=20220824;q=0.5, multipart/mixed;incrementalSpec=v0.2', 'incrementalSpec=v0.2'],
    ['multipart/mixed; deferSpec="20220824"', 'deferSpec=20220824'],
    ['multipart/mixed;incrementalSpec=v0.2;q=0, multipart/mixed;deferSpec=20220824', 'deferSpec=20220824'],
  ])('chooses the form that is preferred by %s', async (accept, parameter) => {
    const parts = await ask('{ book(id: 1) { title ... @defer { stars } } }', {}, accept);
    expect(parts.response.headers.get('content-type')).toMatch(parameter);
    expect((await parts.rest()).at(-1)).toMatchObject({ hasNext: false });
  });

  it('sends an entry for each object of a list, all in one part', async () => {
    expect(await read('{ books { title ... @defer(label: "of-book") { stars } } }', {}, formats.byPath)).toEqual([
      { data: { books: [{ title: 'Emma' }, { title: 'Ulysses' }, { title: 'Dracula' }] }, hasNext: true },
      {
        incremental: [0, 1, 2].map((at) => ({ path: ['books', at], label: 'of-book', data: { stars: at + 1 } })),
        hasNext: false,
      },
    ]);
  });

  it('defers by type, and nothing for what is null', async () => {
    const [first, ...rest] = await read(
      '{ items { title ... on Book @defer { stars } ... on Film @defer(label: "film") { stars } } }',
    );
    expect(first).toEqual({
      data: { items: [{ title: 'Emma' }, { title: 'Metropolis' }, null] },
      pending: [
        { id: '0', path: ['items', 0] },
        { id: '1', path: ['items', 1], label: 'film' },
      ],
      hasNext: true,
    });
    const entries = rest.flatMap(({ incremental = [] }) => incremental);
    expect(entries).toEqual(
      expect.arrayContaining([
        { id: '0', data: { stars: 1 } },
        { id: '1', data: { stars: 5 } },
      ]),
    );
    expect(rest.at(-1)).toMatchObject({ hasNext: false });
  });

  describe('two fragments at one place', () => {
    const query = '{ book(id: 1) { title ... @defer(label: "a") { stars } ... @defer(label: "b") { stars price } } }';

    it('come as each is ready, what they share once (incrementalSpec=v0.2)', async () => {
      const { prices } = library.gates;
      prices.close();
      const parts = await ask(query);
      expect(await parts.next()).toMatchObject({ pending: [{ id: '0' }, { id: '1' }], hasNext: true });
      expect(await parts.next()).toEqual({
        incremental: [{ id: '0', data: { stars: 1 } }],
        completed: [{ id: '0' }],
        hasNext: true,
      });
      prices.open();
      expect(await parts.rest()).toEqual([
        { incremental: [{ id: '1', data: { price: 10 } }], completed: [{ id: '1' }], hasNext: false },
      ]);
    });

    it('come as each is ready, each whole (deferSpec=20220824)', async () => {
      const { prices } = library.gates;
      prices.close();
      const parts = await ask(query, {}, formats.byPath);
      expect(await parts.next()).toEqual({ data: { book: { title: 'Emma' } }, hasNext: true });
      expect(await parts.next()).toEqual({
        incremental: [{ path: ['book'], label: 'a', data: { stars: 1 } }],
        hasNext: true,
      });
      prices.open();
      expect(await parts.rest()).toEqual([
        { incremental: [{ path: ['book'], label: 'b', data: { stars: 1, price: 10 } }], hasNext: false },
      ]);
    });
  });

  it('defers within what is deferred', async () => {
    const { authors, opinions } = library.gates;
    authors.close();
    opinions.close();
    const parts = await ask(
      '{ book(id: 1) { title ... @defer(label: "out") { author { name ... @defer(label: "in") { fans } } } } }',
    );
    expect(await parts.next()).toMatchObject({ data: { book: { title: 'Emma' } }, pending: [{ label: 'out' }] });
    authors.open();
    expect(await parts.next()).toEqual({
      pending: [{ id: '1', path: ['book', 'author'], label: 'in' }],
      incremental: [{ id: '0', data: { author: { name: 'Author of Emma' } } }],
      completed: [{ id: '0' }],
      hasNext: true,
    });
    opinions.open();
    expect(await parts.rest()).toEqual([
      { incremental: [{ id: '1', data: { fans: 100 } }], completed: [{ id: '1' }], hasNext: false },
    ]);
  });

  it('defers what is deferred twice over, and what is selected in and around what is deferred', async () => {
    const stars = '{ book(id: 1) { title ... @defer { ... @defer(label: "in") { stars } } } }';
    expect(await read(stars)).toEqual([
      { data: { book: { title: 'Emma' } }, pending: [{ id: '0', path: ['book'], label: 'in' }], hasNext: true },
      { incremental: [{ id: '0', data: { stars: 1 } }], completed: [{ id: '0' }], hasNext: false },
    ]);
    const names = `{ ... @defer { book(id: 1) {
      ... @defer { author { name ... @defer { also: name } } }
      author { name }
    } } }`;
    const parts = await read(names);
    expect(parts.flatMap(({ incremental = [] }) => incremental).map(({ data }) => data)).toEqual([
      { book: { author: { name: 'Author of Emma' } } },
      { also: 'Author of Emma' },
    ]);
    expect(parts.flatMap(({ completed = [] }) => completed).filter(({ errors }) => errors)).toEqual([]);
  });

  it('says below which fragment a field stands that begins at once and goes on later', async () => {
    const query = '{ book(id: 1) { title } ... @defer(label: "all") { book(id: 1) { title stars } } }';
    expect((await read(query)).slice(1)).toEqual([
      {
        incremental: [{ id: '0', subPath: ['book'], data: { stars: 1 } }],
        completed: [{ id: '0' }],
        hasNext: false,
      },
    ]);
    expect((await read(query, {}, formats.byPath)).slice(1)).toEqual([
      { incremental: [{ path: [], label: 'all', data: { book: { title: 'Emma', stars: 1 } } }], hasNext: false },
    ]);
  });

  it('takes a named fragment as often as it is spread', async () => {
    const parts = await read(
      `fragment Opinion on Book { id ... @defer(label: "opinion") { stars } }
       { one: book(id: 1) { ...Opinion } two: book(id: 2) { ...Opinion ...Price @defer } }
       fragment Price on Book { price }`,
    );
    expect(parts[0]).toMatchObject({
      data: { one: { id: '1' }, two: { id: '2' } },
      pending: [{ path: ['one'], label: 'opinion' }, { path: ['two'], label: 'opinion' }, { path: ['two'] }],
    });
    const entries = parts.flatMap(({ incremental = [] }) => incremental);
    expect(entries).toHaveLength(3);
    expect(entries).toEqual(
      expect.arrayContaining([
        { id: '0', data: { stars: 1 } },
        { id: '1', data: { stars: 2 } },
        { id: '2', data: { price: 20 } },
      ]),
    );
  });

  it('asks variables whether to', async () => {
    const query = `query ($stars: Boolean!, $price: Boolean = true) {
      book(id: 1) { title ... @defer(if: $stars) { stars } ... @defer(if: $price) { price } ... @defer(if: false) { id } }
    }`;
    expect(await read(query, { stars: false })).toEqual([
      { data: { book: { title: 'Emma', stars: 1, id: '1' } }, pending: [{ id: '0', path: ['book'] }], hasNext: true },
      { incremental: [{ id: '0', data: { price: 10 } }], completed: [{ id: '0' }], hasNext: false },
    ]);
    expect((await read(query, { stars: true, price: false }))[0].data).toEqual({
      book: { title: 'Emma', price: 10, id: '1' },
    });
    const whole = await library.ask(query, { stars: false, price: false }, { accept: formats.byId });
    expect(whole).toEqual({ data: { book: { title: 'Emma', stars: 1, price: 10, id: '1' } } });
  });

  it('goes along with @skip and @include', async () => {
    const query = `query ($on: Boolean!) {
      book(id: 1) { title ... @include(if: $on) @defer { stars } ... @defer { price @skip(if: $on) id } }
    }`;
    const on = (await read(query, { on: true })).flatMap(({ incremental = [] }) => incremental);
    expect(on.map(({ data }) => data)).toEqual(expect.arrayContaining([{ stars: 1 }, { id: '1' }]));
    expect(on).toHaveLength(2);
    const off = (await read(query, { on: false })).flatMap(({ incremental = [] }) => incremental);
    expect(off.map(({ data }) => data)).toEqual([{ price: 10, id: '1' }]);
  });

  it('sends what came with the first part right after it, and asks no subgraph for it', async () => {
    library.requests.length = 0;
    expect(await read('{ book(id: 1) { title ... @defer { id } } }')).toEqual([
      { data: { book: { title: 'Emma' } }, pending: [{ id: '0', path: ['book'] }], hasNext: true },
      { incremental: [{ id: '0', data: { id: '1' } }], completed: [{ id: '0' }], hasNext: false },
    ]);
    expect(library.requests).toHaveLength(1);
  });

  it('defers fields at the root of a query', async () => {
    expect(await read('{ books { id } ... @defer { book(id: 1) { title stars } } }')).toEqual([
      {
        data: { books: [{ id: '1' }, { id: '2' }, { id: '3' }] },
        pending: [{ id: '0', path: [] }],
        hasNext: true,
      },
      {
        incremental: [{ id: '0', data: { book: { title: 'Emma', stars: 1 } } }],
        completed: [{ id: '0' }],
        hasNext: false,
      },
    ]);
  });

  it('defers below the root of a mutation, and never its steps', async () => {
    expect(await read('mutation { rename(id: 1, title: "Emma II") { title ... @defer { stars } } }')).toEqual([
      { data: { rename: { title: 'Emma II' } }, pending: [{ id: '0', path: ['rename'] }], hasNext: true },
      { incremental: [{ id: '0', data: { stars: 1 } }], completed: [{ id: '0' }], hasNext: false },
    ]);
    const atRoot = 'mutation { ... @defer { rename(id: 1, title: "Emma II") { title } } }';
    expect(await library.ask(atRoot, {}, { accept: formats.byId })).toEqual({ data: { rename: { title: 'Emma II' } } });
  });

  it('has nothing to send below what is null', async () => {
    library.requests.length = 0;
    expect(await read('{ book(id: 404) { title ... @defer { stars } } }')).toEqual([
      { data: { book: null }, hasNext: false },
    ]);
    expect(library.requests).toHaveLength(1);
  });

  it('sends whole what the planner cannot plan in parts', async () => {
    const query = '{ book(id: 1) { title } ... @defer { __schema { queryType { name } } } }';
    for (const _ of ['first', 'again']) {
      expect(await library.ask(query, {}, { accept: formats.byId })).toEqual({
        data: { book: { title: 'Emma' }, __schema: { queryType: { name: 'Query' } } },
      });
    }
  });
});

describe('@defer in the whole product', () => {
  it('is not compressed, so that no part waits for another', async () => {
    await using gateway = await startTestGateway();
    const parts = await askInParts(
      `${gateway.url}/graphql`,
      formats.byId,
      '{ planets { name ... @defer { moons { name } } } }',
      {},
      { 'accept-encoding': 'gzip, br' },
    );
    expect(parts.response.headers.get('content-encoding')).toBeNull();
    expect(parts.response.headers.get('cache-control')).toBe('no-store');
    const all = await parts.rest();
    expect(all[0].data.planets.length).toBeGreaterThan(1);
    expect(all.flatMap(({ incremental = [] }) => incremental)).toHaveLength(all[0].data.planets.length);
    expect(all.at(-1)).toMatchObject({ hasNext: false });
  });
});
