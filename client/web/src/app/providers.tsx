import type { Lectern } from '@lectern/sdk';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SdkProvider } from '../graph/sdk.tsx';
import { SessionProvider } from '../graph/session.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

const colorSchemes = localStorageColorSchemeManager({ key: 'lectern-color-scheme' });

export interface ProvidersProps {
  readonly sdk: Lectern;
  readonly queries: QueryClient;
  readonly children: ReactNode;
}

/** Everything the pages stand on. */
export function Providers({ sdk, queries, children }: ProvidersProps) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
    >
      <SdkProvider sdk={sdk}>
        <QueryClientProvider client={queries}>
          <SessionProvider>
            <ModalsProvider>
              <Notifications position="bottom-center" limit={3} />
              {children}
            </ModalsProvider>
          </SessionProvider>
        </QueryClientProvider>
      </SdkProvider>
    </MantineProvider>
  );
}
