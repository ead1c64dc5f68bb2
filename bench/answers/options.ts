import { parseArgs } from 'node:util';
import { readCount, readNames } from '../read-option.ts';

export const partNames = ['writer', 'endToEnd', 'startSpike'] as const;
export type PartName = (typeof partNames)[number];

export type Options = {
  readonly parts: readonly PartName[];
  /** Of `endToEnd`, at full load; half as many again at half load. */
  readonly learners: number;
  /** How many of them answer at the same time. */
  readonly concurrency: number;
  /** How many of a hundred are driven by the SDK; the others by a leaner client of the same requests. */
  readonly sdkPercent: number;
  readonly spikeLearners: number;
  readonly spikeSeconds: number;
  readonly spikeConnections: number;
  /** Nobody opens the exam's page before starting. */
  readonly isCold: boolean;
  /** Seconds at half load. */
  readonly halfLoadSeconds: number;
  readonly isQuick: boolean;
};

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      learners: { type: 'string' },
      concurrency: { type: 'string', default: '64' },
      'sdk-percent': { type: 'string', default: '20' },
      spike: { type: 'string' },
      connections: { type: 'string', default: '1500' },
      cold: { type: 'boolean', default: false },
    },
  });
  const isQuick = values.quick;
  return {
    isQuick,
    parts: readNames('only', values.only, partNames),
    learners: readCount('learners', values.learners ?? (isQuick ? '200' : '1500')),
    concurrency: readCount('concurrency', values.concurrency),
    sdkPercent: readCount('sdk-percent', values['sdk-percent']),
    spikeLearners: readCount('spike', values.spike ?? (isQuick ? '1000' : '20000')),
    spikeConnections: readCount('connections', values.connections),
    isCold: values.cold,
    spikeSeconds: isQuick ? 2 : 10,
    halfLoadSeconds: isQuick ? 5 : 20,
  };
}
