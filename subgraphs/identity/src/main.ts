import { runProcess } from '@lectern/runtime';
import { readIdentityConfig } from './config.ts';
import { startIdentityService } from './service.ts';

await runProcess(readIdentityConfig, startIdentityService);
