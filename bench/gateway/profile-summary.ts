/** What the inspector's `Profiler.stop` gives, as far as it is used here. */
export type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
};

export type Share = { readonly name: string; readonly share: number };
export type ProfileSummary = {
  readonly busyMs: number;
  readonly idleMs: number;
  readonly garbageShare: number;
  readonly functions: readonly Share[];
  readonly files: readonly Share[];
};

/** Self times, as shares of the time in which the main thread was busy. */
export function summariseProfile(profile: CpuProfile): ProfileSummary {
  const self = new Map<number, number>();
  profile.samples.forEach((id, i) => {
    self.set(id, (self.get(id) ?? 0) + (profile.timeDeltas[i] ?? 0));
  });
  const functions = new Map<string, number>();
  const files = new Map<string, number>();
  for (const { id, callFrame } of profile.nodes) {
    const file = fileOf(callFrame.url) || callFrame.functionName;
    const name = callFrame.url === '' ? callFrame.functionName : `${callFrame.functionName || '(anonymous)'} ${file}`;
    const line = callFrame.url === '' ? '' : `:${callFrame.lineNumber + 1}`;
    add(functions, name + line, self.get(id));
    add(files, file, self.get(id));
  }
  const idle = functions.get('(idle)') ?? 0;
  const busy = [...self.values()].reduce((sum, us) => sum + us, 0) - idle;
  const shares = (times: ReadonlyMap<string, number>): Share[] =>
    [...times]
      .filter(([name]) => name !== '(idle)')
      .map(([name, us]) => ({ name, share: us / busy }))
      .sort((a, b) => b.share - a.share);
  return {
    busyMs: busy / 1_000,
    idleMs: idle / 1_000,
    garbageShare: (functions.get('(garbage collector)') ?? 0) / busy,
    functions: shares(functions),
    files: shares(files),
  };
}

function add(times: Map<string, number>, name: string, us = 0): void {
  times.set(name, (times.get(name) ?? 0) + us);
}

/** `gateway/src/x.ts`, `undici/lib/y.js`, `node:net`. */
function fileOf(url: string): string {
  const path = url.replace(/^file:\/\//, '');
  const inPackage = path.lastIndexOf('/node_modules/');
  if (inPackage >= 0) return path.slice(inPackage + '/node_modules/'.length);
  const root = new URL('../..', import.meta.url).pathname;
  return path.startsWith(root) ? path.slice(root.length) : path;
}
