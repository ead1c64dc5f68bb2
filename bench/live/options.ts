import { parseArgs } from 'node:util';
import { readCount, readNames } from '../read-option.ts';

export const partNames = ['delivery', 'memory', 'attemptResult', 'reconnectStorm', 'manyTopics', 'soak'] as const;
export type PartName = (typeof partNames)[number];

export type Options = {
  readonly parts: readonly PartName[];
  readonly subscribers: number;
  readonly rounds: number;
  readonly eventsPerRound: number;
  readonly resultSeconds: number;
  readonly soak: { readonly minutes: number; readonly population: number };
};

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      subscribers: { type: 'string' },
      rounds: { type: 'string' },
      minutes: { type: 'string' },
    },
  });
  const isQuick = values.quick;
  const subscribers = readCount('subscribers', values.subscribers ?? (isQuick ? '2000' : '15000'));
  return {
    parts: readNames('only', values.only, partNames),
    subscribers,
    rounds: readCount('rounds', values.rounds ?? (isQuick ? '3' : '5')),
    eventsPerRound: 6,
    resultSeconds: isQuick ? 4 : 10,
    soak: {
      minutes: readCount('minutes', values.minutes ?? (isQuick ? '1' : '10')),
      population: Math.min(1_000, Math.ceil(subscribers / 4)),
    },
  };
}
