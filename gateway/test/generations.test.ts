import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import { startPlanning } from '../src/plan/planning.ts';
import { createGeneration } from '../src/supergraph/generation.ts';
import type { SupergraphTextListener } from '../src/supergraph/sources/supergraph-text.ts';
import { openSupergraph, type SupergraphOptions } from '../src/supergraph/supergraph-source.ts';
import { composeSupergraph } from './_compose.ts';

/** A supergraph with the query fields `star` and `field`. */
function sky(field: string): string {
  return composeSupergraph({ sky: `type Query { star: Int ${field}: Int }` });
}

async function open(first: string, options: Partial<SupergraphOptions> = {}) {
  await using stack = new AsyncDisposableStack();
  const plannings: string[] = [];
  let listener: SupergraphTextListener | undefined;
  const planning = stack.use(startPlanning());
  const source = stack.use(
    await openSupergraph({
      text: {
        place: 'here',
        async open(given) {
          listener = given;
          return first;
        },
        [Symbol.dispose]: () => undefined,
      },
      planning,
      logger: createLogger('test', { level: 'silent', format: 'json' }),
      planEvents: { onPlanned: (_ms, outcome) => plannings.push(outcome) },
      retire: { lingerMs: 0, boundMs: 60_000 },
      ...options,
    }),
  );
  const resources = stack.move();
  return {
    source,
    planning,
    plannings,
    give: (sdl: string) => listener?.onText(sdl),
    async change(sdl: string) {
      listener?.onText(sdl);
      await waitFor('the new supergraph', () => source.current().sdl === sdl);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

describe('a generation', () => {
  it('knows both schemas, and gives its planner back when it cannot be used', async () => {
    await using planning = startPlanning();
    const generation = await createGeneration(sky('moon'), planning);
    expect(Object.keys(generation.apiSchema.getQueryType()?.getFields() ?? {})).toEqual(['star', 'moon']);
    expect(generation.apiSchema.getType('join__Graph')).toBeUndefined();
    expect(generation.supergraphSchema.getType('join__Graph')).toBeDefined();
    expect(await generation.planner.plan({ text: '{ moon }' })).toMatchObject({ node: { serviceName: 'sky' } });
    const broken = composeSupergraph({
      sky: `extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
          @link(url: "https://lectern.dev/live/v1.0", import: ["@live"])
          @composeDirective(name: "@live")
        directive @live(topic: String!, snapshot: String!) on FIELD_DEFINITION
        type Query { star: Int } type Subscription { star: Int @live(topic: "t", snapshot: "nothing") }`,
    });
    await expect(createGeneration(broken, planning)).rejects.toThrow(
      '[sky] Subscription.star: its snapshot Query.nothing does not exist',
    );
    await waitFor('the broken one to be released', () => planning.stats().loaded === 1);
  });
});

describe('a new supergraph', () => {
  it('takes over warm: with the busiest operations of the old one, and the documents given', async () => {
    const warmed: string[] = [];
    await using gateway = await open(sky('moon'), {
      warmDocuments: [
        { text: 'query A { star } query B { a: star }' },
        { text: '{ nothing }' },
        { text: 'no GraphQL' },
      ],
      async onWarm(generation, operations) {
        expect(gateway.source.current()).not.toBe(generation);
        for (const { text, operationName, plan } of operations) {
          expect(plan.kind).toBe('QueryPlan');
          warmed.push(`${operationName ?? ''} ${text}`);
        }
      },
    });
    const old = gateway.source.current();
    for (const text of ['{ moon }', '{ b: star }', '{ b: star }', '{ c: star }', '{ c: star }', '{ c: star }']) {
      await old.planner.plan({ text });
    }
    gateway.plannings.length = 0;
    await gateway.change(sky('comet'));
    expect(warmed).toEqual([
      ' { c: star }',
      ' { b: star }',
      'A query A { star } query B { a: star }',
      'B query A { star } query B { a: star }',
    ]);
    expect(gateway.plannings).toEqual(['ok', 'ok', 'ok', 'ok']);
    const { planner } = gateway.source.current();
    for (const text of ['{ b: star }', '{ c: star }', 'query B { a: star }']) await planner.plan({ text });
    expect(gateway.plannings).toHaveLength(4);
  });

  it('is warmed in the background at first', async () => {
    const warmed: number[] = [];
    await using gateway = await open(sky('moon'), {
      warmDocuments: [{ text: '{ moon }' }],
      onWarm: async (_generation, operations) => void warmed.push(operations.length),
    });
    expect(gateway.plannings).toEqual([]);
    await gateway.source.warmUp();
    expect(gateway.plannings).toEqual(['ok']);
    expect(warmed).toEqual([1]);
  });

  it.each([
    ['that never ends', () => new Promise<void>(() => undefined)],
    ['that fails', () => Promise.reject(new Error('out of order'))],
  ])('is kept waiting by no warm-up %s', async (_what, onWarm) => {
    await using gateway = await open(sky('moon'), { onWarm, warmMsMax: 100 });
    await gateway.change(sky('comet'));
  });

  it('gives way to one that is newer still', async () => {
    const warmed: string[] = [];
    await using gateway = await open(sky('moon'), {
      warmMsMax: 600_000,
      onWarm(generation) {
        warmed.push(generation.sdl);
        return generation.sdl === sky('dust') ? Promise.resolve() : new Promise<void>(() => undefined);
      },
    });
    gateway.give(sky('comet'));
    await waitFor('the first warm-up', () => warmed.length === 1);
    gateway.give(sky('meteor'));
    await gateway.change(sky('dust'));
    expect(warmed).toEqual([sky('comet'), sky('dust')]);
  });

  it('leaves the old one to those who hold it, and frees it afterwards', async () => {
    await using gateway = await open(sky('moon'));
    const old = gateway.source.current();
    const lease = old.retain();
    await gateway.change(sky('comet'));
    expect(gateway.source.generationOf(old.apiSchema)).toBe(old);
    expect(await old.planner.plan({ text: '{ moon }' })).toMatchObject({ node: { kind: 'Fetch' } });
    expect(gateway.planning.stats().loaded).toBe(2);
    lease[Symbol.dispose]();
    await waitFor('the old one to be freed', () => gateway.planning.stats().loaded === 1);
    await expect(old.planner.plan({ text: '{ a: moon }' })).rejects.toMatchObject({ code: 'PLANNING_UNAVAILABLE' });
  });

  it('frees the old one within a bound, whoever holds it', async () => {
    await using gateway = await open(sky('moon'), { retire: { lingerMs: 0, boundMs: 0 } });
    gateway.source.current().retain();
    await gateway.change(sky('comet'));
    await waitFor('the old one to be freed', () => gateway.planning.stats().loaded === 1);
  });

  it('leaves nothing behind of many before it', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    await using gateway = await open(sky('moon'));
    const old = new WeakRef(gateway.source.current());
    for (let at = 0; at < 12; at += 1) {
      await gateway.source.current().planner.plan({ text: '{ star }' });
      await gateway.change(sky(`field${at}`));
    }
    await waitFor('the planners to be freed', () => gateway.planning.stats().loaded === 1);
    await waitFor('the first to be collected', () => {
      collect();
      return old.deref() === undefined;
    });
  });
});
