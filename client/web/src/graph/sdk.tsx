import { createLectern, type Lectern } from '@lectern/sdk';
import { createContext, type ReactNode, useContext } from 'react';

const SdkContext = createContext<Lectern | null>(null);

/** Makes the one client of the app. The gateway is where the page came from. */
export function createSdk(): Lectern {
  return createLectern({ url: location.origin });
}

/** Gives the client to everything inside. */
export function SdkProvider({ sdk, children }: { readonly sdk: Lectern; readonly children: ReactNode }) {
  return <SdkContext value={sdk}>{children}</SdkContext>;
}

/** The client of the gateway. */
export function useSdk(): Lectern {
  const sdk = useContext(SdkContext);
  if (!sdk) throw new Error('There is no SdkProvider around this component.');
  return sdk;
}
