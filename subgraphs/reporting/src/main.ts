import { runProcess } from '@lectern/runtime';
import { readReportingConfig } from './config.ts';
import { startReportingService } from './service.ts';

await runProcess(readReportingConfig, startReportingService);
