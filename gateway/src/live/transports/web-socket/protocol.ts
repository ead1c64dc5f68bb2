import type { Logger } from '@lectern/runtime';
import { toGraphQLError } from '../../../operation/mask-error.ts';
import { objectOf } from '../../../operation/operation-request.ts';
import type { Admission } from '../../connection/admit.ts';
import { Member } from '../../engine/member.ts';
import { liveErrors } from '../../live.errors.ts';
import type { LiveOperations } from '../../subscription/operations.ts';
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
    await admission.admit(socket.channel, payload);
    socket.phase = 'ACKNOWLEDGED';
    socket.channel.write(ack);
  }

  async function subscribe({ channel, phase }: LiveSocket, id: string, payload: Payload): Promise<void> {
    if (phase !== 'ACKNOWLEDGED') return channel.close('TOKEN_INVALID');
    if (channel.find(id)) return channel.close('SUBSCRIBER_EXISTS');
    const member = new Member(channel, id);
    if (channel.members.length >= operationsPerSocketMax) {
      return fail(member, [toGraphQLError(liveErrors.make('SUBSCRIPTIONS_TOO_MANY')).toJSON()]);
    }
    channel.join(member);
    const outcome = await operations.run(member, payload);
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
    switch (message.type) {
      case 'connection_init':
        return hasPayload && !payload ? refuse(socket) : initialise(socket, payload);
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
      socket.channel.isAlive = true;
      const message = parse(text);
      const acting = message ? act(socket, message) : refuse(socket);
      acting?.catch((error: unknown) => {
        logger.error({ err: error }, 'a message of a socket failed');
        socket.channel.close('INTERNAL');
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

/** Whether the members have the types they must have; which of them are needed is for the operation's reader to say. */
function isRequest({ query, operationName, variables, extensions }: Payload): boolean {
  const isObject = (value: unknown) => value === undefined || value === null || objectOf(value) !== undefined;
  return (
    (query === undefined || typeof query === 'string') &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    isObject(variables) &&
    isObject(extensions)
  );
}
