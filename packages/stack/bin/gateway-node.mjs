// How Node is started for the gateway, for everything that starts it: `npm run gateway`, `npm start`, the bench; and
// docker-compose.yml, which a test holds against this. Plain JavaScript, since `lectern.mjs` runs before the right Node.
import { fileURLToPath } from 'node:url';

export const gatewayNode = {
  flags: [
    '--disable-warning=ExperimentalWarning',
    // By itself V8 lets the young generation grow to three times 32 MB, and never takes it back. With 8 the answers
    // under way no longer fit in, which doubles the CPU of large ones.
    '--max-semi-space-size=16',
    // A collection when the old generation is half as large again, not four times as large as what is alive in it.
    '--heap-growing-percent=50',
  ],
  env: {
    // One heap of malloc for each thread keeps what another thread could use.
    MALLOC_ARENA_MAX: '2',
    // Halves the time to start, and what strips types need not be loaded.
    NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../.lectern/compile-cache', import.meta.url)),
  },
};
