import type { Logger } from '@lectern/runtime';
import { toGraphQLError } from '../../../operation/mask-error.ts';
import { objectOf } from '../../../operation/operation-request.ts';
import type { Admission } from '../../connection/admit.ts';
import { Member } from '../../engine/member.ts';
import { liveErrors } from '../../live.errors.ts';
import type { LiveOperations, Outcome } from '../../subscription/operations.ts';
import { idInJson, textMessage } from './frames.ts';
import type { LiveSocket } from './live-socket.ts';

export type ProtocolDeps = {
  readonly operations: LiveOperations;
  readonly admission: Admission;
  readonly logger: Logger;
  readonly operationsPerSocketMax: number;
};

/** What a client of `graphql-transport-ws` says, and what is done about it. */
export type Protocol = {
  onMessage(socket: LiveSocket, text: string): void;
};

type Payload = Readonly<Record<string, unknown>>;

const ack = textMessage('{"type":"connection_ack"}');
/** It never repeats a payload: that may be a token. */
const pong = textMessage('{"type":"pong"}');
const idBytesMax = 256;

/** https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
export function createProtocol({ operations, admission, logger, operationsPerSocketMax }: ProtocolDeps): Protocol {
  async function initialise(socket: LiveSocket, payload: Payload | undefined): Promise<void> {
    if (socket.phase !== 'NEW') return socket.channel.close('INIT_TWICE');
    socket.phase = 'INITIALISING';
    // It has come in time; how long it takes to look the viewer up is not the client's fault.
    socket.channel.onDeadline = undefined;
    await admission.admit(socket.channel, payload);
    if (socket.channel.closedFor) return;
    socket.phase = 'ACKNOWLEDGED';
    socket.channel.write(ack);
  }

  async function subscribe(socket: LiveSocket, id: string, payload: Payload): Promise<void> {
    const { channel } = socket;
    if (socket.phase !== 'ACKNOWLEDGED') return channel.close('TOKEN_INVALID');
    if (channel.find(id)) return channel.close('SUBSCRIBER_EXISTS');
    const member = new Member(channel, id);
    // What was completed while it ran runs on, and counts until it is over.
    if (Math.max(channel.members.length, socket.running) >= operationsPerSocketMax) {
      return fail(member, [toGraphQLError(liveErrors.make('SUBSCRIPTIONS_TOO_MANY')).toJSON()]);
    }
    channel.join(member);
    socket.running += 1;
    let outcome: Outcome;
    try {
      outcome = await operations.run(member, payload);
    } finally {
      socket.running -= 1;
    }
    if (outcome.kind === 'LIVE' || member.isGone) return;
    if (outcome.kind === 'RESULT') member.send(outcome.result, undefined);
    member.end();
    if (outcome.kind === 'RESULT') channel.carrier.complete(channel, id);
    else fail(member, outcome.errors);
  }

  function fail({ channel, id }: Member, errors: readonly unknown[]): void {
    channel.write(textMessage(`{"id":"${id}","type":"error","payload":${JSON.stringify(errors)}}`));
  }

  function act(socket: LiveSocket, message: Payload): Promise<void> | undefined {
    const { channel } = socket;
    const payload = objectOf(message.payload);
    const hasPayload = message.payload !== undefined && message.payload !== null;
    if (hasPayload && !payload) return refuse(socket);
    switch (message.type) {
      case 'connection_init':
        return initialise(socket, payload);
      case 'ping':
        channel.write(pong);
        return payload && socket.phase === 'ACKNOWLEDGED' ? admission.renew(channel, payload) : undefined;
      case 'pong':
        return undefined;
      case 'subscribe': {
        const id = idOf(message);
        return id === undefined || !payload || !isRequest(payload) ? refuse(socket) : subscribe(socket, id, payload);
      }
      case 'complete': {
        const id = idOf(message);
        if (id === undefined) return refuse(socket);
        channel.find(id)?.end();
        return undefined;
      }
      default:
        return refuse(socket);
    }
  }

  return {
    onMessage(socket, text) {
      const { channel } = socket;
      // What was sent behind a mistake is not run: the client is told that the connection is over.
      if (channel.closedFor || channel.isGone) return;
      channel.isAlive = true;
      const message = parse(text);
      const acting = message ? act(socket, message) : refuse(socket);
      acting?.catch((error: unknown) => {
        logger.error({ err: error }, 'a message of a socket failed');
        channel.close('INTERNAL');
      });
    },
  };
}

function refuse({ channel }: LiveSocket): undefined {
  channel.close('BAD_MESSAGE');
}

function parse(text: string): Payload | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The id as it stands in JSON; undefined where there is none that could be one. */
function idOf({ id }: Payload): string | undefined {
  if (typeof id !== 'string' || id === '' || Buffer.byteLength(id) > idBytesMax) return undefined;
  return idInJson(id);
}

/** Whether the members have the types they must have, and there is a document or the name of one. */
function isRequest({ query, documentId, operationName, variables, extensions }: Payload): boolean {
  const isObject = (value: unknown) => value === undefined || value === null || objectOf(value) !== undefined;
  const namesDocument = typeof documentId === 'string' || objectOf(extensions)?.persistedQuery !== undefined;
  return (
    (typeof query === 'string' || (query === undefined && namesDocument)) &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    isObject(variables) &&
    isObject(extensions)
  );
}
