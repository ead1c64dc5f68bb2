import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { createReplyCheck } from './fuzz/check-reply.ts';
import { buildFuzzGraph } from './fuzz/graph.ts';
import type { FuzzSummary } from './fuzz/run-fuzz.ts';

const main = fileURLToPath(new URL('fuzz/main.ts', import.meta.url));
const requests = Number(process.env.LECTERN_FUZZ_REQUESTS ?? 8_000);
const allMs = 600_000;

it(
  'whatever clients ask and subgraphs answer, every response is right, and none is missing',
  async () => {
    // A process of its own: Jest's modules make everything several times slower.
    const child = spawn(process.execPath, [main, '--requests', String(requests)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = (await text(child.stdout)).trimEnd().split('\n');
    process.stdout.write(`${lines[0]}\n`);
    const summary: FuzzSummary = JSON.parse(lines.at(-1) ?? '');
    expect(summary.failures).toEqual([]);
    expect(summary.statuses['500']).toBeUndefined();
    // Else nothing would have been tried: most requests run, and each way of answering wrongly has been used.
    expect(summary.statuses['200']).toBeGreaterThan(requests / 2);
    expect(Object.keys(summary.deeds).length).toBeGreaterThanOrEqual(15);
  },
  allMs,
);

describe('a wrong response would be found out', () => {
  const { api } = buildFuzzGraph((name) => `http://${name}`);
  const check = createReplyCheck(api, new Set(['FUZZ_CODE']));
  const query = '{ thing(id: "2") { id kind size tags ... on Node { label } } }';
  const thing = { id: '2', kind: 'SMALL', size: 1, tags: ['a'], label: 'b' };
  const problemsOf = (body: unknown, asked: string = query) =>
    check({
      question: {
        ...{ method: 'POST', path: '/graphql', headers: {}, raw: undefined, isPlain: true },
        body: JSON.stringify({ query: asked }),
      },
      reply: { status: 200, contentType: 'application/json', text: JSON.stringify(body) },
      deeds: undefined,
    });

  it('and a right one is right', () => {
    expect(problemsOf({ data: { thing } })).toEqual([]);
  });

  it.each<readonly [string, unknown]>([
    ['a leaf of another type', { data: { thing: { ...thing, size: '1' } } }],
    ['a number too large for its type', { data: { thing: { ...thing, size: 2 ** 31 } } }],
    ['no value of the enumeration', { data: { thing: { ...thing, kind: 'HUGE' } } }],
    ['null that may not be', { data: { thing: { ...thing, kind: null } } }],
    ['null that nothing explains', { data: { thing: null } }],
    ['null in a list', { data: { thing: { ...thing, tags: [null] } } }],
    ['no list', { data: { thing: { ...thing, tags: 'a' } } }],
    ['a member too many', { data: { thing: { ...thing, weight: 1 } } }],
    ['a member too few', { data: { thing: { id: '2' } } }],
    ['members in another order', { data: { thing: Object.fromEntries(Object.entries(thing).reverse()) } }],
    [
      'an error that nothing explains',
      { data: { thing }, errors: [{ message: 'x', extensions: { code: 'FUZZ_CODE' } }] },
    ],
    ['an error without a code', { data: null, errors: [{ message: 'x' }] }],
    ['an error of an unknown code', { data: null, errors: [{ message: 'x', extensions: { code: 'OTHER' } }] }],
    ['an empty list of errors', { data: { thing }, errors: [] }],
    ['no data and no errors', { data: null }],
    ['another shape', { error: 'no' }],
  ])('%s', (_name, body) => {
    expect(problemsOf(body)).not.toEqual([]);
  });

  it('data of a document that is not valid', () => {
    expect(problemsOf({ data: {} }, '{ nothing }')).not.toEqual([]);
  });
});
