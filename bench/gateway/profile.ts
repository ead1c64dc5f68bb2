import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contestantNames, contestantOf } from './contestants.ts';
import { openInspector, profileDuring } from './inspector.ts';
import { loadGateway, warmUp } from './load-gateway.ts';
import { operationNames, operationOf } from './operations.ts';
import { endOnSignal } from './processes/end-on-signal.ts';
import { cpuMsOf } from './processes/usage.ts';
import { type ProfileSummary, type Share, summariseProfile } from './profile-summary.ts';
import { proveAnswer } from './prove-answer.ts';
import { openStage } from './stage.ts';
import { startGateway } from './start-gateway.ts';
import { graphOf } from './subgraphs/graphs.ts';
import { answerOf } from './subgraphs/whole-answer.ts';

/**
 * `node bench/gateway/profile.ts --op heavy [--seconds 10] [--gateway lectern] [--connections 16] [--out FILE]`: where
 * the gateway's main thread spends its time. FILE, a `.cpuprofile`, opens in a browser's developer tools.
 */
const { values } = parseArgs({
  options: {
    op: { type: 'string', default: 'heavy' },
    gateway: { type: 'string', default: 'lectern' },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '16' },
    out: { type: 'string' },
  },
});
const operationName = operationNames.find((name) => name === values.op);
const contestantName = contestantNames.find((name) => name === values.gateway);
if (!operationName || !contestantName) throw new Error(`no operation ${values.op} or no gateway ${values.gateway}`);
const operation = operationOf(operationName);

endOnSignal();
await using stage = await openStage();
const gateway = await startGateway(contestantOf(contestantName), operation, stage.grounds[operation.graph], [
  '--inspect=127.0.0.1:0',
]);
if (!gateway) throw new Error(`${contestantName} cannot do ${operationName}`);
await using _started = gateway;
const expected = await proveAnswer(gateway, operation, await answerOf(graphOf(operation.graph), operation));
const loaded = { port: gateway.port, asked: [{ operation, expected }] };
const connections = Number(values.connections);
await loadGateway(stage.generator, loaded, { connections, ...warmUp });
using inspector = await openInspector(gateway.child);
let answered = 0;
const cpuBefore = cpuMsOf(gateway.child.pid);
const profile = await profileDuring(inspector, async () => {
  ({ answered } = await loadGateway(stage.generator, loaded, { connections, seconds: Number(values.seconds) }));
});
const cpuMs = (cpuMsOf(gateway.child.pid) - cpuBefore) / answered;
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(profile));
process.stdout.write(render(summariseProfile(profile)));

function render({ busyMs, idleMs, garbageShare, functions, files }: ProfileSummary): string {
  const title = `${contestantName} ${operationName}: ${answered} answers, ${cpuMs.toFixed(3)} ms of CPU each (profiler included)`;
  const busy = `main thread busy ${busyMs.toFixed(0)} ms, idle ${idleMs.toFixed(0)} ms, garbage ${percent(garbageShare)}`;
  return [title, busy, '', 'by file', ...lines(files, 30), '', 'by function', ...lines(functions, 50), ''].join('\n');
}

function lines(shares: readonly Share[], most: number): string[] {
  return shares.slice(0, most).map(({ name, share }) => `${percent(share).padStart(7)}  ${name}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
