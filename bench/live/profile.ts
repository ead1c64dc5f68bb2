import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { profileDuring } from '../gateway/inspector.ts';
import { endOnSignal } from '../gateway/processes/end-on-signal.ts';
import { type Share, summariseProfile } from '../gateway/profile-summary.ts';
import { publishEvery, quietMs } from './parts/measure-delivery.ts';
import { contestantNames, enter } from './stage/contestants.ts';
import { cpuUsOf } from './stage/cpu.ts';
import { openStage } from './stage/open-stage.ts';

/**
 * `node bench/live/profile.ts [--contestant sdk|foreign|naive|bare] [--subscribers 5000] [--events 20] [--out FILE]`: where
 * the main thread of a server spends its time while it delivers. FILE, a `.cpuprofile`, opens in a browser's developer tools.
 */
const { values } = parseArgs({
  options: {
    contestant: { type: 'string', default: 'sdk' },
    subscribers: { type: 'string', default: '5000' },
    events: { type: 'string', default: '20' },
    out: { type: 'string' },
  },
});
const name = contestantNames.find((each) => each === values.contestant);
if (!name) throw new Error(`no contestant ${values.contestant}: known are ${contestantNames.join(', ')}`);
const events = Number(values.events);

endOnSignal();
await using stage = await openStage();
await using contestant = await enter(stage, name, Number(values.subscribers));
const { crowds, server, publish } = contestant;
// Compiled first, then looked at.
await crowds.order({ kind: 'mark', readsAll: false });
await publishEvery(publish, 10);
await crowds.order({ kind: 'await', events: 10, quietMs });
await crowds.order({ kind: 'mark', readsAll: false });
const cpuBefore = cpuUsOf(server.pid);
let delivered = 0;
const profile = await profileDuring(server.inspector, async () => {
  await publishEvery(publish, events);
  delivered = (await crowds.order({ kind: 'await', events, quietMs })).events;
});
const cpuUs = (cpuUsOf(server.pid) - cpuBefore) / delivered;
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(profile));
const { busyMs, idleMs, garbageShare, functions, files } = summariseProfile(profile);
process.stdout.write(
  [
    `${name}: ${delivered} deliveries, ${cpuUs.toFixed(2)} µs of CPU each (profiler included)`,
    `main thread busy ${busyMs.toFixed(0)} ms, idle ${idleMs.toFixed(0)} ms, garbage ${percent(garbageShare)}`,
    ...['', 'by file', ...lines(files, 30), '', 'by function', ...lines(functions, 50), ''],
  ].join('\n'),
);

function lines(shares: readonly Share[], most: number): string[] {
  return shares.slice(0, most).map(({ name: what, share }) => `${percent(share).padStart(7)}  ${what}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
