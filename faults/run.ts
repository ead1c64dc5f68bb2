import { endOnSignal } from '@lectern/bench/processes/end-on-signal';
import { badLine } from './inflictions/bad-line.ts';
import type { Fault } from './inflictions/infliction.ts';
import { killExam } from './inflictions/kill-exam.ts';
import { killPostgres } from './inflictions/kill-postgres.ts';
import { killProjector } from './inflictions/kill-projector.ts';
import { killRedis } from './inflictions/kill-redis.ts';
import { killRelay } from './inflictions/kill-relay.ts';
import { oneOfTwoExams } from './inflictions/one-of-two-exams.ts';
import { stopPostgres } from './inflictions/stop-postgres.ts';
import { wrongClock } from './inflictions/wrong-clock.ts';
import { faultsOf, tableHead, tableLine } from './outcome.ts';
import { runFault } from './run-fault.ts';
import { openWorld, type World } from './world.ts';

/**
 * `npm run test:faults [-- WORD]`: kills, stops and cuts off real processes while learners answer, and counts what was
 * lost or is there twice. With a word, only the faults whose names hold it.
 */
const faults: readonly Fault[] = [
  killExam,
  killPostgres,
  stopPostgres,
  killRedis,
  killRelay,
  killProjector,
  oneOfTwoExams,
  wrongClock,
  badLine,
];
/** Of the whole run, should something hang after all. */
const endsAfterMs = 15 * 60_000;
const toldMax = 5;

endOnSignal();
setTimeout(() => {
  process.stderr.write(`not over after ${endsAfterMs / 60_000} minutes\n`);
  process.exit(1);
}, endsAfterMs).unref();
const word = process.argv[2] ?? '';
const chosen = faults.filter(({ name }) => name.includes(word));
process.exitCode = (await runAll(chosen)) ? 0 : 1;

async function runAll(all: readonly Fault[]): Promise<boolean> {
  let passed = 0;
  await using world = await openWorld();
  say(tableHead());
  for (const fault of all) if (await runOne(world, fault)) passed += 1;
  say(`${passed} passed, ${all.length - passed} failed`);
  return passed === all.length && passed > 0;
}

async function runOne(world: World, fault: Fault): Promise<boolean> {
  try {
    const outcome = await runFault(world, fault);
    say(tableLine(outcome));
    say(`  ${outcome.seen}; ${outcome.handedInCount} handed in meanwhile`);
    const wrong = faultsOf(outcome);
    for (const sentence of wrong.slice(0, toldMax)) say(`  ${sentence}`);
    if (wrong.length > toldMax) say(`  and ${wrong.length - toldMax} more`);
    return wrong.length === 0;
  } catch (error) {
    say(`${fault.name.padEnd(40)} FAILED: ${error instanceof Error ? error.message : error}`);
    return false;
  } finally {
    await world.heal();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
