import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandaloneGateway } from '../../src/standalone.ts';
import type { Result } from './compare.ts';
import type { StartRunner } from './runner.ts';

const socketsMax = 16;

/** One gateway for each supergraph, asked over HTTP as any client would. */
export const startStandaloneRunner: StartRunner = async (supergraphs) => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-differential-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const agent = new Agent({ keepAlive: true, maxSockets: socketsMax });
  stack.defer(() => agent.destroy());
  const urls = new Map<string, URL>();
  for (const [name, sdl] of Object.entries(supergraphs)) {
    const supergraph = join(folder, `${name}.graphql`);
    await writeFile(supergraph, sdl);
    const gateway = stack.use(
      await startStandaloneGateway({ supergraph, port: 0, isWatched: false, logLevel: 'silent' }),
    );
    urls.set(name, new URL('/graphql', gateway.url));
  }
  const running = stack.move();
  return {
    async run(supergraph, question) {
      const url = urls.get(supergraph);
      if (!url) throw new Error(`no gateway for ${supergraph}`);
      return post(agent, url, JSON.stringify(question));
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

function post(agent: Agent, url: URL, body: string): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const sent = request(url, { method: 'POST', agent, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString()));
      } catch (error) {
        reject(error);
      }
    });
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
