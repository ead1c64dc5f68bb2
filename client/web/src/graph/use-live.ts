import type { LecternRequestError, LiveState, TypedDocument } from '@lectern/sdk';
import { useEffect, useState } from 'react';
import { useSdk } from './sdk.tsx';

/** What a subscription has brought so far. */
export interface Live<Data> {
  /** The newest state; null before the first. */
  readonly data: Data | null;
  readonly state: LiveState;
  /** Why it ended for good; null otherwise. */
  readonly error: LecternRequestError | null;
}

/** Live updates of the graph for as long as the component is shown. Null variables: not now. */
export function useLive<Data, Variables extends object>(
  document: TypedDocument<Data, Variables>,
  variables: NoInfer<Variables> | null,
): Live<Data> {
  const sdk = useSdk();
  const [live, setLive] = useState<Live<Data>>({ data: null, state: 'CONNECTING', error: null });
  const key = JSON.stringify(variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: variables are compared by value
  useEffect(() => {
    if (variables === null) return undefined;
    const subscription = sdk.subscribe(document, variables, {
      onEvent: (data) => setLive((before) => ({ ...before, data })),
      onState: (state, error) => setLive((before) => ({ ...before, state, error: error ?? null })),
    });
    return () => subscription.close();
  }, [sdk, document, key]);
  return live;
}
