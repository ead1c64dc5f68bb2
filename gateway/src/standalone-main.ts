import { runProcess } from '@lectern/runtime';
import { startStandaloneGateway } from './standalone.ts';
import { readStandaloneOptions } from './standalone-options.ts';

await runProcess(() => readStandaloneOptions(process.argv.slice(2)), startStandaloneGateway);
