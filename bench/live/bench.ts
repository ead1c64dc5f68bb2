import { endOnSignal } from '../gateway/processes/end-on-signal.ts';
import { type Options, readOptions } from './options.ts';
import { measureDelivery } from './parts/measure-delivery.ts';
import { measureManyTopics } from './parts/measure-many-topics.ts';
import { measureResults } from './parts/measure-results.ts';
import { measureSoak } from './parts/measure-soak.ts';
import { measureStorm } from './parts/measure-storm.ts';
import { faultsIn, type Report, toJson } from './report.ts';
import { type Contestant, contestantNames, enter } from './stage/contestants.ts';
import { openStage, type Stage } from './stage/open-stage.ts';
import { toTable } from './table.ts';

/**
 * `npm run bench -- live [--quick] [--only delivery,memory,attemptResult,reconnectStorm,manyTopics,soak]
 * [--subscribers 15000] [--rounds 5] [--minutes 10]`: live updates beside other ways. Progress and a table go to the error
 * output, the last line of the output is JSON.
 */
const options = readOptions(process.argv.slice(process.argv[2] === 'live' ? 3 : 2));
endOnSignal();
endLate(options);
const report = await measure(options);
process.stderr.write(toTable(report));
process.stdout.write(`${toJson(report)}\n`);
process.exitCode = faultsIn(report).length === 0 ? 0 : 1;

async function measure({ parts, subscribers, soak }: Options): Promise<Report> {
  await using stage = await openStage();
  const delivered = await measureContestants(stage, options);
  const manyTopics = parts.includes('manyTopics') ? await measureManyTopics(stage, subscribers) : undefined;
  const soaked = parts.includes('soak') ? await measureSoak(stage, soak, tell) : undefined;
  return { subscribers, ...delivered, manyTopics, soak: soaked };
}

async function measureContestants(
  stage: Stage,
  { parts, subscribers, rounds, eventsPerRound, resultSeconds }: Options,
): Promise<Pick<Report, 'entered' | 'samples' | 'results' | 'storm'>> {
  const has = (part: Options['parts'][number]) => parts.includes(part);
  await using stack = new AsyncDisposableStack();
  const entered: Contestant[] = [];
  const compared = has('delivery') || has('memory');
  const names = compared ? contestantNames : contestantNames.filter((name) => name === 'sdk');
  const isNeeded = compared || has('attemptResult') || has('reconnectStorm');
  for (const name of isNeeded ? names : []) {
    const one = stack.use(await enter(stage, name, subscribers));
    entered.push(one);
    tell(
      `${name}: ${subscribers} subscribed, ${one.openedPerSecond.toFixed(0)} a second, ${one.kbPerConnection.toFixed(1)} KB each`,
    );
  }
  const samples = has('delivery') ? await measureDelivery(entered, { rounds, eventsPerRound }, tell) : new Map();
  const sdk = entered.find(({ name }) => name === 'sdk');
  if (sdk) tell('results amid events, then the storm');
  return {
    entered,
    samples,
    results: sdk && has('attemptResult') ? await measureResults(stage, sdk, resultSeconds) : undefined,
    storm: sdk && has('reconnectStorm') ? await measureStorm(stage, sdk) : undefined,
  };
}

/** Every wait in here has an end of its own; this is for the one that was forgotten. */
function endLate({ soak }: Options): void {
  const timer = setTimeout(
    () => {
      tell('this takes far too long; giving up');
      process.exit(1);
    },
    (30 + 2 * soak.minutes) * 60_000,
  );
  timer.unref();
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
