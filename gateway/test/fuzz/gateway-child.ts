import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type JsonObject } from './json.ts';

export type Memory = { readonly rss: number; readonly heapUsed: number; readonly external: number };

export type GatewayChild = AsyncDisposable & {
  readonly url: URL;
  /** Bytes after a collection of garbage. */
  memory(): Promise<Memory>;
  /** What it has written to its log as an error, or to its standard error; each once. */
  readonly complaints: ReadonlySet<string>;
  /** Undefined while it runs. */
  crash(): string | undefined;
};

const main = fileURLToPath(new URL('gateway-process.ts', import.meta.url));
const complaintsMax = 200;

export async function startGatewayChild(supergraph: string): Promise<GatewayChild> {
  const child = spawn(process.execPath, ['--expose-gc', main, supergraph], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const complaints = new Set<string>();
  const complain = (text: string) => {
    if (complaints.size < complaintsMax) complaints.add(text);
  };
  let crash: string | undefined;
  let isEnding = false;
  let errors = '';
  eachLine(child.stdout, (line) => {
    const text = describeLog(line);
    if (text !== undefined) complain(text);
  });
  eachLine(child.stderr, (line) => {
    errors = `${errors}${line}\n`.slice(-20_000);
  });
  const exited = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      if (!isEnding) crash = `the gateway ended (${code ?? signal}): ${errors}`;
      resolve();
    });
  });
  const answer = (name: string) =>
    new Promise<unknown>((resolve, reject) => {
      const listen = (message: unknown) => {
        if (!isJsonObject(message) || !(name in message)) return;
        child.off('message', listen);
        resolve(message[name]);
      };
      child.on('message', listen);
      void exited.then(() => reject(new Error(crash ?? 'the gateway has ended')));
    });
  const url = await answer('url');
  return {
    url: new URL(String(url)),
    complaints,
    crash: () => crash,
    async memory() {
      const memory = answer('memory');
      child.send('memory');
      const found = await memory;
      const bytes = (name: string) => (isJsonObject(found) ? Number(found[name]) : 0);
      return { rss: bytes('rss'), heapUsed: bytes('heapUsed'), external: bytes('external') };
    },
    async [Symbol.asyncDispose]() {
      isEnding = true;
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function eachLine(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (data: string) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') take(line);
  });
}

/**
 * The message of a line of the log and where its error comes from, without what differs every time; undefined for what
 * a subgraph has said without a code, which is for the log alone.
 */
function describeLog(line: string): string | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return line;
  }
  if (!isJsonObject(entry)) return line;
  const error: JsonObject = isJsonObject(entry.err) ? entry.err : {};
  if (isJsonObject(error.extensions) && 'serviceName' in error.extensions) return undefined;
  const frame =
    String(error.stack ?? '')
      .split('\n')
      .find((each) => each.includes('/src/'))
      ?.trim() ?? '';
  return `${entry.msg}: ${error.type ?? ''} ${String(error.message ?? '').slice(0, 200)} ${frame}`;
}
