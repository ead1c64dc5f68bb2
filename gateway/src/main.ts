import { runProcess } from '@lectern/runtime';
import { readGatewayConfig } from './config.ts';
import { collectGarbage } from './plan/collect-garbage.ts';
import { startGateway } from './service.ts';

await runProcess(readGatewayConfig, async (config) => {
  const service = await startGateway(config);
  // A third of the heap is what starting has left behind, and nobody waits for an answer yet.
  collectGarbage();
  return service;
});
