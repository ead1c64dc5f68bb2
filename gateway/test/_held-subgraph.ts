import { waitFor } from '@lectern/testing';
import { type RawRequest, response, startRawServer } from './_raw-server.ts';

export type HeldSubgraph = AsyncDisposable & {
  readonly url: string;
  /** Waits until so many requests are held back. */
  waits(requests: number): Promise<void>;
  /** Answers the oldest that is held back. */
  answer(data: unknown): void;
};

/** A subgraph that answers when the test says so, and knows no lines. */
export async function startHeldSubgraph(): Promise<HeldSubgraph> {
  const held: RawRequest[] = [];
  const server = await startRawServer((request) => {
    if (request.header('upgrade')) request.socket.write(response('', [], '404 Not Found'));
    else held.push(request);
  });
  return {
    url: server.url,
    waits: async (requests) => void (await waitFor(`${requests} requests`, () => held.length >= requests)),
    answer: (data) => void held.shift()?.socket.write(response(JSON.stringify({ data }))),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
