import { runProcess } from '@lectern/runtime';
import { readExamConfig } from './config.ts';
import { startExamService } from './service.ts';

await runProcess(readExamConfig, (config) => startExamService(config));
