import type { Random } from '../differential/random.ts';
import type { Json } from './json.ts';
import { mangleDocument } from './mangle-document.ts';
import type { Operation } from './operations.ts';
import { numberHeader } from './subgraphs.ts';

/** A request as bytes go over the wire, or as Node's client sends it. */
export type Question = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** In the place of all that: what a broken client writes, after which it says no more. */
  readonly raw: string | undefined;
  /** Whether the operation is as it was written, with variables of the right types. */
  readonly isPlain: boolean;
};

const values: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  'text',
  '\ud800',
  [],
  [[]],
  {},
  [1],
  { a: { b: [] } },
  { text: 7 },
  { text: 'x', unknown: 1 },
  'x'.repeat(5_000),
];

/** What questions are made of. */
export type Material = {
  readonly operations: readonly Operation[];
  /** The same operations, with something wrong in their documents. */
  readonly mangled: readonly Operation[];
};

/** So many that all is tried, and few enough that the gateway's caches of documents and plans are full at some time. */
const mangledCount = 2_000;

/** `operations` are valid. */
export function mangleOperations(operations: readonly Operation[], random: Random): Material {
  const mangled = Array.from({ length: mangledCount }, () => {
    const operation = random.pick(operations);
    return { ...operation, query: mangleDocument(operation.query, random) };
  });
  return { operations, mangled };
}

/** The question of one number. */
export function writeQuestion({ operations, mangled }: Material, random: Random, number: string): Question {
  const operation = random.pick(operations);
  const headers: Record<string, string> = { 'content-type': 'application/json', [numberHeader]: number };
  const question = { method: 'POST', path: '/graphql', headers, raw: undefined };
  if (random.chance(0.55)) return { ...question, body: JSON.stringify(operation), isPlain: true };
  const kind = random.below(100);
  const isPlain = false;
  if (kind < 40) return { ...question, body: JSON.stringify(random.pick(mangled)), isPlain };
  if (kind < 60) return { ...question, body: JSON.stringify(withOddVariables(operation, random)), isPlain };
  if (kind < 75) return { ...question, body: JSON.stringify(withOddMembers(operation, random)), isPlain };
  if (kind < 85) return { ...question, body: oddBody(JSON.stringify(operation), random), isPlain };
  if (kind < 93) return { ...question, ...oddHead(operation, headers, random), isPlain };
  return { ...question, body: '', raw: oddBytes(JSON.stringify(operation), random, number), isPlain };
}

function withOddVariables(operation: Operation, random: Random) {
  const names = [...Object.keys(operation.variables), 'v0', 'unknown', '__proto__', 'constructor'];
  const variables: Record<string, Json> = { ...operation.variables };
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const value = random.pick(values);
    Object.defineProperty(variables, random.pick(names), {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  if (random.chance(0.2)) delete variables.v0;
  return { ...operation, variables };
}

function withOddMembers(operation: Operation, random: Random) {
  const member = random.pick(['query', 'variables', 'operationName', 'extensions', 'documentId', 'id', '__proto__']);
  const hash = { persistedQuery: { version: 1, sha256Hash: random.pick(['', 'x', 'a'.repeat(64)]) } };
  const odd = { ...operation };
  const value = member === 'extensions' && random.chance(0.5) ? hash : random.pick(values);
  Object.defineProperty(odd, member, { value, enumerable: true, configurable: true });
  return odd;
}

function oddBody(body: string, random: Random): string {
  return random.pick<() => string>([
    () => body.slice(0, random.below(body.length)),
    () => '',
    () => '[]',
    () => `[${body}]`,
    () => '7',
    () => 'null',
    () => '"query"',
    () => `${body}${body}`,
    () => `\ufeff${body}`,
    () => `${'['.repeat(50_000)}`,
    () => `{"query":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    () => body.replace('{', '{"query":"{ __typename }",'),
    () => body.replace(/\}$/, ',"query":"{ things { id } }"}'),
    () => body.replace('{', '{"__proto__":{"query":"{ __typename }"},'),
    () => body.replace('{', '{"variables":{"first":123456789012345678901234567890},'),
    () => `${'x'.repeat(300_000)}`,
  ])();
}

function oddHead(operation: Operation, headers: Readonly<Record<string, string>>, random: Random) {
  const search = new URLSearchParams({ query: operation.query, variables: JSON.stringify(operation.variables) });
  const get = { method: 'GET', body: '', headers: { [numberHeader]: headers[numberHeader] ?? '' } };
  const post = { method: 'POST', path: '/graphql', body: JSON.stringify(operation), headers };
  return random.pick<() => Pick<Question, 'method' | 'path' | 'body' | 'headers'>>([
    () => ({ ...get, path: `/graphql?${search}` }),
    () => ({ ...get, path: `/graphql?query=%7B&variables=%ff&extensions=%7B%7D` }),
    () => ({
      ...get,
      path: `/graphql?query=${encodeURIComponent(mangleDocument(operation.query.slice(0, 500), random).toWellFormed().slice(0, 2_000))}`,
    }),
    () => ({
      ...get,
      path: `/graphql?query=%7Bthings%7Bid%7D%7D&variables=${random.pick(['7', '[]', 'null', 'x', '%00'])}`,
    }),
    () => ({ ...post, method: random.pick(['PUT', 'PATCH', 'DELETE']) }),
    () => ({ ...post, path: random.pick(['/', '/graphql/', '/GRAPHQL', '/graphql/../x', '/%00', '/graphql?x=%zz']) }),
    () => ({
      ...post,
      headers: {
        ...headers,
        'content-type': random.pick([
          'text/plain',
          '',
          'application/x-www-form-urlencoded',
          'application/json; charset=utf-16',
          'multipart/form-data',
        ]),
      },
    }),
    () => ({
      ...post,
      headers: {
        ...headers,
        accept: random.pick(['text/html', '', '*/*', 'application/graphql-response+json', 'multipart/mixed']),
      },
    }),
    () => ({
      ...post,
      headers: { ...headers, authorization: random.pick(['Bearer', 'Bearer x.y.z', 'Basic eA==', '']) },
    }),
    () => ({
      ...post,
      headers: { ...headers, traceparent: random.pick(['00', 'x'.repeat(500), '']), tracestate: 'é' },
    }),
    () => ({ ...post, headers: { ...headers, 'content-encoding': random.pick(['gzip', 'br', 'x']) } }),
  ])();
}

/** Requests whose framing is wrong. */
function oddBytes(body: string, random: Random, number: string): string {
  const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${numberHeader}: ${number}\r\n`;
  const length = Buffer.byteLength(body);
  return random.pick<() => string>([
    () => `${head}content-length: ${length + 5}\r\n\r\n${body}`,
    () => `${head}content-length: ${Math.max(0, length - 5)}\r\n\r\n${body}`,
    () => `${head}content-length: ${random.pick(['-1', 'x', '', '99999999999999999999'])}\r\n\r\n${body}`,
    () => `${head}content-length: 1\r\ncontent-length: ${length}\r\n\r\n${body}`,
    () => `${head}transfer-encoding: chunked\r\n\r\nxyz\r\n${body}\r\n0\r\n\r\n`,
    () => `${head}transfer-encoding: chunked\r\n\r\n${length.toString(16)}\r\n${body}\r\n`,
    () => `${head}transfer-encoding: chunked\r\n\r\n${length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    () => `${head}transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n`,
    () => `${head}\r\n${body}`,
    () => `POST /graphql HTTP/1.1\r\n\r\n`,
    () => `POST /graphql HTTP/9.9\r\nhost: x\r\n\r\n`,
    () => `${head.slice(0, random.below(head.length))}`,
    () => `${head}${'x-long: '.padEnd(20_000, 'y')}\r\ncontent-length: ${length}\r\n\r\n${body}`,
    () => `\u0016\u0003\u0001\u0002\u0000\u0001`,
    () => `${head}expect: 100-continue\r\ncontent-length: ${length}\r\n\r\n${body}`,
    () => `${head}connection: upgrade\r\nupgrade: websocket\r\ncontent-length: ${length}\r\n\r\n${body}`,
  ])();
}
