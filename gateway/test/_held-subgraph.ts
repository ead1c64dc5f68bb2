import { waitFor } from '@lectern/testing';
import { type RawRequest, response, startRawServer } from './_raw-server.ts';

export type HeldSubgraph = AsyncDisposable & {
  readonly url: string;
  /** Waits until so many requests are held back. */
  waits(requests: number): Promise<void>;
  /** Answers the oldest that is held back. */
  answer(data: unknown): void;
};

/** A subgraph that answers when the test says so. */
export async function startHeldSubgraph(): Promise<HeldSubgraph> {
  const held: RawRequest[] = [];
  const server = await startRawServer((request) => void held.push(request));
  return {
    url: server.url,
    waits: async (requests) => void (await waitFor(`${requests} requests`, () => held.length >= requests)),
    answer: (data) => void held.shift()?.socket.write(response(JSON.stringify({ data }))),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
