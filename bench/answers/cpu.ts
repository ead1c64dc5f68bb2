import { cpuMsOf } from '../gateway/processes/usage.ts';
import type { School } from './school/start-school.ts';

export const cpuNames = ['gateway', 'exam', 'postgres', 'reporting', 'redis', 'course', 'identity'] as const;
/** CPU milliseconds so far; PostgreSQL's with all its backends, those that have ended included. */
export type CpuReading = Readonly<Record<(typeof cpuNames)[number], number>>;

export function readCpu({ services, postgres, redis }: School): CpuReading {
  return {
    gateway: cpuMsOf(services.gateway.pid()),
    exam: cpuMsOf(services.exam.pid()),
    postgres: cpuMsOf(postgres.current().pid),
    reporting: cpuMsOf(services.reporting.pid()),
    redis: cpuMsOf(redis.current().pid),
    course: cpuMsOf(services.course.pid()),
    identity: cpuMsOf(services.identity.pid()),
  };
}

/** What was spent between two readings, over so many units of work. */
export function cpuPer(before: CpuReading, after: CpuReading, units: number): CpuReading {
  const per = (name: (typeof cpuNames)[number]) => (after[name] - before[name]) / Math.max(1, units);
  return {
    gateway: per('gateway'),
    exam: per('exam'),
    postgres: per('postgres'),
    reporting: per('reporting'),
    redis: per('redis'),
    course: per('course'),
    identity: per('identity'),
  };
}
