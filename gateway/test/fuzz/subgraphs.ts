import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { createRandom, type Random } from '../differential/random.ts';
import { fakeAnswer } from './fake-answer.ts';
import { subgraphNames } from './graph.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { mangleTree } from './mangle-answer.ts';
import { oddErrors } from './odd-errors.ts';
import { mangleText } from './odd-text.ts';
import { type OddResponse, oddTransport } from './odd-transport.ts';

/** Names the request of the client that a subgraph is asked for. */
export const numberHeader = 'x-fuzz-request';

/** What the subgraphs have done to the answers for one request of a client. */
export type Deeds = { readonly names: string[]; mayHide: boolean };

export type FuzzSubgraphs = AsyncDisposable & {
  readonly urls: Readonly<Record<string, string>>;
  serve(schemas: Readonly<Record<string, GraphQLSchema>>): void;
  /** What was done for the request of this number; forgotten thereby. */
  takeDeeds(number: string): Deeds | undefined;
  /** How often each thing was done. */
  readonly counts: ReadonlyMap<string, number>;
  /** What went wrong in the servers themselves: a question that the gateway should not have asked. */
  readonly complaints: string[];
};

/** Longer than the gateway waits. */
const lateMs = 1_500;
const documentsMax = 2_000;
const plainShare = 0.7;

/**
 * Servers for all subgraphs. What one answers follows from the seed, the number of the client's request and the
 * question, so that one request alone is answered as it was among the others.
 */
export async function startFuzzSubgraphs(seed: string): Promise<FuzzSubgraphs> {
  await using stack = new AsyncDisposableStack();
  let schemas: Readonly<Record<string, GraphQLSchema>> = {};
  const deeds = new Map<string, Deeds>();
  const counts = new Map<string, number>();
  const complaints: string[] = [];
  const documents = new LRUCache<string, DocumentNode>({ max: documentsMax });

  function note(number: string, name: string, mayHide: boolean): void {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const known = deeds.get(number) ?? { names: [], mayHide: false };
    known.names.push(name);
    known.mayHide ||= mayHide;
    deeds.set(number, known);
  }

  function answerOf(name: string, question: JsonObject, random: Random): JsonObject {
    const schema = schemas[name];
    const { query, variables } = question;
    if (!schema || typeof query !== 'string') throw new Error(`${name} was asked ${JSON.stringify(question)}`);
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return { data: fakeAnswer(schema, document, isJsonObject(variables) ? variables : {}, random) };
  }

  async function handle(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const number = String(request.headers[numberHeader] ?? '');
    const random = createRandom(`${seed} ${number} ${name} ${body}`);
    let answer: JsonObject;
    try {
      const question: unknown = JSON.parse(body);
      answer = answerOf(name, isJsonObject(question) ? question : {}, random);
    } catch (error) {
      complaints.push(`request ${number}: ${name}: ${error instanceof Error ? error.message : error}: ${body}`);
      answer = { errors: [{ message: 'asked wrongly' }] };
    }
    respond(response, answer, random, (deed, mayHide) => note(number, deed, mayHide));
  }

  const urls: Record<string, string> = {};
  for (const name of subgraphNames) {
    const server = createServer((request, response) => {
      handle(name, request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    stack.defer(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }
  const running = stack.move();
  return {
    urls,
    serve(given) {
      schemas = given;
    },
    takeDeeds(number) {
      const found = deeds.get(number);
      deeds.delete(number);
      return found;
    },
    counts,
    complaints,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

type Note = (deed: string, mayHide: boolean) => void;

function respond(response: ServerResponse, answer: JsonObject, random: Random, note: Note): void {
  const kind = random.chance(plainShare) ? 100 : random.below(100);
  if (kind === 100) send(response, JSON.stringify(answer));
  else if (kind < 55) {
    const { names, mayHide } = mangleTree(answer, random);
    for (const name of names) note(name, mayHide);
    send(response, JSON.stringify(answer));
  } else if (kind < 75) {
    note('odd errors', true);
    const errors = oddErrors(random);
    const data = random.pick<() => Json | undefined>([() => answer.data, () => null, () => undefined])();
    send(response, JSON.stringify({ errors, ...(data !== undefined && { data }) }));
  } else if (kind < 87) {
    note('odd text', true);
    send(response, mangleText(JSON.stringify(answer), random));
  } else if (kind < 99) {
    note('odd transport', true);
    sendOddly(response.socket, oddTransport(JSON.stringify(answer), random));
  } else {
    note('late', true);
    setTimeout(() => send(response, JSON.stringify(answer)), lateMs).unref();
  }
}

function send(response: ServerResponse, text: string): void {
  if (response.destroyed) return;
  response.setHeader('content-type', 'application/json');
  response.end(text);
}

/** Past the server: it would send nothing that is wrong. */
function sendOddly(socket: Socket | null, { bytes, after }: OddResponse): void {
  if (!socket) return;
  if (after === 'reset') socket.write(bytes, () => socket.resetAndDestroy());
  else if (after === 'close') socket.end(bytes);
  // The server still waits to answer and would not read on: whoever asks again here is cut off after a while.
  else socket.write(bytes, () => setTimeout(() => socket.destroy(), 50).unref());
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
