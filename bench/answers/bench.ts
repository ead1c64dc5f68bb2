import { endOnSignal } from '../gateway/processes/end-on-signal.ts';
import { calibrate, type MachineFigures } from './calibrate.ts';
import { checkExam } from './check/check-exam.ts';
import type { Findings } from './check/facts.ts';
import { startLoadProcesses } from './load/load-processes.ts';
import { type EndToEnd, measureEndToEnd } from './measure-end-to-end.ts';
import { measureStartSpike, type StartSpike } from './measure-start-spike.ts';
import { measureWriter } from './measure-writer.ts';
import { type Options, readOptions } from './options.ts';
import { countFindings, type Report, toJson, toTable } from './report.ts';
import { fillBank, openCourse } from './school/prepare-exam.ts';
import { startSchool } from './school/start-school.ts';

/**
 * `npm run bench -- answers [--quick] [--only writer,endToEnd,startSpike] [--learners N] [--spike N]
 * [--cold] [--connections N]`: the answer path.
 * Progress and a table go to the error output, the last line of the output is JSON.
 */
const options = readOptions(process.argv.slice(process.argv[2] === 'answers' ? 3 : 2));
endOnSignal();
const measured = options.parts.includes('writer') ? await measureWriter({ ...writerOptions(options), tell }) : null;
const machine = measured?.machine ?? (await lookAtMachine(options));
const report: Report = { machine, writer: measured?.figures ?? null, ...(await measureSchool(options)) };
process.stderr.write(toTable(report));
process.stdout.write(`${toJson(report)}\n`);
const isClean = Object.values(countFindings(report.findings)).every((count) => count === 0);
process.exitCode = isClean ? 0 : 1;

async function lookAtMachine({ isQuick }: Options): Promise<MachineFigures | null> {
  if (isQuick) return null;
  tell('machine: the plain statement for some seconds');
  return calibrate();
}

type Measured = Pick<Report, 'endToEnd' | 'startSpike' | 'findings'>;

async function measureSchool(asked: Options): Promise<Measured> {
  if (!asked.parts.includes('endToEnd') && !asked.parts.includes('startSpike')) {
    return { endToEnd: null, startSpike: null, findings: [] };
  }
  tell('starting PostgreSQL, Redis, identity, course, exam, reporting and the gateway');
  await using school = await startSchool();
  const staff = await openCourse(school);
  tell(`bank: ${await fillBank(staff)}`);
  await using load = await startLoadProcesses(school, asked.sdkPercent);
  const ground = { school, staff, load };
  let endToEnd: EndToEnd | null = null;
  let startSpike: StartSpike | null = null;
  if (asked.parts.includes('endToEnd')) {
    tell(`endToEnd: ${asked.learners} learners at full load`);
    endToEnd = await measureEndToEnd(ground, asked);
  }
  if (asked.parts.includes('startSpike')) {
    tell(`startSpike: ${asked.spikeLearners} learners within ${asked.spikeSeconds} s`);
    startSpike = await measureStartSpike(ground, asked);
  }
  tell('check: receipts against the database');
  const findings: Findings[] = [];
  for (const examId of [...(endToEnd?.examIds ?? []), ...(startSpike ? [startSpike.examId] : [])]) {
    const { databaseUrl, folder: receiptFolder } = school;
    findings.push(await checkExam({ databaseUrl, teacher: staff.teacher, examId, receiptFolder }));
  }
  return { endToEnd, startSpike, findings };
}

/** Quick: enough to see that it works. */
function writerOptions({ isQuick }: Options) {
  return isQuick ? { attempts: 20_000, seconds: 2 } : {};
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
