import { LecternError } from '@lectern/errors';
import type { Logger } from '@lectern/runtime';
import type { Authenticator, Credentials } from '../viewer/authenticate.ts';
import type { CloseReason } from './close-codes.ts';
import type { Connection } from './connection.ts';

type Payload = Readonly<Record<string, unknown>> | undefined;

/**
 * Finds the viewer of a socket from the payload of `connection_init`: `{authorization: "Bearer …"}`, `{apiKey}`, or
 * nothing for an anonymous one. False when the socket had to be closed, with the code that says why.
 */
export async function admitSocket(
  connection: Connection,
  payload: Payload,
  authenticator: Authenticator,
  requestId: string,
  logger: Logger,
): Promise<boolean> {
  const credentials = credentialsIn(payload);
  try {
    const recheck = () => reasonToEnd(credentials, authenticator, requestId);
    connection.admit(await authenticator.authenticate(credentials, requestId), recheck);
    return true;
  } catch (error) {
    connection.close(reasonOf(error, requestId, logger));
    return false;
  }
}

/** A `ping` that carries a new token of the same viewer renews the socket in place. */
export async function renewSocket(
  connection: Connection,
  payload: Payload,
  authenticator: Authenticator,
  requestId: string,
  logger: Logger,
): Promise<void> {
  const credentials = credentialsIn(payload);
  if (credentials.authorization === undefined) return;
  try {
    const renewed = await authenticator.authenticate(credentials, requestId);
    const viewer = connection.viewer();
    const isSame = viewer.kind === 'USER' && renewed.viewer.kind === 'USER' && viewer.id === renewed.viewer.id;
    if (isSame) connection.admit(renewed, () => reasonToEnd(credentials, authenticator, requestId));
    else connection.close('TOKEN_INVALID');
  } catch (error) {
    connection.close(reasonOf(error, requestId, logger));
  }
}

/** That it cannot be asked at the moment is no reason. */
async function reasonToEnd(
  credentials: Credentials,
  authenticator: Authenticator,
  requestId: string,
): Promise<CloseReason | undefined> {
  try {
    await authenticator.authenticate(credentials, requestId);
    return undefined;
  } catch (error) {
    return error instanceof LecternError && error.category === 'UNAUTHENTICATED' ? 'TOKEN_INVALID' : undefined;
  }
}

function credentialsIn(payload: Payload): Credentials {
  const text = (...names: readonly string[]) =>
    names.map((name) => payload?.[name]).find((value) => typeof value === 'string');
  return { authorization: text('authorization', 'Authorization'), apiKey: text('apiKey', 'x-api-key') };
}

function reasonOf(error: unknown, requestId: string, logger: Logger): CloseReason {
  if (error instanceof LecternError) {
    if (error.code === 'TOKEN_EXPIRED') return 'TOKEN_EXPIRED';
    if (error.category === 'UNAUTHENTICATED') return 'TOKEN_INVALID';
  }
  logger.error({ requestId, err: error }, 'a socket could not be admitted');
  return 'INTERNAL';
}
