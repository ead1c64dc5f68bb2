import type { Result } from './compare.ts';
import type { StartRunner } from './runner.ts';

/** A gateway that answers wrongly now and then, so that the test can be seen to fail. */
export function startBroken(start: StartRunner, how: string): StartRunner {
  const breaks = ways[how];
  if (!breaks) throw new Error(`"${how}" is none of ${Object.keys(ways).join(', ')}`);
  return async (supergraphs) => {
    const runner = await start(supergraphs);
    return { ...runner, run: async (supergraph, request) => breaks(await runner.run(supergraph, request)) };
  };
}

const ways: Readonly<Record<string, (result: Result) => Result>> = {
  'drop-key': (result) => ({ ...result, data: changeDeep(result.data, (entries) => entries.slice(0, -1)) }),
  'swap-keys': (result) => ({ ...result, data: changeDeep(result.data, (entries) => entries.toReversed()) }),
  'drop-error': (result) => ({ ...result, errors: result.errors?.slice(1) ?? [] }),
};

type Entries = readonly (readonly [string, unknown])[];

/** Changes objects with two keys or more that stand three levels down or deeper. */
function changeDeep(value: unknown, change: (entries: Entries) => Entries, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((entry) => changeDeep(entry, change, depth));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, changeDeep(inner, change, depth + 1)] as const);
  return Object.fromEntries(depth >= 2 && entries.length >= 2 ? change(entries) : entries);
}
