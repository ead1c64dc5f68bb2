import { ExamLearnersDocument, type ExamLearnersQuery } from '@lectern/sdk';
import { useQuery } from '@tanstack/react-query';
import { useSdk } from '../../../graph/sdk.tsx';

/** As many pages of a hundred as are read to find somebody by name. */
const pagesMax = 50;

export type LearnerName = { readonly id: string; readonly name: string };

/** Everybody who is registered, by name. Read once, when it is first wanted. */
export function useLearnerNames(examId: string, isWanted: boolean) {
  const sdk = useSdk();
  return useQuery({
    queryKey: ['ExamLearners', examId],
    enabled: isWanted,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const names: LearnerName[] = [];
      let after: string | null = null;
      for (let page = 0; page < pagesMax; page += 1) {
        const read: ExamLearnersQuery = await sdk.query(
          ExamLearnersDocument,
          { id: examId, first: 100, after },
          { signal },
        );
        const found = read.exam?.registrations;
        names.push(...(found?.edges.map(({ node }) => node.learner) ?? []));
        if (!found?.pageInfo.hasNextPage) break;
        after = found.pageInfo.endCursor;
      }
      return names.toSorted((a, b) => a.name.localeCompare(b.name));
    },
  });
}
