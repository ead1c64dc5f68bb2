import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnvironment } from '../config.ts';

export type Child = AsyncDisposable & {
  readonly pid: number;
  /** What it wrote first, and last. */
  head(): string;
  tail(): string;
  readonly hasEnded: () => boolean;
};

const killAfterMs = 3_000;

/** Started and not yet ended; none of them outlives this process, whatever ends it. */
const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

export type ChildCommand = {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

/** Starts `node ...args`. The process that is started is the one with this pid: no shell and no wrapper between. */
export function startNode({ args, env, cwd }: ChildCommand): Child {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnvironment(env),
    ...(cwd && { cwd }),
  });
  return { ...lifeOf(child), ...keepOutput(child) };
}

/** A helper process that answers each question by a line; see `lines.ts`. */
export type Asked<Question, Answer> = AsyncDisposable & {
  readonly pid: number;
  ask(question: Question): Promise<Answer>;
};

export function startAsked<Question, Answer>(file: string): Asked<Question, Answer> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childEnvironment(),
  });
  const life = lifeOf(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => undefined);
  return {
    ...life,
    ask: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${file} ended before it answered`);
      return JSON.parse(value);
    },
  };
}

function lifeOf(child: ChildProcess): AsyncDisposable & { readonly pid: number; readonly hasEnded: () => boolean } {
  const { pid } = child;
  if (pid === undefined) throw new Error('a process could not be started');
  living.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('exit', () => living.delete(child));
  return {
    pid,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function keepOutput(child: ChildProcess): Pick<Child, 'head' | 'tail'> {
  let head = '';
  let tail = '';
  const keep = (chunk: Buffer) => {
    if (head.length < 2_000) head += chunk.toString();
    tail = (tail + chunk.toString()).slice(-2_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { head: () => head, tail: () => tail };
}
