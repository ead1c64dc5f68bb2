import { runProcess } from '@lectern/runtime';
import { readGatewayConfig } from './config.ts';
import { startGateway } from './service.ts';

await runProcess(readGatewayConfig, startGateway);
