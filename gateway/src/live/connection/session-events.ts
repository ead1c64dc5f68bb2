import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Logger } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import { objectOf } from '../../operation/operation-request.ts';
import { type Revocations, revocationMs } from '../../viewer/revocations.ts';
import type { CloseReason } from '../close-codes.ts';
import type { Channels } from './channels.ts';

export type SessionEventDeps = {
  /** A connection of its own: it waits in Redis. */
  readonly redis: Redis;
  /** Key of the stream. */
  readonly stream: string;
  readonly revocations: Revocations;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Events of other types, and those without a viewer, mean nothing here. */
const reasons: readonly (readonly [suffix: string, reason: CloseReason])[] = [
  ['.sessions-ended.v1', 'SESSIONS_ENDED'],
  ['.roles-changed.v1', 'ROLES_CHANGED'],
];
const blockMs = 5_000;
const retryMs = 1_000;
const batchMax = 500;

/**
 * Closes the sockets of viewers whose sessions have ended or whose roles have changed, and makes their older tokens
 * count as expired; of one session only where the event names it. Each gateway reads the whole stream, from as far back as a token may still live.
 */
export function followSessionEvents(deps: SessionEventDeps): AsyncDisposable {
  const stopping = new AbortController();
  const stopped = new Promise<null>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  let last = `${deps.clock.now() - revocationMs}-0`;

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const reading = deps.redis.xread('COUNT', batchMax, 'BLOCK', blockMs, 'STREAMS', deps.stream, last);
        // A command that waits for Redis to come back is not rejected when its connection is given up.
        const answer = await Promise.race([reading, stopped]);
        for (const [id, fields] of answer?.[0]?.[1] ?? []) {
          handle(id, fields, deps);
          last = id;
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        deps.logger.warn({ err: error }, 'the stream of session events cannot be read');
        await pause(retryMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }
  const following = follow();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      deps.redis.disconnect();
      await following;
    },
  };
}

function handle(id: string, fields: readonly string[], deps: SessionEventDeps): void {
  const fieldOf = (name: string) => {
    const at = fields.findIndex((field, index) => index % 2 === 0 && field === name);
    return at < 0 ? undefined : fields[at + 1];
  };
  const type = fieldOf('type') ?? '';
  const reason = reasons.find(([suffix]) => type.endsWith(suffix))?.[1];
  const { userId, sessionId } = readPayload(fieldOf('payload'));
  if (!reason || typeof userId !== 'string') return;
  if (typeof sessionId === 'string') {
    deps.revocations.revokeSession(sessionId);
    deps.channels.closeOf(userId, reason, sessionId);
    return;
  }
  deps.revocations.revoke(userId, Date.parse(fieldOf('occurredAt') ?? '') || Number(id.split('-')[0]));
  deps.channels.closeOf(userId, reason);
}

function readPayload(payload: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(payload ?? '')) ?? {};
  } catch {
    // Not ours to repair: the consumers that own the stream report it.
    return {};
  }
}
