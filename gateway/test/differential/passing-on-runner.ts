import { parse } from 'graphql';
import { executeOperation } from '../../src/execute/execute-operation.ts';
import type { Ask } from '../../src/execute/run.ts';
import { drawOverrides } from '../../src/operation/draw-overrides.ts';
import { createOperationBook } from '../../src/operation/known-operations.ts';
import { startPlanning } from '../../src/plan/planning.ts';
import { readAnswer } from '../../src/subgraph/read-answer.ts';
import { createGeneration, type Generation } from '../../src/supergraph/generation.ts';
import type { Result } from './compare.ts';
import type { StartRunner } from './runner.ts';

const allowed = { isAllowed: true } as const;

/**
 * Says of each answer that would be passed on whether it is what the gateway writes when it reads it. As many as one
 * in a hundred have to be such, or nothing was looked at.
 */
export const startRunner: StartRunner = async (supergraphs) => {
  await using stack = new AsyncDisposableStack();
  const planning = stack.use(startPlanning({ onReplaced: () => undefined }));
  const generations = new Map<string, Generation>();
  for (const [name, sdl] of Object.entries(supergraphs)) {
    const generation = await createGeneration(sdl, planning);
    stack.defer(() => generation.retire({ lingerMs: 0, boundMs: 0 }));
    generations.set(name, generation);
  }
  const operationsOf = createOperationBook();
  const counts = { operations: 0, passedOn: 0 };
  const running = stack.move();

  return {
    async run(supergraph, { query, variables, operationName }): Promise<Result> {
      const generation = generations.get(supergraph);
      const operation = generation && operationsOf(generation).learn(parse(query), query, operationName);
      if (!operation) throw new Error(`${supergraph} has no such operation`);
      const checked = operation.coerce(variables);
      if ('errors' in checked) return { errors: checked.errors };
      const overrides = drawOverrides(generation.overrideLabels, Math.random);
      const compiled = await operation.compiledFor(allowed, overrides, checked.coerced);
      const texts: string[] = [];
      const ask = createAsk(generation, texts);
      const { data, errors } = await executeOperation(compiled, { variables, coerced: checked.coerced, ask });
      counts.operations += 1;
      if (compiled.fetchToPassOn() && !texts.join().includes('"errors":')) {
        counts.passedOn += 1;
        const written = errors.length > 0 ? JSON.stringify(errors) : `{"data":${data}}`;
        if (texts.join() !== written) throw new Error(`passed on ${texts.join()}\nwritten   ${written}`);
      }
      return { data: JSON.parse(data), ...(errors.length > 0 && { errors }) };
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      process.stderr.write(`${JSON.stringify(counts)}\n`);
      if (counts.passedOn < counts.operations / 100) throw new Error('next to nothing was passed on');
    },
  };
};

function createAsk({ subgraphs }: Generation, texts: string[]): Ask {
  const urls = new Map(subgraphs.map(({ name, url }) => [name, url]));
  return async ({ service }, body) => {
    const response = await fetch(urls.get(service) ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await response.text();
    texts.push(text);
    return readAnswer({ name: service, isSigned: false }, { status: response.status, contentType: '', text });
  };
}
