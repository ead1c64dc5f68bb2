import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Answers } from './answers.ts';

export type Counts = {
  readonly requests: number;
  /** Requests that came without the client's Authorization header. */
  readonly bare: number;
};
export type Served = { readonly url: string; readonly counts: Counts };

/** Serves answers at `/graphql` of a free port of the loopback interface. */
export async function serveAnswers(answers: Answers): Promise<Served> {
  const counts = { requests: 0, bare: 0 };
  const server = createServer((request, response) => {
    counts.requests += 1;
    if (request.headers.authorization === undefined) counts.bare += 1;
    void readBody(request).then(async (body) => send(response, await answers(body)));
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the subgraph has no port');
  return { url: `http://127.0.0.1:${address.port}/graphql`, counts };
}

function send(response: ServerResponse, answer: Buffer): void {
  response.writeHead(200, ['content-type', 'application/json', 'content-length', String(answer.length)]);
  response.end(answer);
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => resolve(body));
    request.on('error', reject);
  });
}
