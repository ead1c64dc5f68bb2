import { rows } from '@lectern/postgres';
import { type Connection, type Page, toConnection } from '@lectern/subgraph';
import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { type User, UserEntity } from './user.entity.ts';
import { userErrors } from './user.errors.ts';
import type { Role, UserAccess } from './user.ts';

export type UserFilter = { readonly search: string | undefined; readonly role: Role | undefined };

export function findUser(em: EntityManager, id: string): Promise<User | null> {
  return em.findOne(UserEntity, { id });
}

/** Throws USER_NOT_FOUND. */
export async function getUser(em: EntityManager, id: string): Promise<User> {
  const user = await findUser(em, id);
  if (!user) throw userErrors.make('USER_NOT_FOUND');
  return user;
}

/** The account with its row locked against changes and new sessions until the transaction ends; throws USER_NOT_FOUND. */
export async function lockUser(em: EntityManager, id: string): Promise<User> {
  const locked = await rows(em, 'select 1 from identity.users where id = ? for update', [id]);
  if (locked.length === 0) throw userErrors.make('USER_NOT_FOUND');
  return getUser(em, id);
}

/** In no order; unknown ids are left out. One statement, however many. */
export function listUsersById(em: EntityManager, ids: readonly string[]): Promise<User[]> {
  return em.find(UserEntity, { id: { $in: [...ids] } });
}

/** In no order, whatever the case of the addresses; unknown ones are left out. */
export function listUsersByEmail(em: EntityManager, emails: readonly string[]): Promise<User[]> {
  // What PostgreSQL cannot hold is nobody's address, and would fail the whole list.
  const known = emails.filter((email) => email.isWellFormed() && !email.includes('\0'));
  return em.find(UserEntity, { email: { $in: known.map((email) => email.trim().toLowerCase()) } });
}

/** Newest first: ids begin with the time they were made at. */
export async function listUsers(em: EntityManager, filter: UserFilter, page: Page): Promise<Connection<User>> {
  const where = whereOf(filter);
  const after = page.after?.[0];
  const found = await em.find(
    UserEntity,
    { $and: [where, after === undefined ? {} : { id: { $lt: String(after) } }] },
    { orderBy: { id: 'desc' }, limit: page.limit },
  );
  return toConnection(
    found,
    page,
    ({ id }) => [id],
    () => em.fork().count(UserEntity, where),
  );
}

function whereOf({ search, role }: UserFilter): FilterQuery<User> {
  const conditions: FilterQuery<User>[] = [];
  if (role !== undefined) conditions.push({ roles: { $contains: [role] } });
  const text = search?.trim();
  if (text) {
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push({ $or: [{ name: { $ilike: pattern } }, { email: { $ilike: pattern } }] });
  }
  return { $and: conditions };
}

/** Roles and suspension as they are now; null for an unknown account. */
export async function findUserAccess(em: EntityManager, id: string): Promise<UserAccess | null> {
  const found = await rows<{ roles: string[]; is_suspended: boolean }>(
    em,
    'select roles, is_suspended from identity.users where id = ?',
    [id],
  );
  const [row] = found;
  return row ? { roles: row.roles, isSuspended: row.is_suspended } : null;
}

/**
 * Makes everyone who is about to take an admin away wait in line: two admins who remove each other at the same moment
 * would else both see the other one. Take it before the row of the account, so that nobody waits in a circle.
 */
export async function lockAdmins(em: EntityManager): Promise<void> {
  await rows(em, `select pg_advisory_xact_lock(hashtextextended('lectern:identity:admins', 0))`);
}

/** Throws LAST_ADMIN_REQUIRED when nobody but this account is an admin who can sign in. Only under lockAdmins. */
export async function requireAnotherAdmin(em: EntityManager, userId: string): Promise<void> {
  const others = await rows(
    em,
    `select 1 from identity.users where roles @> array['ADMIN'] and not is_suspended and id <> ? limit 1`,
    [userId],
  );
  if (others.length === 0) throw userErrors.make('LAST_ADMIN_REQUIRED');
}
