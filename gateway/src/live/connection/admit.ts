import { LecternError } from '@lectern/errors';
import type { Logger } from '@lectern/runtime';
import type { Authenticator, Credentials } from '../../viewer/authenticate.ts';
import type { CloseReason } from '../close-codes.ts';
import type { Channel } from '../engine/channel.ts';
import type { Channels } from './channels.ts';

export type AdmissionDeps = {
  readonly channels: Channels;
  readonly authenticator: Authenticator;
  readonly logger: Logger;
  /** The viewer of an open channel has another credential. */
  readonly onRenewed: (channel: Channel) => void;
};

type Payload = Readonly<Record<string, unknown>> | undefined;

/** Finds out who a socket is for, and who it goes on being for. */
export type Admission = {
  /**
   * From the payload of `connection_init`: `{authorization: "Bearer …"}`, `{apiKey}`, or nothing for an anonymous one.
   * Where it is refused the channel is closed with the code that says why.
   */
  admit(channel: Channel, payload: Payload): Promise<void>;
  /** A `ping` that carries a new token of the same viewer renews the socket in place. */
  renew(channel: Channel, payload: Payload): Promise<void>;
};

export function createAdmission({ channels, authenticator, logger, onRenewed }: AdmissionDeps): Admission {
  async function take(channel: Channel, credentials: Credentials, isRenewal: boolean): Promise<void> {
    const requestId = crypto.randomUUID();
    try {
      const authenticated = await authenticator.authenticate(credentials, requestId);
      if (channel.isGone || channel.closedFor) return;
      const { viewer } = channel;
      const isSame =
        viewer.kind === 'USER' && authenticated.viewer.kind === 'USER' && viewer.id === authenticated.viewer.id;
      if (isRenewal && !isSame) return channel.close('TOKEN_INVALID');
      channels.admit(channel, authenticated, () => reasonToEnd(credentials, authenticator, requestId));
      if (isRenewal) onRenewed(channel);
    } catch (error) {
      channel.close(reasonOf(error, requestId, logger));
    }
  }

  return {
    admit: (channel, payload) => take(channel, credentialsIn(payload), false),
    async renew(channel, payload) {
      const credentials = credentialsIn(payload);
      if (credentials.authorization !== undefined) await take(channel, credentials, true);
    },
  };
}

/** Why a credential no longer counts. That it cannot be asked at the moment is no reason. */
export async function reasonToEnd(
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
