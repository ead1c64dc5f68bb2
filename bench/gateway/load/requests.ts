import type { Reply } from './connection.ts';

/** What is asked, and what has to come back. */
export type Target = {
  readonly path: string;
  readonly body: string;
  /** This gateway's own right answer, byte for byte. */
  readonly expected: string;
};

export type Asking = {
  /** The request's bytes, with an Authorization header that no other request has. */
  next(): { readonly request: string; readonly keep: boolean; check(reply: Reply | string): string | undefined };
};

/** Every so many answers are compared whole, all others by their length; prime, so that each target has its turn. */
const comparedEvery = 61;

/** Requests to the targets in turn. */
export function createAsking(targets: readonly Target[], port: number): Asking {
  const shapes = targets.map(({ path, body, expected }) => ({
    expected,
    bytes: Buffer.byteLength(expected),
    before: `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer `,
    after: `\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  }));
  let sequence = Date.now() * 1_000;
  return {
    next: () => {
      sequence += 1;
      const shape = shapes[sequence % shapes.length];
      if (!shape) throw new RangeError('there is nothing to ask');
      return {
        request: shape.before + sequence + shape.after,
        keep: sequence % comparedEvery === 0,
        check: (reply) => findFault(reply, shape.expected, shape.bytes),
      };
    },
  };
}

function findFault(reply: Reply | string, expected: string, bytes: number): string | undefined {
  if (typeof reply === 'string') return reply;
  if (reply.status !== 200) return `status ${reply.status}`;
  if (reply.bytes !== bytes) return `${reply.bytes} bytes in place of ${bytes}`;
  if (reply.body !== undefined && reply.body !== expected) return 'an answer of the right length is not the right one';
  return undefined;
}
