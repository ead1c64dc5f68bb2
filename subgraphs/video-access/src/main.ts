import { runProcess } from '@lectern/runtime';
import { readVideoAccessConfig } from './config.ts';
import { startVideoAccessService } from './service.ts';

await runProcess(readVideoAccessConfig, startVideoAccessService);
