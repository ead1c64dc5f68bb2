import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailureBlock, LoadingBlock } from '../ui/states.tsx';
import { useErrorText } from './error-text.ts';

export interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data, Error>;
  /** Shown while the data is on its way; grey bars unless told. */
  readonly loading?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** What comes of a query: bars while it loads, words and a retry when it failed, else its data. */
export function Loaded<Data>({ query, loading, children }: LoadedProps<Data>) {
  const errorText = useErrorText();
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <FailureBlock message={errorText(query.error)} onRetry={() => void query.refetch()} />;
  return loading ?? <LoadingBlock />;
}
