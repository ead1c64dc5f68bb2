import type { InternalClient } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { listResults, type ResultRow } from '../attempt/attempt.queries.ts';
import { byteOrderMark, csvRecord } from './csv.ts';

type Person = { readonly id: string; readonly name: string; readonly email: string | null };

export type ResultLinesDeps = {
  readonly em: EntityManager;
  readonly client: Pick<InternalClient, 'request'>;
};

/** As many as identity gives at once. */
const batch = 1_000;

const peopleQuery = 'query ($ids: [ID!]!) { usersByIds(ids: $ids) { id name email } }';

const header = [
  ...['Name', 'E-mail', 'Learner id', 'Attempt', 'Started', 'Handed in', 'Duration (s)', 'Points', 'Points possible'],
  ...['Score (%)', 'Passed', 'Time ran out'],
];

/** All results of an exam as CSV, a thousand at a time, so that 300,000 need no more memory than one batch. */
export async function* resultLines({ em, client }: ResultLinesDeps, examId: string): AsyncGenerator<string> {
  yield byteOrderMark + csvRecord(header);
  let results: ResultRow[];
  let after = '';
  do {
    results = await listResults(em.fork(), examId, after, batch);
    if (results.length > 0) yield linesOf(results, await findPeople(client, results));
    after = results.at(-1)?.attemptId ?? after;
  } while (results.length === batch);
}

async function findPeople(
  client: Pick<InternalClient, 'request'>,
  results: readonly ResultRow[],
): Promise<Map<string, Person>> {
  const ids = [...new Set(results.map(({ learnerId }) => learnerId))];
  const { usersByIds } = await client.request<{ usersByIds: Person[] }>('identity', peopleQuery, { ids });
  return new Map(usersByIds.map((person) => [person.id, person]));
}

function linesOf(results: readonly ResultRow[], people: ReadonlyMap<string, Person>): string {
  return results
    .map((result) => {
      const person = people.get(result.learnerId);
      return csvRecord([
        person?.name ?? null,
        person?.email ?? null,
        result.learnerId,
        result.number,
        result.startedAt.toISOString(),
        result.submittedAt.toISOString(),
        result.durationSeconds,
        result.pointsAwarded,
        result.pointsMax,
        Math.round(result.scorePercent * 100) / 100,
        result.isPassed,
        result.isExpired,
      ]);
    })
    .join('');
}
