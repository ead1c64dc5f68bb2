import { parseArgs } from 'node:util';
import { runFuzz } from './run-fuzz.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    requests: { type: 'string' },
    /** The number of one request to send alone. */
    only: { type: 'string' },
    /** How many wrong responses to print before giving up. */
    failures: { type: 'string', default: '5' },
  },
});

const print = (text: string) => process.stdout.write(`${text}\n`);
const summary = await runFuzz({
  seed: values.seed ?? process.env.LECTERN_SEED ?? String(Math.floor(Math.random() * 1e9)),
  requests: Number(values.requests ?? process.env.LECTERN_FUZZ_REQUESTS ?? 8_000),
  only: values.only === undefined ? undefined : Number(values.only),
  failuresMax: Number(values.failures),
  print,
});
print(JSON.stringify(summary));
process.exitCode = summary.failures.length === 0 ? 0 : 1;
