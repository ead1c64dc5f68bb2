// How Node is started for the gateway, for everything that starts it: `npm run gateway`, `npm start`, the bench; and
// docker-compose.yml, which a test holds against this. Plain JavaScript, since `lectern.mjs` runs before the right Node.
import { fileURLToPath } from 'node:url';

export const gatewayNode = {
  // No bounds for V8's generations: `--max-semi-space-size=16 --heap-growing-percent=50` take 100 of 300 MB under load,
  // and add 20–40 % to the CPU of a small request.
  flags: ['--disable-warning=ExperimentalWarning'],
  env: {
    // One heap of malloc for each thread keeps what another thread could use.
    MALLOC_ARENA_MAX: '2',
    // Halves the time to start, and what strips types need not be loaded.
    NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../.lectern/compile-cache', import.meta.url)),
  },
};
