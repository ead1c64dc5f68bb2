import type { InternalClient } from '@lectern/subgraph';

/** Whom a mail goes to. */
export type Addressee = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** A BCP 47 tag. */
  readonly locale: string;
};

/** Accounts by id; unknown ones are left out. */
export type FindAddressees = (ids: readonly string[]) => Promise<ReadonlyMap<string, Addressee>>;

const document = `query SchedulerUsersByIds($ids: [ID!]!) {
  usersByIds(ids: $ids) { id name email locale }
}`;

export function createFindAddressees(client: InternalClient): FindAddressees {
  return async (ids) => {
    const { usersByIds } = await client.request<{ usersByIds: Addressee[] }>('identity', document, { ids });
    return new Map(usersByIds.map((user) => [user.id, user]));
  };
}
