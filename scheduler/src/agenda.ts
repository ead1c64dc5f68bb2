import { MongoBackend } from '@agendajs/mongo-backend';
import { PostgresBackend } from '@agendajs/postgres-backend';
import type { Clock, Logger } from '@lectern/runtime';
import { Agenda, type AgendaBackend, type Job as AgendaJob } from 'agenda';
import { MongoClient } from 'mongodb';
import type { StoreConfig } from './config.ts';
import type { SchedulerEvents } from './events.ts';
import type { Job, JobRun, Plan, PlannedJob, Planner } from './jobs/job.ts';
import { openPostgresStore, withSchema } from './postgres-store.ts';

export type JobStore = AsyncDisposable & {
  readonly backend: AgendaBackend;
  /** Rejects while the store does not answer. */
  isUsable(): Promise<unknown>;
};

/** Connects to the store of the jobs; rejects when it does not answer. */
export async function openJobStore(config: StoreConfig, logger: Logger): Promise<JobStore> {
  switch (config.kind) {
    case 'POSTGRES': {
      const { pool, [Symbol.asyncDispose]: dispose } = await openPostgresStore(config.url, logger);
      const backend = new PostgresBackend({ pool, disableNotifications: true });
      return { backend, isUsable: () => pool.query('select 1'), [Symbol.asyncDispose]: dispose };
    }
    case 'MONGO': {
      const client = new MongoClient(config.url, { serverSelectionTimeoutMS: 1_500, appName: 'lectern-scheduler' });
      const backend = new MongoBackend({ mongo: client.db() });
      return {
        backend,
        isUsable: () => client.db().command({ ping: 1 }),
        [Symbol.asyncDispose]: () => client.close(),
      };
    }
    default:
      return config.kind satisfies never;
  }
}

export type JobScheduler = AsyncDisposable & { readonly planner: Planner; start(jobs: readonly Job[]): Promise<void> };

export type JobSchedulerDeps = {
  readonly store: JobStore;
  readonly storeConfig: StoreConfig;
  readonly clock: Clock;
  readonly events: SchedulerEvents;
  readonly logger: Logger;
  /** A run not heard of for so long is taken for dead, and started anew elsewhere. */
  readonly lockSeconds: number;
};

/** Jobs that come due within this are taken up ahead; also how soon a new plan is seen. */
const scanMs = 1_000;
/** How long a stop waits for running jobs; they are told, and come to an end between two steps. */
const drainMs = 8_000;

/** Agenda on the store: jobs survive every process, and each run belongs to one replica at a time. */
export async function createJobScheduler(deps: JobSchedulerDeps): Promise<JobScheduler> {
  const { store, storeConfig, logger } = deps;
  await store.isUsable();
  const stopping = new AbortController();
  const makeAgenda = async () => {
    const made = new Agenda({ backend: store.backend, processEvery: scanMs, name: 'lectern', removeOnComplete: true });
    made.on('error', (error) => logger.warn({ err: error }, 'agenda'));
    await made.ready;
    return made;
  };
  const agenda = storeConfig.kind === 'POSTGRES' ? await withSchema(storeConfig.url, makeAgenda) : await makeAgenda();
  return {
    planner: createPlanner(agenda),
    async start(jobs) {
      for (const job of jobs) define(agenda, job, deps, stopping.signal);
      await agenda.start();
      for (const job of jobs) {
        if (job.kind === 'REPEATING') await agenda.every(job.everySeconds * 1_000, job.name);
      }
    },
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error('the service is stopping'));
      await agenda.drain({ timeout: drainMs, closeConnection: false });
    },
  };
}

function define(agenda: Agenda, job: Job, deps: JobSchedulerDeps, stopping: AbortSignal): void {
  const lockMs = deps.lockSeconds * 1_000;
  agenda.define<{ subjectId?: string }>(
    job.name,
    async (running) => {
      // A run that was called off meanwhile cannot be kept; it ends by itself.
      const heartbeat = setInterval(() => void running.touch().catch(() => undefined), lockMs / 3);
      try {
        if (job.kind === 'REPEATING') await job.handle({ stopping });
        else await runPlanned(job, running, { stopping });
      } catch (error) {
        // Agenda would not run a failed one again.
        deps.events.jobFailed({ job: job.name, err: error });
        if (job.kind === 'PLANNED') running.schedule(new Date(deps.clock.now() + job.retrySeconds * 1_000));
      } finally {
        clearInterval(heartbeat);
      }
    },
    { concurrency: job.concurrency, lockLifetime: lockMs },
  );
}

async function runPlanned(job: PlannedJob, running: AgendaJob<{ subjectId?: string }>, run: JobRun): Promise<void> {
  const subjectId = running.attrs.data?.subjectId;
  if (subjectId === undefined) return;
  const next = await job.handle(subjectId, run);
  if (next) running.schedule(next);
}

function createPlanner(agenda: Agenda): Planner {
  async function idsOf(job: string, subjectId: string): Promise<string[]> {
    const { jobs } = await agenda.queryJobs({ name: job });
    return jobs
      .filter(({ data }) => subjectOf(data) === subjectId)
      .flatMap(({ _id }) => (_id === undefined ? [] : [String(_id)]));
  }
  return {
    async plan(job, subjectId, runAt) {
      await agenda.create(job, { subjectId }).unique({ 'data.subjectId': subjectId }).schedule(runAt).save();
    },
    async callOff(job, subjectId) {
      const ids = await idsOf(job, subjectId);
      if (ids.length > 0) await agenda.cancel({ ids });
    },
    async list(job) {
      const { jobs } = await agenda.queryJobs({ name: job });
      return jobs.flatMap(({ data, nextRunAt }): Plan[] => {
        const subjectId = subjectOf(data);
        return subjectId === undefined ? [] : [{ subjectId, runAt: nextRunAt ?? null }];
      });
    },
  };
}

function subjectOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'subjectId' in data && typeof data.subjectId === 'string'
    ? data.subjectId
    : undefined;
}
