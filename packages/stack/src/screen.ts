/** What the person who typed `npm start` sees. */
export type Screen = {
  line(text: string): void;
  /** A step that takes a while: shown as begun at once, and again with its time when it is done. */
  step<T>(text: string, work: () => Promise<T>): Promise<T>;
  /** A line that a service logged: warnings and errors are shown, everything when verbose. */
  log(service: string, line: string): void;
  died(service: string, how: string, lastLines: string): void;
};

type LogLine = {
  readonly level?: string;
  readonly msg?: string;
  readonly time?: string;
  readonly err?: { readonly message?: string };
};

export function createScreen(isVerbose: boolean, write: (text: string) => void): Screen {
  const say = (text: string) => write(`${text}\n`);
  return {
    line: say,
    async step(text, work) {
      const begun = performance.now();
      say(`  ${text} …`);
      const result = await work();
      say(`  ${text}: done in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
      return result;
    },
    log(service, line) {
      const shown = describe(line, isVerbose);
      if (shown !== undefined) say(`  [${service}] ${shown}`);
    },
    died(service, how, lastLines) {
      const indented = lastLines
        .split('\n')
        .slice(-12)
        .map((line) => `      ${describe(line, true) ?? line}`)
        .join('\n');
      say(`\n  ${service} ended unexpectedly (${how}). Its last lines:\n${indented}\n`);
    },
  };
}

/** A logged line as a person reads it; undefined when it need not be shown. */
function describe(line: string, isVerbose: boolean): string | undefined {
  if (line.trim() === '') return undefined;
  const entry = parse(line);
  if (!entry) return isVerbose ? line : undefined;
  const isImportant = entry.level === 'warn' || entry.level === 'error' || entry.level === 'fatal';
  if (!isImportant && !isVerbose) return undefined;
  const cause = entry.err?.message ? `: ${entry.err.message}` : '';
  return `${entry.time?.slice(11, 19) ?? ''} ${entry.level ?? ''} ${entry.msg ?? ''}${cause}`.trim();
}

function parse(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}
