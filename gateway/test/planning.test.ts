import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { buildSchema } from 'graphql';
import { createPlanCache } from '../src/plan/plan-cache.ts';
import { startPlanning } from '../src/plan/planning.ts';
import { composeSupergraph } from './_compose.ts';
import { slowGraph, slowOperation } from './_slow-graph.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7",
  import: ["@key", "@shareable", "@inaccessible", "@override"])`;

const stars = composeSupergraph({
  stars: `${link}
    type Query {
      "One star."
      star(id: ID!): Star
      old: Int @deprecated(reason: "nobody counts")
      hidden: Int @inaccessible
    }
    type Star @key(fields: "id") { id: ID! name: String light: Int }`,
  light: `${link}
    type Star @key(fields: "id") { id: ID! light: Int @override(from: "stars", label: "percent(20)") age: Int }`,
});

describe('the planning thread', () => {
  it('tells what the main thread has to know of a supergraph', async () => {
    await using planning = startPlanning();
    const { apiSdl, subgraphs, overrideLabels } = await planning.load(stars);
    const schema = buildSchema(apiSdl);
    const fields = schema.getQueryType()?.getFields();
    expect(Object.keys(fields ?? {})).toEqual(['star', 'old']);
    expect(fields?.star?.description).toBe('One star.');
    expect(fields?.old?.deprecationReason).toBe('nobody counts');
    expect(schema.getDirective('defer')?.args.map(({ name }) => name)).toEqual(['label', 'if']);
    expect(subgraphs).toEqual([
      { name: 'light', url: 'http://light.invalid/graphql' },
      { name: 'stars', url: 'http://stars.invalid/graphql' },
    ]);
    expect(overrideLabels).toEqual(['percent(20)']);
  });

  it.each([
    ['no GraphQL', 'type Query {', 'Syntax Error'],
    ['no supergraph', 'type Query { a: Int }', 'core schema'],
    ['a supergraph of a kind that is unknown here', stars.replace(/join\/v[\d.]+/, 'join/v9.9'), 'v9.9'],
  ])('refuses %s with the reason', async (_what, sdl, reason) => {
    await using planning = startPlanning();
    await expect(planning.load(sdl)).rejects.toThrow(reason);
    expect(planning.stats()).toEqual({ loaded: 0, waiting: 0, replaced: 0 });
  });

  it('plans with the labels of @override that hold', async () => {
    await using planning = startPlanning();
    const supergraph = await planning.load(stars);
    const servicesOf = async (overrides: string[]) => {
      const plan = await supergraph.plan('{ star(id: 1) { light } }', overrides, 'SOON').plan;
      return [...plan.matchAll(/"serviceName":"(\w+)"/g)].map(([, name]) => name);
    };
    expect(await servicesOf([])).toEqual(['stars']);
    expect(await servicesOf(['percent(20)'])).toEqual(['stars', 'light']);
  });

  it('plans @defer', async () => {
    await using planning = startPlanning();
    const supergraph = await planning.load(stars);
    const text = '{ star(id: 1) { name ... @defer(label: "later") { age } } }';
    expect(JSON.parse(await supergraph.plan(text, [], 'SOON').plan)).toMatchObject({
      node: { kind: 'Defer', deferred: [{ label: 'later' }] },
    });
  });

  it('delays nothing on the main thread, however long it plans', async () => {
    await using planning = startPlanning();
    const supergraph = await planning.load(slowGraph());
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    const { plan } = supergraph.plan(slowOperation(100), [], 'SOON');
    turns = 0;
    expect(await plan).toContain('"kind":"QueryPlan"');
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(20);
  });

  it('gives up what takes too long, and plans what waited', async () => {
    const replaced: string[] = [];
    await using planning = startPlanning({ planMsMax: 1_000, onReplaced: (reason) => replaced.push(reason) });
    const supergraph = await planning.load(slowGraph());
    const tooSlow = supergraph.plan(slowOperation(600), [], 'SOON').plan;
    const behind = supergraph.plan('{ thing { id } }', [], 'SOON').plan;
    await expect(tooSlow).rejects.toMatchObject({ code: 'PLAN_TIMEOUT', category: 'UNAVAILABLE' });
    expect(await behind).toContain('"kind":"Fetch"');
    expect(replaced).toEqual(['the planning thread took too long']);
    expect(planning.stats()).toEqual({ loaded: 1, waiting: 0, replaced: 1 });
  });

  it('survives a planning that needs more memory than there is', async () => {
    await using planning = startPlanning({ heapMbMax: 48, planMsMax: 60_000 });
    const supergraph = await planning.load(slowGraph());
    const tooLarge = supergraph.plan(slowOperation(4_000), [], 'SOON').plan;
    const behind = supergraph.plan('{ thing { id } }', [], 'SOON').plan;
    await expect(tooLarge).rejects.toMatchObject({ code: 'PLANNING_UNAVAILABLE' });
    expect(await behind).toContain('"kind":"Fetch"');
    expect(planning.stats().replaced).toBe(2);
  });

  it('refuses an operation that is larger than any can be', async () => {
    await using planning = startPlanning();
    const supergraph = await planning.load(slowGraph());
    const fragments = Array.from({ length: 9 }, (_, at) => {
      const next = at === 8 ? 'plain' : Array.from({ length: 10 }, (_, n) => `n${n}: next { ...f${at + 1} }`).join(' ');
      return `fragment f${at} on Thing { ${next} }`;
    });
    const { plan } = supergraph.plan(`{ thing { ...f0 } } ${fragments.join(' ')}`, [], 'SOON');
    await expect(plan).rejects.toMatchObject({ code: 'PLAN_REFUSED', category: 'BAD_INPUT' });
  });

  it('lets only so many wait', async () => {
    await using planning = startPlanning({ waitingMax: 2 });
    const supergraph = await planning.load(stars);
    const ask = (at: number) => supergraph.plan(`{ a${at}: star(id: 1) { age } }`, [], 'SOON').plan;
    const admitted = [ask(0), ask(1), ask(2)];
    expect(() => ask(3)).toThrow(expect.objectContaining({ code: 'PLANNING_OVERLOADED' }));
    await Promise.all(admitted);
    expect(await ask(4)).toContain('QueryPlan');
  });

  it('lets nobody wait for ever', async () => {
    await using planning = startPlanning({ waitMsMax: 50 });
    const supergraph = await planning.load(slowGraph());
    const slow = supergraph.plan(slowOperation(100), [], 'SOON').plan;
    const behind = supergraph.plan('{ thing { id } }', [], 'SOON').plan;
    await expect(behind).rejects.toMatchObject({ code: 'PLANNING_OVERLOADED' });
    expect(await slow).toContain('QueryPlan');
  });

  it('plans what somebody waits for before what is planned with spare time', async () => {
    await using planning = startPlanning();
    const supergraph = await planning.load(stars);
    const done: string[] = [];
    const plan = (name: string, urgency: 'SOON' | 'SPARE') => {
      const running = supergraph.plan(`query ${name} { star(id: 1) { age } }`, [], urgency);
      return { ...running, end: running.plan.then(() => done.push(name)) };
    };
    const all = [plan('running', 'SOON'), plan('spare', 'SPARE'), plan('hurried', 'SPARE'), plan('asked', 'SOON')];
    all[2]?.hurry();
    await Promise.all(all.map(({ end }) => end));
    expect(done).toEqual(['running', 'asked', 'hurried', 'spare']);
  });

  it('composes, and says why subgraphs do not fit', async () => {
    await using planning = startPlanning();
    const subgraph = (name: string, sdl: string) => ({ name, url: `http://${name}.invalid`, sdl: `${link} ${sdl}` });
    const one = subgraph('one', 'type Query { a: Int @shareable }');
    expect(await planning.compose([one, subgraph('two', 'type Query { b: Int }')])).toContain('join__Graph');
    await expect(planning.compose([one, subgraph('two', 'type Query { a: Int }')])).rejects.toThrow('shareable');
    const told = (name: string, topic: string, override = '') => ({
      name,
      url: `http://${name}.invalid`,
      sdl: `extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective", "@override"])
          @link(url: "https://lectern.dev/live/v1.0", import: ["@live"])
          @composeDirective(name: "@live")
        directive @live(topic: String!, snapshot: String!) on FIELD_DEFINITION
        type Query { c: Int ${override} ${name}: Int }
        type Subscription { c: Int ${override} @live(topic: "${topic}", snapshot: "c") }`,
    });
    const moved = '@override(from: "three")';
    expect(await planning.compose([told('three', 'c'), told('four', 'c', moved)])).toContain('@live(topic: "c"');
    await expect(planning.compose([told('three', 'old'), told('four', 'new', moved)])).rejects.toThrow(
      '[three, four] Subscription.c: is defined differently',
    );
  });

  it('refuses to plan for a supergraph that was released, and after its end', async () => {
    const planning = startPlanning();
    const supergraph = await planning.load(stars);
    const other = await planning.load(slowGraph());
    const running = other.plan(slowOperation(600), [], 'SOON').plan;
    supergraph.release();
    expect(() => supergraph.plan('{ old }', [], 'SOON')).toThrow(
      expect.objectContaining({ code: 'PLANNING_UNAVAILABLE' }),
    );
    const waiting = other.plan('{ thing { id } }', [], 'SOON').plan;
    const outcomes = Promise.allSettled([running, waiting]);
    await planning[Symbol.asyncDispose]();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'PLANNING_UNAVAILABLE' } });
    }
    await waitFor('all to be gone', () => planning.stats().waiting === 0);
  });
});

describe('kept plans', () => {
  async function startCache(
    events: Parameters<typeof createPlanCache>[1] = {},
    bounds?: { plansMax: number; bytesMax: number },
  ) {
    const stack = new AsyncDisposableStack();
    const planning = stack.use(startPlanning({ planMsMax: 1_000 }));
    const supergraph = await planning.load(slowGraph());
    const plans = createPlanCache(supergraph, events, bounds);
    return { plans, planning, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  }

  it('are planned once for all who ask at the same time, and for all spellings', async () => {
    const seen: string[] = [];
    await using cache = await startCache({
      onHit: () => seen.push('hit'),
      onMiss: () => seen.push('miss'),
      onPlanned: (_ms, outcome) => seen.push(outcome),
    });
    const texts = ['{ thing { id } }', '{ thing { id } }', '{\n  thing {\n id # the key\n} }'];
    const [first, ...others] = await Promise.all(texts.map((text) => cache.plans.plan({ text })));
    for (const other of others) expect(other).toBe(first);
    const among = 'query Other { thing { plain } } query Wanted { thing { id } }';
    const named = await cache.plans.plan({ text: among, operationName: 'Wanted' });
    expect(named).toMatchObject({ kind: 'QueryPlan', node: { kind: 'Fetch' } });
    expect(await cache.plans.plan({ text: 'query Wanted { thing { id } }', operationName: 'Wanted' })).toBe(named);
    expect(seen).toEqual(['miss', 'miss', 'miss', 'ok', 'miss', 'ok', 'hit']);
  });

  it('are counted by use, the busiest first', async () => {
    await using cache = await startCache();
    const plan = await cache.plans.plan({ text: '{ thing { id } }' });
    await cache.plans.plan({ text: '{ thing { plain } }' });
    await cache.plans.plan({ text: '{ thing { plain } }' });
    cache.plans.countUse(plan, 5);
    await cache.plans.warm({ text: '{ thing { of_a } }' }, 0);
    expect(cache.plans.busiest(9)).toEqual([
      { text: '{ thing { id } }', uses: 6 },
      { text: '{ thing { plain } }', uses: 2 },
    ]);
    expect(cache.plans.busiest(1)).toHaveLength(1);
  });

  it.each([
    ['in number', { plansMax: 3, bytesMax: 1_000_000 }],
    ['in bytes', { plansMax: 1_000, bytesMax: 1_200 }],
  ])('are bounded %s', async (_how, bounds) => {
    await using cache = await startCache({}, bounds);
    for (let at = 0; at < 10; at += 1) await cache.plans.plan({ text: `{ a${at}: thing { id } }` });
    expect(cache.plans.size).toBeGreaterThan(0);
    expect(cache.plans.size).toBeLessThanOrEqual(3);
  });

  it('are not tried again at once when it took too long', async () => {
    await using cache = await startCache();
    const request = { text: slowOperation(600) };
    await expect(cache.plans.plan(request)).rejects.toMatchObject({ code: 'PLAN_TIMEOUT' });
    await expect(cache.plans.plan(request)).rejects.toMatchObject({ code: 'PLAN_TIMEOUT' });
    expect(cache.planning.stats().replaced).toBe(1);
  });
});
