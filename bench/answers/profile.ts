import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openInspector, profileDuring } from '../gateway/inspector.ts';
import { endOnSignal } from '../gateway/processes/end-on-signal.ts';
import { type CpuProfile, type Share, summariseProfile } from '../gateway/profile-summary.ts';
import { cpuPer, readCpu } from './cpu.ts';
import { startLoadProcesses } from './load/load-processes.ts';
import { fillBank, makeLearners, openCourse, prepareExam, questionsPerAttempt } from './school/prepare-exam.ts';
import { startSchool } from './school/start-school.ts';

/**
 * `node bench/answers/profile.ts [--phase answer|start|spike|handIn] [--learners 800] [--concurrency 64] [--out FOLDER]`: where
 * gateway and exam spend their main threads while everybody starts, answers or hands in; in `spike` all start at once, with
 * the exam's page open, and follow no result. FOLDER gets `.cpuprofile`s.
 */
const phases = ['start', 'answer', 'handIn'] as const;
const timesOf = { start: 'startMs', answer: 'answerMs', handIn: 'resultMs' } as const;
const { values } = parseArgs({
  options: {
    phase: { type: 'string', default: 'answer' },
    learners: { type: 'string', default: '800' },
    concurrency: { type: 'string', default: '64' },
    out: { type: 'string' },
  },
});
const isSpike = values.phase === 'spike';
const profiled = phases.find((phase) => phase === values.phase);
if (!isSpike && !profiled) throw new Error(`no phase ${values.phase}: known are ${phases.join(', ')}`);

endOnSignal();
const inspect = ['--inspect=127.0.0.1:0'];
await using school = await startSchool({ nodeFlags: { gateway: inspect, exam: inspect } });
const staff = await openCourse(school);
await fillBank(staff);
await using load = await startLoadProcesses(school, 1);
for (const count of [100, Number(values.learners)]) {
  // The first hundred only warm everything up.
  const isProfiled = count > 100;
  const learnerIds = await makeLearners(staff, count);
  const examId = await prepareExam(staff, learnerIds, 'BANK');
  await (isSpike ? rush(examId, learnerIds, isProfiled) : sit(examId, learnerIds, isProfiled));
}

async function sit(examId: string, learnerIds: readonly string[], isProfiled: boolean): Promise<void> {
  for (const phase of phases) {
    const run = () =>
      load.order(({ by, shareOf, share }) => {
        const concurrency = share(Number(values.concurrency));
        if (phase !== 'start') return { kind: phase, concurrency };
        return { kind: 'start', group: { examId, learnerIds: shareOf(learnerIds), by }, concurrency };
      });
    if (isProfiled && phase === profiled) await profilePhase(phase, async () => (await run())[timesOf[phase]].length);
    else await run();
  }
}

async function rush(examId: string, learnerIds: readonly string[], isProfiled: boolean): Promise<void> {
  const group = { examId, learnerIds, by: 'LEAN' } as const;
  await load.orderLean({ kind: 'gather', group, connectionCount: 1_500, concurrency: 32, opensPages: true });
  const run = async () => {
    await load.orderLean({ kind: 'rush', overMs: 1 });
    return learnerIds.length;
  };
  if (isProfiled) await profilePhase('spike', run);
  else await run();
  const { startMs, faults } = await load.orderLean({ kind: 'papers', questionCount: questionsPerAttempt });
  if (startMs.length < learnerIds.length) throw new Error(`not everybody has the paper: ${JSON.stringify(faults)}`);
}

async function profilePhase(phase: string, work: () => Promise<number>): Promise<void> {
  const { gateway, exam } = school.services;
  using gatewayInspector = await openInspector(gateway);
  using examInspector = await openInspector(exam);
  let count = 0;
  const before = readCpu(school);
  const ofExam = Promise.withResolvers<CpuProfile>();
  const ofGateway = await profileDuring(gatewayInspector, async () => {
    const profile = await profileDuring(examInspector, async () => {
      count = await work();
    });
    ofExam.resolve(profile);
  });
  const profiles = { gateway: ofGateway, exam: await ofExam.promise };
  const cpu = cpuPer(before, readCpu(school), count);
  process.stdout.write(`${phase}: ${count}, CPU milliseconds of each (profilers included): ${JSON.stringify(cpu)}\n`);
  for (const [name, profile] of Object.entries(profiles)) {
    if (values.out !== undefined)
      writeFileSync(join(values.out, `${name}-${phase}.cpuprofile`), JSON.stringify(profile));
    const { busyMs, garbageShare, functions, files } = summariseProfile(profile);
    const title = `${name}: main thread busy ${busyMs.toFixed(0)} ms, garbage ${percent(garbageShare)}`;
    process.stdout.write(
      ['', title, 'by file', ...lines(files, 40), 'by function', ...lines(functions, 60), ''].join('\n'),
    );
  }
}

function lines(shares: readonly Share[], most: number): string[] {
  return shares.slice(0, most).map(({ name, share }) => `${percent(share).padStart(8)}  ${name}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
