import { join } from 'node:path';
import { defineConfig } from 'vite';

/** Bundles GraphiQL with its editor and workers, so that it needs no internet. */
export default defineConfig({
  root: join(import.meta.dirname, 'graphiql'),
  base: '/graphiql/',
  logLevel: 'error',
  worker: { format: 'es' },
  build: {
    outDir: join(import.meta.dirname, '../dist/graphiql'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 8_000,
  },
});
