import { meros } from 'meros/browser';

// biome-ignore lint/suspicious/noExplicitAny: the shape of a part is known only to the test, which asserts it
export type AnswerPart = any;

export const formats = {
  byId: 'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9',
  byPath: 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9',
} as const;

export type Parts = {
  readonly response: Response;
  /** The next part; undefined after the last. */
  next(): Promise<AnswerPart>;
  /** All that are still to come. */
  rest(): Promise<AnswerPart[]>;
  /** Leaves before the end. */
  leave(): void;
};

/** Sends an operation and reads its answer part by part as they come. */
export async function askInParts(
  url: string,
  accept: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Parts> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  const read = await meros<AnswerPart>(response);
  if (!(Symbol.asyncIterator in read)) throw new Error(`one part only: ${await read.text()}`);
  const iterator = read[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await iterator.next();
    if (!done && !value.json) throw new Error(`no JSON: ${value.body}`);
    return done ? undefined : value.body;
  };
  return {
    response,
    next,
    async rest() {
      const parts = [];
      for (let part = await next(); part !== undefined; part = await next()) parts.push(part);
      return parts;
    },
    leave: () => leaving.abort(),
  };
}
