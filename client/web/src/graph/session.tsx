import { type AccountFragment, type Role, ViewerDocument } from '@lectern/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useSdk } from './sdk.tsx';

export type { Role };

/** Who is signed in. */
export interface Viewer extends Omit<AccountFragment, 'roles' | 'email'> {
  readonly email: string;
  readonly roles: readonly Role[];
}

/** Who is signed in, and how to change that. */
export interface SessionValue {
  /** Null when nobody is signed in. */
  readonly viewer: Viewer | null;
  /** Whether it is not yet known who is signed in. */
  readonly isLoading: boolean;
  /** Why it could not be found out; null otherwise. */
  readonly error: Error | null;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
}

/** The key under which the viewer is cached. */
export const viewerKey = ['Viewer', {}] as const;

const SessionContext = createContext<SessionValue | null>(null);

/** Keeps who is signed in, and forgets everything fetched when that changes. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const { data, isPending, error } = useQuery({
    queryKey: viewerKey,
    queryFn: async (): Promise<Viewer | null> => {
      if ((await sdk.session.check()) === 'SIGNED_OUT') return null;
      const { viewer } = await sdk.query(ViewerDocument);
      return viewer ? { ...viewer, email: viewer.email ?? '', roles: viewer.roles ?? [] } : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

  useEffect(
    () =>
      sdk.session.subscribe(() => {
        if (sdk.session.state() !== 'SIGNED_OUT') return;
        queries.setQueryData(viewerKey, null);
        queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== viewerKey[0] });
      }),
    [sdk, queries],
  );

  const value = useMemo<SessionValue>(
    () => ({
      viewer: data ?? null,
      isLoading: isPending,
      error,
      signIn: async (email, password) => {
        await sdk.signIn(email, password);
        await queries.resetQueries();
      },
      signOut: () => sdk.signOut(),
    }),
    [data, isPending, error, sdk, queries],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}

/** Who is signed in, and how to change that. */
export function useSession(): SessionValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error('There is no SessionProvider around this component.');
  return value;
}
