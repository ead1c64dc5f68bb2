import { parseArgs } from 'node:util';
import { startBroken } from './broken-runner.ts';
import { runDifferential } from './run-differential.ts';
import type { StartRunner } from './runner.ts';
import { startStandaloneRunner } from './standalone-runner.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    operations: { type: 'string' },
    /** The number of one operation to run alone. */
    only: { type: 'string' },
    /** The name of one supergraph. */
    supergraph: { type: 'string' },
    /** A module that exports `startRunner`, in place of the gateway. */
    runner: { type: 'string' },
    /** Answers wrongly on purpose, to see that it is found: `drop-key`, `swap-keys` or `drop-error`. */
    break: { type: 'string' },
    /** How many differences to shrink and print before giving up. */
    failures: { type: 'string', default: '5' },
    /** Validates every operation, not only the first ones. */
    validate: { type: 'boolean', default: false },
  },
});

async function chooseRunner(): Promise<StartRunner> {
  const module: unknown = values.runner === undefined ? undefined : await import(values.runner);
  const given = typeof module === 'object' && module !== null ? Reflect.get(module, 'startRunner') : undefined;
  const start: StartRunner = typeof given === 'function' ? (supergraphs) => given(supergraphs) : startStandaloneRunner;
  return values.break === undefined ? start : startBroken(start, values.break);
}

const isRight = await runDifferential({
  seed: values.seed ?? process.env.LECTERN_SEED ?? String(Math.floor(Math.random() * 1e9)),
  operations: Number(values.operations ?? process.env.LECTERN_OPERATIONS ?? 20_000),
  only: values.only === undefined ? undefined : Number(values.only),
  supergraph: values.supergraph,
  failuresMax: Number(values.failures),
  validatesAll: values.validate,
  startRunner: await chooseRunner(),
  print: (text) => process.stdout.write(`${text}\n`),
});
process.exitCode = isRight ? 0 : 1;
