import { LecternError } from '@lectern/errors';
import type { Viewer } from '@lectern/request-signing';
import type { Logger } from '@lectern/runtime';
import type { RateLimiter } from '../../operation/rate-limits.ts';
import type { Authenticator, Credentials } from '../../viewer/authenticate.ts';
import type { CloseReason } from '../close-codes.ts';
import type { Channel } from '../engine/channel.ts';
import type { Channels } from './channels.ts';

export type AdmissionDeps = {
  readonly channels: Channels;
  readonly authenticator: Authenticator;
  readonly rateLimiter: Pick<RateLimiter, 'countRefused'>;
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

export function createAdmission(deps: AdmissionDeps): Admission {
  const { channels, authenticator, logger, onRenewed } = deps;
  /** What came last while another token is looked at. */
  const renewing = new WeakMap<Channel, Credentials | undefined>();

  async function take(channel: Channel, credentials: Credentials, isRenewal: boolean): Promise<void> {
    const requestId = crypto.randomUUID();
    try {
      const authenticated = await authenticator.authenticate(credentials, requestId);
      if (channel.isGone || channel.closedFor) return;
      const why = isRenewal ? reasonToLeave(channel.viewer, authenticated.viewer) : undefined;
      if (why) return channel.close(why);
      channels.admit(channel, authenticated, () => reasonToEnd(credentials, authenticator, requestId));
      if (isRenewal) onRenewed(channel);
    } catch (error) {
      channel.close(await countRefused(channel, reasonOf(error, requestId, logger)));
    }
  }

  /** Guessing costs as much as asking, over whatever line. */
  async function countRefused({ address }: Channel, reason: CloseReason): Promise<CloseReason> {
    if (reason === 'INTERNAL') return reason;
    try {
      deps.rateLimiter.countRefused(address);
      return reason;
    } catch (error) {
      if (error instanceof LecternError) return 'CONNECTIONS_TOO_MANY';
      throw error;
    }
  }

  return {
    admit: (channel, payload) => take(channel, credentialsIn(payload), false),
    async renew(channel, payload) {
      const credentials = credentialsIn(payload);
      if (credentials.authorization === undefined) return;
      const isFirst = !renewing.has(channel);
      renewing.set(channel, credentials);
      if (!isFirst) return;
      // One at a time, and the newest of those that came meanwhile: a client may send thousands at once.
      for (let next: Credentials | undefined = credentials; next; next = renewing.get(channel)) {
        renewing.set(channel, undefined);
        await take(channel, next, true);
        if (channel.closedFor || channel.isGone) break;
      }
      renewing.delete(channel);
    },
  };
}

/** What was subscribed to was allowed to one viewer, in these roles. */
function reasonToLeave(before: Viewer, now: Viewer): CloseReason | undefined {
  if (before.kind !== 'USER' || now.kind !== 'USER' || before.id !== now.id) return 'TOKEN_INVALID';
  const [had, has] = [before, now].map(({ roles }) => JSON.stringify(roles.toSorted()));
  return had === has ? undefined : 'ROLES_CHANGED';
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
