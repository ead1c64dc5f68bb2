/** What a handler may ask of the run it is in. */
export type JobRun = {
  /** Aborted when the process is stopping: come to an end soon. */
  readonly stopping: AbortSignal;
};

type Common = {
  readonly name: string;
  /** How many runs of it this process has at once. */
  readonly concurrency: number;
};

/** Runs all the time; never twice at once, however many replicas there are. */
export type RepeatingJob = Common & {
  readonly kind: 'REPEATING';
  readonly everySeconds: number;
  handle(run: JobRun): Promise<void>;
};

/** Runs at a planned instant, once per subject. */
export type PlannedJob = Common & {
  readonly kind: 'PLANNED';
  /** Runs again so long after one that failed. */
  readonly retrySeconds: number;
  /** Returns when to run again, or null when the subject is done with. */
  handle(subjectId: string, run: JobRun): Promise<Date | null>;
};

export type Job = RepeatingJob | PlannedJob;

/** A planned run as the store has it. */
export type Plan = {
  readonly subjectId: string;
  /** null while it runs, or when it died in a run. */
  readonly runAt: Date | null;
};

/** Plans of one job, by subject. */
export type Planner = {
  /** At this instant and at no other; moves the one there is. */
  plan(job: string, subjectId: string, runAt: Date): Promise<void>;
  callOff(job: string, subjectId: string): Promise<void>;
  list(job: string): Promise<readonly Plan[]>;
};
