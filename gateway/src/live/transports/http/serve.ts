import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '@lectern/runtime';
import { OperationTypeNode } from 'graphql';
import type { StreamForm } from '../../../http/accepted-stream.ts';
import { edgeErrors } from '../../../http/edge.errors.ts';
import type { LiveHttp, LiveRequest } from '../../../http/live-http.ts';
import type { OriginCheck } from '../../../http/origins.ts';
import { objectOf } from '../../../operation/operation-request.ts';
import type { Authenticated, Authenticator } from '../../../viewer/authenticate.ts';
import { reasonToEnd } from '../../connection/admit.ts';
import type { Channels } from '../../connection/channels.ts';
import type { Channel } from '../../engine/channel.ts';
import { Member } from '../../engine/member.ts';
import { liveErrors } from '../../live.errors.ts';
import type { LiveOperations } from '../../subscription/operations.ts';
import { readEventId } from '../../subscription/resume.ts';
import { createStreamCarriers, type StreamCarriers } from './carrier.ts';
import { LiveResponse } from './live-response.ts';
import { multipartSubscription } from './multipart-subscription.ts';
import { type OperationTypeDeps, operationTypeOf } from './operation-type.ts';
import { serverSentEvents } from './server-sent-events.ts';
import { createTurns } from './turns.ts';

export type LiveHttpDeps = OperationTypeDeps & {
  readonly operations: LiveOperations;
  readonly channels: Channels;
  readonly authenticator: Authenticator;
  readonly isAllowedOrigin: OriginCheck;
  readonly logger: Logger;
};

/** When whoever has too many may try again. */
const tooManyMs = 10_000;
/** Where pages of other sites are named by what the browser says of the request, for want of an origin. */
const elsewhere: ReadonlySet<unknown> = new Set(['cross-site', 'same-site']);

/** Answers operations over responses that stay open. Disposing refuses further ones. */
export function serveLiveHttp(deps: LiveHttpDeps): Disposable & { readonly open: LiveHttp } {
  const { operations, channels, logger } = deps;
  const carriers: Readonly<Record<StreamForm, StreamCarriers>> = {
    SSE: createStreamCarriers(serverSentEvents),
    MULTIPART: createStreamCarriers(multipartSubscription),
  };
  const turnOf = createTurns();
  let isClosing = false;

  function begin(request: LiveRequest, socket: Socket, authenticated: Authenticated): Channel {
    const { response, credentials, requestId } = request;
    const { chunked, bare } = carriers[request.accepted.form];
    const carrier = response.useChunkedEncodingByDefault ? chunked : bare;
    const output = new LiveResponse(response, socket);
    const channel = channels.open(carrier, output, request.address);
    if (!channel) throw tooMany();
    channels.admit(channel, authenticated, () => reasonToEnd(credentials, deps.authenticator, requestId));
    if (channel.closedFor) {
      channels.gone(channel, 'CLIENT');
      throw tooMany();
    }
    response.once('close', () => channels.gone(channel, output.isEnded ? 'DONE' : 'CLIENT'));
    request.take();
    output.begin({ 'content-type': carrier.contentType, 'x-accel-buffering': 'no' }, carrier.opening);
    return channel;
  }

  async function run(channel: Channel, payload: LiveRequest['payload']): Promise<void> {
    const member = new Member(channel, '');
    channel.join(member);
    const outcome = await operations.run(member, payload);
    if (outcome.kind === 'LIVE' || member.isGone) return;
    member.send(outcome.kind === 'RESULT' ? outcome.result : JSON.stringify({ errors: outcome.errors }), undefined);
    member.end();
    if (!channel.closedFor) channel.carrier.complete(channel, member.id);
  }

  async function open(request: LiveRequest): Promise<boolean> {
    const { raw, response, accepted } = request;
    const type = operationTypeOf(request.payload, deps);
    if (accepted.takesWhole && type !== OperationTypeNode.SUBSCRIPTION) return false;
    if (!isFromOwnPage(raw.headers, deps.isAllowedOrigin)) throw liveErrors.make('ORIGIN_REFUSED');
    if (raw.method === 'GET' && type === OperationTypeNode.MUTATION) {
      response.setHeader('allow', 'POST');
      throw edgeErrors.make('METHOD_NOT_ALLOWED');
    }
    const socket = await turnOf(request);
    // Once more, since the body may have been long in coming: whoever signed out meanwhile had no stream to be ended.
    const authenticated = await deps.authenticator.authenticate(request.credentials, request.requestId);
    // Browsers never ask again what was refused; of a stream that ends they do.
    if (isClosing && accepted.form !== 'SSE') throw liveErrors.make('LIVE_UNAVAILABLE');
    if (response.closed || !socket) {
      request.take();
      return true;
    }
    const channel = begin(request, socket, authenticated);
    if (isClosing) {
      channel.close('GOING_AWAY');
      return true;
    }
    run(channel, resumed(request.payload, raw.headers)).catch((error: unknown) => {
      logger.error({ requestId: request.requestId, err: error }, 'an operation of a stream failed');
      channel.close('INTERNAL');
    });
    return true;
  }

  return {
    open,
    [Symbol.dispose]() {
      isClosing = true;
    },
  };
}

function tooMany() {
  const retryAfterMs = tooManyMs + Math.floor(Math.random() * tooManyMs);
  return liveErrors.make('CONNECTIONS_TOO_MANY', { facts: { retryAfterMs } });
}

/** A page elsewhere can send such a request without asking, cookie and all, and hold its visitor's connections. */
function isFromOwnPage(headers: IncomingHttpHeaders, isAllowed: OriginCheck): boolean {
  const { origin } = headers;
  return isAllowed(origin) && (origin !== undefined || !elsewhere.has(headers['sec-fetch-site']));
}

/** Browsers say which event they saw last when they come back; the address still says what they began with. */
function resumed(payload: LiveRequest['payload'], headers: IncomingHttpHeaders): LiveRequest['payload'] {
  const id = headers['last-event-id'];
  const seen = typeof id === 'string' ? readEventId(id) : undefined;
  if (!seen) return payload;
  const extensions = objectOf(payload.extensions);
  const ticket = objectOf(extensions?.resume)?.ticket;
  return { ...payload, extensions: { ...extensions, resume: { ...seen.position, ticket } } };
}
