import type { FastifyReply, FastifyRequest } from 'fastify';
import { objectOf } from '../operation/operation-request.ts';
import type { Credentials } from '../viewer/authenticate.ts';
import { type AcceptedStream, acceptedStream } from './accepted-stream.ts';
import type { AddressBook } from './client-address.ts';
import { cookieOf, credentialsOf } from './credentials.ts';
import { edgeErrors } from './edge.errors.ts';
import type { LiveHttp } from './live-http.ts';
import { isPlainRequest } from './plain-request.ts';

export type LiveRoute = {
  readonly open: LiveHttp;
  /** Name of the cookie that may carry a token, for streams alone. */
  readonly cookie: string;
};

/** What the client shows. A browser's EventSource can add no header: for it, and nothing else, the cookie counts. */
export function credentialsFor(request: FastifyRequest, live: LiveRoute | undefined): Credentials {
  const shown = credentialsOf(request.headers);
  if (!live || request.method !== 'GET' || shown.authorization !== undefined || shown.apiKey !== undefined)
    return shown;
  const accepted = acceptedStream(request.headers.accept);
  if (accepted?.form !== 'SSE' || accepted.takesWhole) return shown;
  const token = cookieOf(request.headers, live.cookie);
  return token === undefined ? shown : { authorization: `Bearer ${token}` };
}

/** Hands an operation over to what answers in streams; false where it is better answered in one piece. */
export function openStream(
  request: FastifyRequest,
  reply: FastifyReply,
  accepted: AcceptedStream,
  { live, addresses }: { readonly live: LiveRoute; readonly addresses: AddressBook },
): Promise<boolean> {
  return live.open({
    raw: request.raw,
    response: reply.raw,
    accepted,
    payload: payloadOf(request),
    credentials: credentialsFor(request, live),
    address: addresses.clientAddress(request.raw),
    requestId: request.id,
    take() {
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
    },
  });
}

function payloadOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const payload = request.method === 'POST' ? objectOf(request.body) : searchOf(request.url);
  if (!payload) throw edgeErrors.make('BODY_NOT_JSON');
  if (!isPlainRequest(payload)) throw edgeErrors.make('REQUEST_MALFORMED');
  return payload;
}

function searchOf(url: string): Readonly<Record<string, unknown>> {
  const at = url.indexOf('?');
  const params = new URLSearchParams(at < 0 ? '' : url.slice(at));
  const text = (name: string) => params.get(name) || undefined;
  const json = (name: string) => {
    const given = text(name);
    return given === undefined ? undefined : parse(given);
  };
  return {
    query: text('query'),
    documentId: text('documentId'),
    operationName: text('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw edgeErrors.make('REQUEST_MALFORMED');
  }
}
