import { parseArgs } from 'node:util';
import { readCount, readNames } from '../read-option.ts';
import { type ContestantName, contestantNames } from './contestants.ts';
import { type OperationName, operationNames } from './operations.ts';

export type Options = {
  readonly rounds: number;
  /** Of each round of each gateway at each operation. */
  readonly seconds: number;
  readonly connections: number;
  readonly contestants: readonly ContestantName[];
  readonly operations: readonly OperationName[];
};

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '16' },
      only: { type: 'string' },
      ops: { type: 'string' },
    },
  });
  return {
    rounds: readCount('rounds', values.rounds),
    seconds: readCount('seconds', values.seconds),
    connections: readCount('connections', values.connections),
    contestants: readNames('only', values.only, contestantNames),
    operations: readNames('ops', values.ops, operationNames),
  };
}
