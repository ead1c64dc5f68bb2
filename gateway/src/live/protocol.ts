import type { Logger } from '@lectern/runtime';
import { makeServer, type Server } from 'graphql-ws';
import type { OperationContext } from '../deps.ts';
import { maskError, toGraphQLError } from '../operation/mask-error.ts';
import type { Authenticator } from '../viewer/authenticate.ts';
import { admitSocket, renewSocket } from './admit-socket.ts';
import type { Connection } from './connection.ts';
import { liveErrors } from './live.errors.ts';
import type { SocketOperations } from './socket-operations.ts';

export type ProtocolDeps = {
  readonly operations: SocketOperations;
  readonly authenticator: Authenticator;
  readonly logger: Logger;
  readonly initTimeoutMs: number;
  readonly subscriptionsPerSocketMax: number;
  readonly hidesSchema: boolean;
};

export type SocketExtra = { readonly connection: Connection };

/** The protocol `graphql-transport-ws`, whatever carries its messages. */
export function createProtocol(deps: ProtocolDeps): Server<SocketExtra> {
  const { operations, authenticator, logger } = deps;
  return makeServer<Record<string, unknown>, SocketExtra>({
    connectionInitWaitTimeout: deps.initTimeoutMs,
    onConnect: ({ connectionParams, extra: { connection } }) =>
      admitSocket(connection, connectionParams, authenticator, crypto.randomUUID(), logger),
    onPing: ({ extra: { connection } }, payload) =>
      renewSocket(connection, payload, authenticator, crypto.randomUUID(), logger),
    async onSubscribe({ extra: { connection }, subscriptions }, _id, payload) {
      if (Object.keys(subscriptions).length > deps.subscriptionsPerSocketMax) {
        return [toGraphQLError(liveErrors.make('SUBSCRIPTIONS_TOO_MANY'))];
      }
      const requestId = crypto.randomUUID();
      const context = (): OperationContext => ({
        viewer: connection.viewer(),
        scopes: connection.scopes(),
        door: 'SOCKET',
        address: connection.address,
        requestId,
        logger,
      });
      return operations.read(payload, context);
    },
    execute: operations.execute,
    subscribe: operations.subscribe,
    onNext: (_ctx, _id, _payload, _args, result) => operations.resultOf(result),
    onError: (_ctx, _id, _payload, errors) => errors.map((error) => maskError(error.toJSON(), error, deps.hidesSchema)),
  });
}
