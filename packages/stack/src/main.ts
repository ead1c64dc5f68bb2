import { once } from 'node:events';
import { RedisMissingError } from '@lectern/embedded-services';
import { ConfigError } from '@lectern/runtime';
import { printAddresses } from './addresses.ts';
import { DataDirClaimedError } from './data-dir-claim.ts';
import { loadDemoSchoolOnce } from './demo.ts';
import { watchSources } from './dev.ts';
import { PortTakenError } from './ports.ts';
import { createScreen } from './screen.ts';
import { readStackSettings } from './settings.ts';
import { startStack } from './start-stack.ts';

/** `npm start` and `npm run dev`. */
const stopping = new AbortController();
const asked = once(stopping.signal, 'abort');
// Not `once`: a terminal's Ctrl-C may reach us twice, from it and from whoever started us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

try {
  const settings = readStackSettings(process.env, process.argv.slice(2));
  const screen = createScreen(settings.isVerbose, (text) => process.stdout.write(text));
  screen.line('Lectern is starting');
  await using stack = await startStack(settings, screen, stopping.signal);
  using _watching = settings.isDev ? watchSources(stack, screen) : undefined;
  if (settings.loadsDemoSchool) await Promise.race([loadDemoSchoolOnce(stack.plan, screen), asked]);
  if (!stopping.signal.aborted) printAddresses(stack.plan, screen);
  await asked;
  screen.line('\nStopping …');
  await stack[Symbol.asyncDispose]();
  screen.line('Lectern has stopped.');
} catch (error) {
  if (!stopping.signal.aborted) report(error);
}

function report(error: unknown): void {
  const isExpected = [ConfigError, PortTakenError, DataDirClaimedError, RedisMissingError].some(
    (type) => error instanceof type,
  );
  process.stderr.write(
    `\n${isExpected || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message)}\n`,
  );
  process.exitCode = error instanceof ConfigError ? 78 : 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
