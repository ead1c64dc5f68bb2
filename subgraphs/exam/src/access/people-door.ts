import type { InternalClient } from '@lectern/subgraph';

/** What identity knows of accounts and exams need. Throws UPSTREAM_UNAVAILABLE while it does not answer. */
export type PeopleDoor = {
  /** Accounts by e-mail address, in lower case; addresses of nobody are left out. */
  idsByEmail(emails: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those of the ids that are accounts. */
  existing(ids: readonly string[]): Promise<ReadonlySet<string>>;
};

const askedTogetherMax = 1_000;

const byEmail = 'query ($emails: [String!]!) { usersByEmail(emails: $emails) { id email } }';
const byIds = 'query ($ids: [ID!]!) { usersByIds(ids: $ids) { id } }';

export function createPeopleDoor(client: InternalClient): PeopleDoor {
  return {
    async idsByEmail(emails) {
      const found = new Map<string, string>();
      for (const some of inBatches(emails)) {
        type Answer = { readonly usersByEmail: readonly { readonly id: string; readonly email: string | null }[] };
        const { usersByEmail } = await client.request<Answer>('identity', byEmail, { emails: some });
        for (const { id, email } of usersByEmail) if (email !== null) found.set(email.toLowerCase(), id);
      }
      return found;
    },
    async existing(ids) {
      const found = new Set<string>();
      for (const some of inBatches(ids)) {
        type Answer = { readonly usersByIds: readonly { readonly id: string }[] };
        const { usersByIds } = await client.request<Answer>('identity', byIds, { ids: some });
        for (const { id } of usersByIds) found.add(id);
      }
      return found;
    },
  };
}

function* inBatches(keys: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < keys.length; from += askedTogetherMax) yield keys.slice(from, from + askedTogetherMax);
}
