import { runProcess } from '@lectern/runtime';
import { readCourseConfig } from './config.ts';
import { startCourseService } from './service.ts';

await runProcess(readCourseConfig, startCourseService);
