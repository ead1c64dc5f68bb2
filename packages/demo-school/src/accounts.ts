import { CreateUsersDocument, type Lectern, UsersDocument } from '@lectern/sdk';
import type { DemoPerson } from './people.ts';

/** Makes the accounts that are missing. Returns all ids by address. */
export async function ensureAccounts(
  admin: Lectern,
  people: readonly DemoPerson[],
  password: string,
): Promise<ReadonlyMap<string, string>> {
  const present = await listAccounts(admin);
  const missing = people.filter(({ email }) => !present.has(email));
  if (missing.length === 0) return present;
  await admin.mutate(CreateUsersDocument, {
    input: {
      users: missing.map(({ name, email, locale, roles }) => ({ name, email, locale, roles: [...roles], password })),
    },
  });
  return listAccounts(admin);
}

async function listAccounts(admin: Lectern): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  let after: string | null = null;
  do {
    const { users }: { users: UsersPage } = await admin.query(UsersDocument, { first: 100, after });
    for (const { node } of users.edges) if (node.email) ids.set(node.email, node.id);
    after = users.pageInfo.hasNextPage ? (users.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return ids;
}

type UsersPage = {
  readonly edges: readonly { readonly node: { readonly id: string; readonly email?: string | null } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
};
