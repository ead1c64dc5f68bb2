import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type ASTNode, type DirectiveNode, Kind, parse, print, type SelectionNode, visit } from 'graphql';
import { meros } from 'meros/browser';
import { startStandaloneGateway } from '../../src/standalone.ts';
import { type AnswerPart, formats } from '../_parts.ts';
import type { Result } from './compare.ts';
import { createRandom, type Random } from './random.ts';
import type { RunRequest, StartRunner } from './runner.ts';

const deferShare = 0.4;

/** Asks a second time with `@defer` strewn over the operation; the parts have to come to the same as the whole. */
export const startRunner: StartRunner = async (supergraphs) => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-deferring-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const urls = new Map<string, string>();
  for (const [name, sdl] of Object.entries(supergraphs)) {
    const supergraph = join(folder, `${name}.graphql`);
    await writeFile(supergraph, sdl);
    const gateway = stack.use(
      await startStandaloneGateway({ supergraph, port: 0, isWatched: false, logLevel: 'silent' }),
    );
    urls.set(name, `${gateway.url}/graphql`);
  }
  const running = stack.move();
  return {
    async run(supergraph, question) {
      const url = urls.get(supergraph) ?? '';
      const whole = await ask(url, 'application/json', question);
      // Nulls propagate to the deferred fragment only: with errors the two may differ. And what is done is done once.
      if (whole.errors || /^\s*mutation/.test(question.query)) return whole;
      const random = createRandom(question.query);
      const accept = random.chance(0.5) ? formats.byId : formats.byPath;
      const query = strewDefers(question.query, random);
      const joined = await ask(url, accept, { ...question, query });
      if (isDeepStrictEqual(joined, whole)) return whole;
      process.stderr.write(`${accept}\n${query}\n${JSON.stringify(joined)}\n`);
      return joined;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

async function ask(url: string, accept: string, question: RunRequest): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(question),
  });
  const read = await meros<AnswerPart>(response);
  if (!(Symbol.asyncIterator in read)) return (await read.json()) as Result;
  const parts: AnswerPart[] = [];
  for await (const { body } of read) parts.push(body);
  if (parts.at(-1)?.hasNext !== false) throw new Error('no last part');
  return joinParts(parts);
}

function strewDefers(query: string, random: Random): string {
  const defer: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } };
  const strew = (node: SelectionNode): SelectionNode => {
    if (!random.chance(deferShare)) return node;
    if (node.kind !== Kind.FIELD) return { ...node, directives: [...(node.directives ?? []), defer] };
    const selectionSet = { kind: Kind.SELECTION_SET, selections: [node] } as const;
    return { kind: Kind.INLINE_FRAGMENT, directives: [defer], selectionSet };
  };
  return print(
    visit(parse(query), {
      SelectionSet: { leave: (set): ASTNode => ({ ...set, selections: set.selections.map(strew) }) },
    }),
  );
}

function joinParts([first, ...rest]: readonly AnswerPart[]): Result {
  const paths = new Map<string, readonly (string | number)[]>();
  const errors = [...(first.errors ?? [])];
  for (const part of [first, ...rest]) {
    for (const { id, path } of part.pending ?? []) paths.set(id, path);
    for (const increment of part.incremental ?? []) {
      errors.push(...(increment.errors ?? []));
      const path = increment.path ?? [...(paths.get(increment.id) ?? []), ...(increment.subPath ?? [])];
      if (increment.data) merge(at(first.data, path), increment.data);
    }
    for (const { errors: failures = [] } of part.completed ?? []) errors.push(...failures);
  }
  return { data: first.data, ...(errors.length > 0 && { errors }) };
}

function at(data: AnswerPart, path: readonly (string | number)[]): AnswerPart {
  return path.reduce((object, key) => object[key], data);
}

function merge(target: AnswerPart, source: AnswerPart): void {
  for (const [key, value] of Object.entries(source)) {
    if (typeof value === 'object' && value !== null && typeof target[key] === 'object' && target[key]) {
      merge(target[key], value);
    } else target[key] = value;
  }
}
