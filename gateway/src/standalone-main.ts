import { runProcess } from '@lectern/runtime';
import { collectGarbage } from './plan/collect-garbage.ts';
import { startStandaloneGateway } from './standalone.ts';
import { readStandaloneOptions } from './standalone-options.ts';

await runProcess(
  () => readStandaloneOptions(process.argv.slice(2)),
  async (options) => {
    const service = await startStandaloneGateway(options);
    // A third of the heap is what starting has left behind, and nobody waits for an answer yet.
    collectGarbage();
    return service;
  },
);
