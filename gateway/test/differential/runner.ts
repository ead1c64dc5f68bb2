import type { Result } from './compare.ts';

export type RunRequest = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
};

/** Whatever answers operations as a gateway would. */
export type Runner = AsyncDisposable & { run(supergraph: string, request: RunRequest): Promise<Result> };

/** A module given with `--runner` exports this as `startRunner`. The supergraphs are by name, as SDL. */
export type StartRunner = (supergraphs: Readonly<Record<string, string>>) => Promise<Runner>;
