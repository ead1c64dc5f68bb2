import { startStandaloneGateway } from '../../src/standalone.ts';
import { numberHeader } from './subgraphs.ts';

// The gateway in a process of its own: what it does wrong ends it, and its memory is its own.

const [supergraph] = process.argv.slice(2);
const gateway = await startStandaloneGateway({
  supergraph,
  port: 0,
  isWatched: false,
  timeoutMs: 400,
  forwardedHeaders: [numberHeader],
  logLevel: 'error',
});
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  process.send?.({ memory: process.memoryUsage() });
});
process.once('disconnect', () => process.exit(0));
process.send?.({ url: gateway.url });
