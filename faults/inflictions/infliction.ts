import type { World } from '../world.ts';

/** One thing that goes wrong. */
export type Fault = {
  readonly name: string;
  /** Does the harm and mends it; settles at the moment of recovery with what was seen to have happened. */
  inflict(world: World, attention: Attention): Promise<string>;
  /** How wrong the clocks of the learners' devices are, one process of learners for each; right by default. */
  readonly clockOffsetsMs?: readonly number[];
  /** Puts something between the learners and the gateway; gives the address they use instead. */
  readonly line?: (
    world: World,
  ) => Promise<AsyncDisposable & { readonly url: string; readonly describe: () => string }>;
};

export type Attention = {
  /** Waits while learners answer. */
  pause(ms: number): Promise<void>;
  /** Aborted when it takes too long: whatever tries again and again gives up. */
  readonly signal: AbortSignal;
};
