import type { LecternRequestError, LiveState, TypedDocument } from '@lectern/sdk';
import { useEffect, useState } from 'react';
import { useSdk } from './sdk.tsx';

/** What a subscription has brought so far. */
export interface Live<Data> {
  /** The newest state; null before the first. */
  readonly data: Data | null;
  readonly state: LiveState;
  /** While it is not live: when what is shown was last certainly the present, by the device's clock. Null otherwise. */
  readonly upToDateAt: number | null;
  /** Why it ended for good; null otherwise. */
  readonly error: LecternRequestError | null;
}

const connecting = { state: 'CONNECTING', upToDateAt: null, error: null } as const;

/** Live updates of the graph for as long as the component is shown. Null variables: not now. */
export function useLive<Data, Variables extends object>(
  document: TypedDocument<Data, Variables>,
  variables: NoInfer<Variables> | null,
): Live<Data> {
  const sdk = useSdk();
  const [live, setLive] = useState<Live<Data>>({ data: null, ...connecting });
  const key = JSON.stringify(variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: variables are compared by value
  useEffect(() => {
    if (variables === null) return undefined;
    const subscription = sdk.subscribe(document, variables, {
      onEvent: (data) => setLive((before) => ({ ...before, data })),
      onState(state, error) {
        const upToDateAt = state === 'LIVE' ? null : subscription.upToDateAt();
        setLive((before) => ({ ...before, state, upToDateAt, error: error ?? null }));
      },
    });
    return () => subscription.close();
  }, [sdk, document, key]);
  return live;
}
