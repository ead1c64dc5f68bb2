import { expect, it } from '@jest/globals';
import { catchUp, type KeptRow } from './catch-up.ts';

const row = (epoch: string | undefined, offset: number, texts: readonly string[]): KeptRow => ({
  run: 'r',
  newest: epoch === undefined ? undefined : { epoch, offset },
  texts,
});

it.each([
  ['stands at the newest', ['e', 5], row('e', 5, []), { kind: 'NOTHING' }],
  ['missed one', ['e', 5], row('e', 6, ['6']), { kind: 'MISSED', texts: ['6'] }],
  ['missed some', ['e', 5], row('e', 8, ['6', '7', '8']), { kind: 'MISSED', texts: ['6', '7', '8'] }],
  ['missed more than is kept', ['e', 5], row('e', 8, ['8']), { kind: 'BROKEN', newest: '8' }],
  ['saw more than Redis remembers', ['e', 5], row('e', 4, []), { kind: 'NOTHING' }],
  ['stands in another epoch', ['d', 5], row('e', 6, ['6']), { kind: 'BROKEN', newest: '6' }],
  ['saw what is kept no more', ['e', 5], row(undefined, 0, []), { kind: 'BROKEN', newest: undefined }],
  ['saw nothing, and there is nothing', ['run:r', 0], row(undefined, 0, []), { kind: 'NOTHING' }],
  ['saw nothing of this run', ['run:r', 0], row('e', 2, ['1', '2']), { kind: 'MISSED', texts: ['1', '2'] }],
  ['saw nothing of a long row', ['run:r', 0], row('e', 9, ['9']), { kind: 'BROKEN', newest: '9' }],
  ['saw nothing of another run', ['run:q', 0], row('e', 1, ['1']), { kind: 'BROKEN', newest: '1' }],
  [
    'saw nothing of another run, nor is there',
    ['run:q', 0],
    row(undefined, 0, []),
    { kind: 'BROKEN', newest: undefined },
  ],
] as const)('whoever %s', (_, [epoch, offset], kept, news) => {
  expect(catchUp({ epoch, offset }, kept)).toEqual(news);
});
