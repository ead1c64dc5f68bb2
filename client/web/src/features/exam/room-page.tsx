import { AttemptPageDocument } from '@lectern/sdk';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { Loaded } from '../../graph/loaded.tsx';
import { useSdk } from '../../graph/sdk.tsx';
import { LoadingPage } from '../../ui/states.tsx';
import { ExamRoom } from './room/exam-room.tsx';
import { takeStarted } from './started-attempt.ts';

/** The room where an attempt is sat. The paper is fetched once; from then on the page works without a connection. */
export function Component() {
  const { attemptId = '' } = useParams();
  const sdk = useSdk();
  const attempt = useQuery({
    queryKey: ['AttemptPage', attemptId],
    queryFn: async ({ signal }) => takeStarted(attemptId) ?? sdk.query(AttemptPageDocument, { attemptId }, { signal }),
    // The clock starts from this answer, so an old one must never be used.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    networkMode: 'always',
  });
  return (
    <Loaded query={attempt} loading={<LoadingPage />}>
      {({ attempt: found }) => {
        if (!found) return <NotFoundPage />;
        if (found.status !== 'IN_PROGRESS') return <Navigate to={`/attempts/${found.id}/result`} replace />;
        return <ExamRoom attempt={found} />;
      }}
    </Loaded>
  );
}
