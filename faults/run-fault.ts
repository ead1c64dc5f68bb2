import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkExam } from '@lectern/bench/answers/check/check-exam';
import { makeLearners, prepareExam } from '@lectern/bench/answers/school/prepare-exam';
import { type Asked, startAsked } from '@lectern/bench/processes/child';
import { followLive } from './follow-live.ts';
import type { Fault } from './inflictions/infliction.ts';
import type { LearnersOrder, LearnersReport, Room } from './learners/orders.ts';
import type { Outcome } from './outcome.ts';
import { watchShown } from './watch-shown.ts';
import type { World } from './world.ts';

export const learnerCount = 120;
/** Before the harm is done, so many have to have begun; on a machine with other work that takes its time. */
const mostShare = 0.6;
const settlesWithinMs = 20_000;
const inflictWithinMs = 50_000;
/** Beyond what is allowed, so that a late one is told from a wrong one. */
const liveWatchedMs = 30_000;

type Learners = Asked<LearnersOrder, LearnersReport>;

/** One fault from the start of its exam to the count of what came of it. */
export async function runFault(world: World, fault: Fault): Promise<Outcome> {
  await using stack = new AsyncDisposableStack();
  const { school, staff } = world;
  const learnerIds = await makeLearners(staff, learnerCount);
  const examId = await prepareExam(staff, learnerIds, 'MIXED');
  const live = stack.use(followLive(staff.teacher, examId));
  const line = fault.line ? stack.use(await fault.line(world)) : undefined;
  const rooms = roomsOf(fault, {
    examId,
    learnerIds,
    url: line?.url ?? school.url,
    key: school.issuer.key,
    receiptFolder: school.folder,
  });
  const processes: Learners[] = rooms.map(() => stack.use(startAsked(join(import.meta.dirname, 'learners/main.ts'))));
  await Promise.all(rooms.map((room, index) => processes[index]?.ask({ kind: 'begin', room })));
  const watch = stack.use(
    watchShown(
      school.databaseUrl,
      () => askAll(processes, 'look'),
      rooms.some(({ clockOffsetMs }) => clockOffsetMs !== 0),
    ),
  );

  await untilMostAnswer(processes);
  const seen = await inflictInTime(world, fault);
  const recoveredAt = performance.now();
  await askAll(processes, 'calm');
  const liveRight = await live.untilRight(school.databaseUrl, recoveredAt, liveWatchedMs);
  const reports = await askAll(processes, 'end');
  const shown = await watch.stop();
  const { databaseUrl, folder: receiptFolder } = school;
  const findings = await checkExam({ databaseUrl, teacher: staff.teacher, examId, receiptFolder });
  return {
    name: fault.name,
    seen: [seen, line?.describe()].filter(Boolean).join('; '),
    savedCount: reports.reduce((sum, { savedCount }) => sum + savedCount, 0),
    handedInCount: reports.reduce((sum, { handedInCount }) => sum + handedInCount, 0),
    findings,
    falselySaved: shown.falselySaved,
    wrongClocks: shown.wrongClocks,
    liveRight,
    complaints: complaintsOf(reports),
  };
}

function roomsOf({ clockOffsetsMs = [0] }: Fault, room: Omit<Room, 'name' | 'clockOffsetMs'>): Room[] {
  const size = Math.ceil(room.learnerIds.length / clockOffsetsMs.length);
  return clockOffsetsMs.map((clockOffsetMs, index) => {
    const learnerIds = room.learnerIds.slice(index * size, (index + 1) * size);
    return { ...room, learnerIds, clockOffsetMs, name: `learners-${index + 1}` };
  });
}

function askAll(processes: readonly Learners[], kind: 'look' | 'calm' | 'end'): Promise<LearnersReport[]> {
  return Promise.all(processes.map((learners) => learners.ask({ kind })));
}

function complaintsOf(reports: readonly LearnersReport[]): string[] {
  return reports.flatMap(({ complaints }) => Object.entries(complaints).map(([text, count]) => `${count} × ${text}`));
}

async function untilMostAnswer(processes: readonly Learners[]): Promise<void> {
  const giveUpAt = performance.now() + settlesWithinMs;
  while (performance.now() < giveUpAt) {
    await delay(500);
    const reports = await askAll(processes, 'look');
    if (reports.reduce((sum, { startedCount }) => sum + startedCount, 0) >= mostShare * learnerCount) return;
  }
}

/** One that takes too long is called off, and waited for: two faults at once would prove nothing. */
async function inflictInTime(world: World, fault: Fault): Promise<string> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`not over after ${inflictWithinMs / 1_000} s`)), inflictWithinMs);
  const pause = (ms: number) => delay(ms, undefined, { signal: late.signal });
  try {
    return await fault.inflict(world, { pause, signal: late.signal });
  } catch (error) {
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
