import { ExamRoomChangesDocument, RoomAttemptsDocument, type RoomAttemptsQuery, type RoomFilter } from '@lectern/sdk';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSdk } from '../../../graph/sdk.tsx';
import { useLive } from '../../../graph/use-live.ts';

export type RoomRow = NonNullable<RoomAttemptsQuery['exam']>['roomAttempts']['edges'][number]['node'];

/** Who was last seen when changes without anything else happening; that is read anew this often. */
const refreshEveryMs = 10_000;
export const rowsPerPage = 50;

/** The room's numbers, live; whenever they say that something has changed, lists and drawers are read anew. */
export function useExamRoom(examId: string) {
  const queries = useQueryClient();
  const live = useLive(ExamRoomChangesDocument, { examId });
  const numbers = live.data?.examRoom ?? null;
  const revision = numbers?.revision;
  useEffect(() => {
    if (revision === undefined) return;
    void queries.invalidateQueries({ queryKey: ['RoomAttempts', examId] });
    void queries.invalidateQueries({ queryKey: ['RoomAttemptEvidence'] });
    void queries.invalidateQueries({ queryKey: ['ExamAllowances'] });
  }, [revision, queries, examId]);
  return { ...live, numbers };
}

/** One page of the attempts of a room. While the next is on its way the last stays; nothing flickers. */
export function useRoomAttempts(examId: string, filter: RoomFilter) {
  const sdk = useSdk();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins at its first page
  useEffect(() => setCursors([]), [key]);
  const after = cursors.at(-1) ?? null;
  const query = useQuery({
    queryKey: ['RoomAttempts', examId, filter, after],
    queryFn: async ({ signal }) => {
      const { exam } = await sdk.query(RoomAttemptsDocument, { examId, filter, first: rowsPerPage, after }, { signal });
      const page = exam?.roomAttempts;
      return {
        rows: page?.edges.map(({ node }) => node) ?? [],
        totalCount: page?.totalCount ?? 0,
        next: page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null,
        /** By the page's own clock: what was left then is counted down from here. */
        readAt: performance.now(),
      };
    },
    refetchInterval: refreshEveryMs,
    placeholderData: keepPreviousData,
  });
  const next = query.data?.next ?? null;
  return {
    query,
    pageNumber: cursors.length + 1,
    pageCount: Math.max(1, Math.ceil((query.data?.totalCount ?? 0) / rowsPerPage)),
    toNext: next === null || query.isPlaceholderData ? null : () => setCursors((before) => [...before, next]),
    toPrevious: cursors.length === 0 ? null : () => setCursors((before) => before.slice(0, -1)),
  };
}
