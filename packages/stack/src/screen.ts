/** What the person who typed `npm start` sees. */
export type Screen = {
  line(text: string): void;
  /** A step that takes a while: shown as begun at once, and again with its time when it is done. */
  step<T>(text: string, work: () => Promise<T>): Promise<T>;
  /**
   * A line that a service logged: warnings and errors are shown, the same one again only after a while; everything
   * when verbose. The log file has them all.
   */
  log(service: string, line: string): void;
  died(service: string, how: string, lastLines: string): void;
};

type LogLine = {
  readonly level?: string;
  readonly msg?: string;
  readonly time?: string;
  readonly err?: { readonly message?: string };
};

/** A service that is away makes others say so with every request; once in this time is enough to know it. */
const repeatedAfterMs = 10_000;
const timeOfDay = /^\d\d:\d\d:\d\d /;

export function createScreen(isVerbose: boolean, write: (text: string) => void): Screen {
  const say = (text: string) => write(`${text}\n`);
  const saidAt = new Map<string, number>();
  function isNews(text: string): boolean {
    const now = performance.now();
    for (const [said, at] of saidAt) if (now - at > repeatedAfterMs) saidAt.delete(said);
    if (saidAt.has(text)) return false;
    saidAt.set(text, now);
    return true;
  }
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
      if (shown === undefined) return;
      if (isVerbose || isNews(`${service} ${shown.replace(timeOfDay, '')}`)) say(`  [${service}] ${shown}`);
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
