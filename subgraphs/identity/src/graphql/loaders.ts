import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { User } from '../user/user.entity.ts';
import { listUsersById } from '../user/user.queries.ts';

/** Accounts by id: everything one request asks for goes to the database as one statement. */
export function createUserLoader(em: EntityManager): DataLoader<string, User | null> {
  return new DataLoader<string, User | null>(async (ids) => {
    const users = new Map((await listUsersById(em, ids)).map((user) => [user.id, user]));
    return ids.map((id) => users.get(id) ?? null);
  });
}
