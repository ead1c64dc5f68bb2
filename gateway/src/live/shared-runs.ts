/** Runs of live events that several subscriptions share: the one that comes first runs, the others take its result. */
export type SharedRuns<Result> = {
  /** A member of the group named `key`; `leave` when it ends. */
  join(key: string): SharedRun<Result>;
};

export type SharedRun<Result> = {
  run(event: string, work: () => Promise<Result>): Promise<{ readonly result: Result; readonly isShared: boolean }>;
  leave(): void;
};

/** Events of a group whose result is kept: a slow member is seldom more than a few behind. */
const keptEvents = 4;

export function createSharedRuns<Result>(): SharedRuns<Result> {
  const groups = new Map<string, { members: number; readonly runs: Map<string, Promise<Result>> }>();
  return {
    join(key) {
      const group = groups.get(key) ?? { members: 0, runs: new Map<string, Promise<Result>>() };
      groups.set(key, group);
      group.members += 1;
      let isMember = true;
      return {
        async run(event, work) {
          const running = group.runs.get(event);
          if (running) return { result: await running, isShared: true };
          const mine = work();
          group.runs.set(event, mine);
          for (const old of group.runs.keys()) {
            if (group.runs.size <= keptEvents) break;
            group.runs.delete(old);
          }
          return { result: await mine, isShared: false };
        },
        leave() {
          if (!isMember) return;
          isMember = false;
          group.members -= 1;
          if (group.members === 0) groups.delete(key);
        },
      };
    },
  };
}
