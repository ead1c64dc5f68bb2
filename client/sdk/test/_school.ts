import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLectern, type Lectern, type LecternOptions } from '@lectern/sdk';
import manifest from '@lectern/sdk/trusted-documents.json' with { type: 'json' };
import { type LiveRoom, openLiveRoom } from './_live-room.ts';

/** What the gateway of the test does with one operation: the data, or what is thrown. */
export type Operation = (variables: Record<string, unknown>, request: { token: string | null }) => Promise<unknown>;

/** Thrown by an operation: answered as a GraphQL error with this code. */
export class SchoolError extends Error {
  override readonly name = 'SchoolError';
  readonly code: string;
  readonly data: unknown;
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(code: string, data: unknown = null, facts: Readonly<Record<string, unknown>> = {}) {
    super(`refused: ${code}`);
    this.code = code;
    this.data = data;
    this.facts = facts;
  }
}

/** Thrown by an operation: the connection breaks without an answer. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/** A small gateway over real HTTP and WebSocket that knows one account, and operations given by name. */
export type School = AsyncDisposable & {
  readonly url: string;
  readonly live: LiveRoom;
  /** Lives in seconds of the tokens handed out from now on. */
  tokenSeconds: number;
  tokensAsked: number;
  hasSession: boolean;
  /** Tokens that the gateway calls expired. */
  readonly expired: Set<string>;
  /** Whether ids are known; else DOCUMENT_NOT_FOUND. */
  knowsDocuments: boolean;
  readonly received: {
    readonly operationName: string;
    readonly hasId: boolean;
    readonly authorization: string | null;
  }[];
  lectern(options?: Partial<LecternOptions>): Lectern;
};

export async function openSchool(operations: Record<string, Operation> = {}): Promise<School> {
  const server = createServer((request, response) => {
    handle(school, operations, request, response).catch(() => response.destroy());
  });
  const live = openLiveRoom(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const school: School = {
    url,
    live,
    tokenSeconds: 600,
    tokensAsked: 0,
    hasSession: true,
    expired: new Set(),
    knowsDocuments: true,
    received: [],
    lectern: (options = {}) => createLectern({ url, timeoutMs: 5_000, ...options }),
    async [Symbol.asyncDispose]() {
      await live[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return school;
}

async function handle(
  school: School,
  operations: Record<string, Operation>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await readBody(request);
  if (request.url?.startsWith('/api/auth')) {
    answerAuth(school, request, response, text);
    return;
  }
  const { operationName, documentId, query, variables } = JSON.parse(text);
  const authorization = request.headers.authorization ?? null;
  school.received.push({ operationName, hasId: documentId !== undefined, authorization });
  const token = authorization?.replace('Bearer ', '') ?? null;
  try {
    if (token !== null && school.expired.has(token)) throw new SchoolError('TOKEN_EXPIRED');
    const isKnown = Object.hasOwn(manifest, String(documentId).replace('sha256:', ''));
    if (query === undefined && !(school.knowsDocuments && isKnown)) throw new SchoolError('DOCUMENT_NOT_FOUND');
    const data = await operations[operationName]?.(variables, { token });
    json(response, 200, { data });
  } catch (error) {
    if (!(error instanceof SchoolError)) throw error;
    json(response, 200, {
      data: error.data,
      errors: [{ message: error.message, extensions: { ...error.facts, code: error.code, requestId: 'r1', limit: 3 } }],
    });
  }
}

function answerAuth(school: School, request: IncomingMessage, response: ServerResponse, text: string): void {
  const path = request.url?.replace('/api/auth', '');
  if (path === '/sign-in/email') {
    answerSignIn(response, JSON.parse(text));
  } else if (path === '/sign-out') {
    response.setHeader('set-cookie', ['lectern.session_token=; Max-Age=0; Path=/']);
    json(response, 200, { success: true });
  } else {
    const hasCookie = request.headers.cookie?.includes('lectern.session_token=s1') ?? false;
    school.tokensAsked += 1;
    response.setHeader('set-cookie', ['lectern_access=t; Path=/']);
    if (school.hasSession && hasCookie)
      json(response, 200, { token: makeToken(school.tokensAsked, school.tokenSeconds) });
    else json(response, 401, { code: 'UNAUTHORIZED' });
  }
}

function answerSignIn(response: ServerResponse, { email, password }: { email: string; password: string }): void {
  if (email === 'suspended@example.com') json(response, 403, { code: 'ACCOUNT_SUSPENDED', message: 'no' });
  else if (password !== 'right') json(response, 401, { code: 'INVALID_EMAIL_OR_PASSWORD' });
  else {
    response.setHeader('set-cookie', [
      'lectern.session_token=s1; Max-Age=604800; Path=/; HttpOnly',
      'lectern.session_data=x; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Path=/',
    ]);
    json(response, 200, { token: 's1' });
  }
}

/** Unsigned: the SDK only reads how long a token holds. */
function makeToken(number: number, seconds: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ iat: 1_000, exp: 1_000 + seconds, n: number })}.`;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'r0' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
