import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { createSdk } from '../graph/sdk.tsx';
import { startI18n } from '../i18n/language.ts';
import { Providers } from './providers.tsx';
import { createQueryClient } from './query-client.ts';
import { createRouter } from './router.tsx';

async function start(root: HTMLElement): Promise<void> {
  await startI18n();
  const queries = createQueryClient();
  const sdk = createSdk();
  createRoot(root).render(
    <StrictMode>
      <Providers sdk={sdk} queries={queries}>
        <RouterProvider router={createRouter()} />
      </Providers>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root) void start(root);
