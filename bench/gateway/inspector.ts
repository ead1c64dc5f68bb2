import type { Child } from './processes/child.ts';
import type { CpuProfile } from './profile-summary.ts';

export type Inspector = Disposable & { send(method: string, params?: object): Promise<unknown> };

/** Connects to a process that was started with `--inspect=127.0.0.1:0`. */
export async function openInspector(child: Pick<Child, 'head'>): Promise<Inspector> {
  const url = /ws:\/\/\S+/.exec(child.head())?.[0];
  if (url === undefined) throw new Error(`the process does not say where its inspector is: ${child.head()}`);
  const socket = new WebSocket(url);
  const waiting = new Map<number, (result: unknown) => void>();
  let sent = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`no inspector at ${url}`)));
  });
  return {
    send: (method, params = {}) => {
      sent += 1;
      const id = sent;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

/** The profile of the main thread while `work` runs. */
export async function profileDuring(inspector: Inspector, work: () => Promise<void>): Promise<CpuProfile> {
  await inspector.send('Profiler.enable');
  await inspector.send('Profiler.setSamplingInterval', { interval: 250 });
  await inspector.send('Profiler.start');
  await work();
  const stopped = await inspector.send('Profiler.stop');
  if (!isStopped(stopped)) throw new Error('the inspector gave no profile');
  return stopped.profile;
}

const isStopped = (result: unknown): result is { profile: CpuProfile } =>
  typeof result === 'object' && result !== null && 'profile' in result;
