import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { IsolationLevel } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { retryPolicies, sqlStateOf } from './sql-state.ts';

export type TransactionOptions = {
  /** PostgreSQL's default is read committed. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
};

/**
 * Runs `work` in a transaction and commits; again from the start when PostgreSQL reports a failure that its retry
 * policy covers. So `work` must be safe to repeat and do nothing outside the database. Its EntityManager is a fresh
 * fork in every run: load inside what is changed inside. Within a running transaction it is a savepoint, and only the
 * outermost is retried.
 */
export async function transaction<T>(
  em: EntityManager,
  work: (em: EntityManager) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  if (em.isInTransaction()) return em.transactional(work);
  const settings = options.isolation ? { isolationLevel: levels[options.isolation] } : {};
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await em.fork().transactional(work, settings);
    } catch (error) {
      const policy = retryPolicies[sqlStateOf(error) ?? ''];
      if (!policy || attempt >= policy.attemptsMax) throw error;
      const shortest = policy.pauseMs * 2 ** (attempt - 1);
      // Losers that all come back at the same moment would collide again.
      await pause(shortest + randomInt(shortest + 1));
    }
  }
}

const levels: Record<NonNullable<TransactionOptions['isolation']>, IsolationLevel> = {
  'read committed': IsolationLevel.READ_COMMITTED,
  'repeatable read': IsolationLevel.REPEATABLE_READ,
  serializable: IsolationLevel.SERIALIZABLE,
};
