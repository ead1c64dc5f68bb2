import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second for every program (USER_HZ). */
const msPerTick = 10;

/** CPU time of a process, all its threads and all processes it has started, user and system, in milliseconds. */
export function cpuMsOf(pid: number): number {
  return familyOf(pid).reduce((sum, member) => sum + ticksOf(member), 0) * msPerTick;
}

/** Resident memory of a process and those it has started, in MB (2^20 bytes). */
export function rssMbOf(pid: number): number {
  return familyOf(pid).reduce((sum, member) => sum + rssKbOf(member), 0) / 1024;
}

function familyOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), Number(fieldsOf(Number(name))[1]));
  }
  const isOfFamily = (member: number | undefined): boolean =>
    member !== undefined && (member === pid || isOfFamily(parents.get(member)));
  return [...parents.keys()].filter(isOfFamily);
}

/** utime, stime, and those of children that have ended. */
const ticksOf = (pid: number): number =>
  fieldsOf(pid)
    .slice(11, 15)
    .reduce((sum, ticks) => sum + Number(ticks), 0);

/** The fields of /proc/PID/stat from the third, the state, on: the second, the name, may have spaces in it. */
function fieldsOf(pid: number): readonly string[] {
  const stat = readProc(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const rssKbOf = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB/m.exec(readProc(pid, 'status'))?.[1] ?? 0);

function readProc(pid: number, file: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // ended since the list was read
  }
}
