import { RedisMissingError } from '@lectern/embedded-services';
import { ConfigError } from '@lectern/runtime';
import { printAddresses } from './addresses.ts';
import { DataDirClaimedError } from './data-dir-claim.ts';
import { loadDemoSchoolOnce } from './demo.ts';
import { watchSources } from './dev.ts';
import { PortTakenError } from './ports.ts';
import { createScreen } from './screen.ts';
import { readStackSettings } from './settings.ts';
import { type RunningStack, startStack } from './start-stack.ts';

/** `npm start` and `npm run dev`. */
const asked = Promise.withResolvers<void>();
process.once('SIGINT', () => asked.resolve());
process.once('SIGTERM', () => asked.resolve());

try {
  const settings = readStackSettings(process.env, process.argv.slice(2));
  const screen = createScreen(settings.isVerbose, (text) => process.stdout.write(text));
  screen.line('Lectern is starting');
  const starting = startStack(settings, screen);
  const started: RunningStack | undefined = await Promise.race([starting, asked.promise.then(() => undefined)]);
  await using stack = started ?? (await starting);
  if (started) {
    const watching = settings.isDev ? watchSources(stack, screen) : undefined;
    if (settings.loadsDemoSchool) await Promise.race([loadDemoSchoolOnce(stack.plan, screen), asked.promise]);
    printAddresses(stack.plan, screen);
    await asked.promise;
    watching?.[Symbol.dispose]();
  }
  screen.line('\nStopping …');
  await stack[Symbol.asyncDispose]();
  screen.line('Lectern has stopped.');
} catch (error) {
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
