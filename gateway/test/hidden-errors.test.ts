import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { composeSupergraph } from './_compose.ts';
import type { Answer } from './_gateway.ts';

/** What a subgraph says instead of an answer to `{ price }`. */
async function startSaying(error: object) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { price: null }, errors: [{ path: ['price'], ...error }] }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A gateway as a process of its own, so that its log can be read. */
async function startProcess(pricesUrl: string) {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-hidden-errors-'));
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, composeSupergraph({ prices: 'type Query { price: Int }' }));
  const main = join(import.meta.dirname, '../src/standalone-main.ts');
  const args = ['--anonymous', '--port', '0', '--no-watch', '--supergraph', supergraph, '--subgraph'];
  const child = spawn(process.execPath, [main, ...args, `prices=${pricesUrl}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** The next line of the log that has this message. */
  const lineOf = async (message: string) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the gateway has ended');
      const line = JSON.parse(value);
      if (line.msg === message) return line;
    }
  };
  const { url } = await lineOf('the gateway listens');
  return {
    lineOf,
    async ask(query: string): Promise<Answer> {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) };
      return (await fetch(`${url}/graphql`, init)).json() as Promise<Answer>;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const errors: readonly (readonly [string, { readonly message: string; readonly extensions?: object }])[] = [
  ['an error without a code', { message: 'relation "accounts" does not exist' }],
  [
    'that our document does not fit its schema',
    { message: 'Cannot query field "secret" on type "Query".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ],
];

describe('a subgraph that says', () => {
  it.each(errors)('%s is not repeated, but logged with the id of the request', async (_name, error) => {
    await using subgraph = await startSaying(error);
    await using gateway = await startProcess(subgraph.url);
    // The first time Apollo Server answers, the second time it is passed by.
    for (const _ of [1, 2]) {
      const [told] = (await gateway.ask('{ price }')).errors ?? [];
      const message = 'Something went wrong on our side.';
      expect(told).toMatchObject({ message, path: ['price'], extensions: { code: 'INTERNAL_SERVER_ERROR' } });
      const line = await gateway.lineOf(message);
      expect(line).toMatchObject({ level: 'error', requestId: told?.extensions.requestId, err: error });
    }
  });
});
