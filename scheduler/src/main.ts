import { runProcess } from '@lectern/runtime';
import { readSchedulerConfig } from './config.ts';
import { startSchedulerService } from './service.ts';

await runProcess(readSchedulerConfig, startSchedulerService);
