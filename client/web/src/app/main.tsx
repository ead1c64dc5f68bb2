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

/** A page of an older build asks for files that are gone: fetch the new build, but never throw anyone out of an exam. */
addEventListener('vite:preloadError', (event) => {
  if (/^\/attempts\/[^/]+$/.test(location.pathname)) return;
  const reloadedAt = Number(sessionStorage.getItem('lectern-reloaded-at') ?? 0);
  if (Date.now() - reloadedAt < 10_000) return;
  sessionStorage.setItem('lectern-reloaded-at', String(Date.now()));
  event.preventDefault();
  location.reload();
});

const root = document.getElementById('root');
if (root) void start(root);
