import { rows } from '@lectern/postgres';
import type { Logger } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';

const intervalMs = 3_600_000;
/** One statement holds this many rows at most; what is left is for the next. */
const batch = 10_000;

/** Deletes sessions and one-time values that ran out a day ago or longer; better-auth does so only when it meets one. */
export async function purgeExpired(em: EntityManager): Promise<number> {
  let purged = 0;
  for (const table of ['sessions', 'verifications'] as const) {
    let deleted: object[];
    do {
      deleted = await rows(
        em,
        `delete from identity.${table} where id in (
           select id from identity.${table} where expires_at < now() - interval '1 day' limit ${batch}
           for update skip locked
         ) returning 1`,
      );
      purged += deleted.length;
    } while (deleted.length === batch);
  }
  return purged;
}

/** Purges every hour, in every replica: what one has deleted the others do not find. */
export function startPurge(fork: () => EntityManager, logger: Logger): AsyncDisposable {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = purgeExpired(fork()).then(
      (purged) => logger.debug({ purged }, 'purged expired sessions'),
      (error: unknown) => logger.warn({ err: error }, 'expired sessions could not be purged'),
    );
  }, intervalMs).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}
