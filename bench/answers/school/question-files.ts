import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sharedQuestionFiles } from '../config.ts';

export type QuestionFile = { readonly name: string; readonly content: Buffer };

/** The real files where there are some, else one of as many made-up questions of every kind a file can hold. */
export function bankFiles(): readonly QuestionFile[] {
  const real = sharedQuestionFiles().map((file) => ({ name: basename(file), content: readFileSync(file) }));
  return real.length > 0 ? real : [{ name: 'made-up.csv', content: Buffer.from(madeUp(1_000)) }];
}

function madeUp(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    switch (index % 5) {
      case 0:
        return `single choice,What is ${number} + 1?,${number + 1},${number + 2},${number + 3},${number + 4},A,1,`;
      case 1:
        return `true false,${number} is ${number % 2 ? 'odd' : 'even'}.,,,,,TRUE,1,`;
      case 2:
        return `numeric,What is half of ${number}?,,,,,${number / 2},1,0.1`;
      case 3:
        return `short text,Write the number ${number}.,,,,,number ${number}|${number},1,`;
      default:
        return `multiple choice,Which are above ${number}?,${number + 1},${number - 1},${number + 2},${number - 2},"A,C",2,`;
    }
  });
  return ['kind,prompt,choice_a,choice_b,choice_c,choice_d,answer,points,tolerance', ...rows, ''].join('\n');
}
