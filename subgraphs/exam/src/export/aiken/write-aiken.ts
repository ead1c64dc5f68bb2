import type { ExchangedQuestion } from '../../import/item.ts';

/** Questions as Aiken. Only those with one right choice are given here. */
export function writeAiken(questions: readonly ExchangedQuestion[]): string {
  return questions.map(blockOf).join('\n');
}

function blockOf({ draft }: ExchangedQuestion): string {
  if (draft.kind !== 'SINGLE_CHOICE') return '';
  const letter = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index);
  const right = draft.choices.findIndex(({ isRight }) => isRight);
  const choices = draft.choices.map(({ text }, index) => `${letter(index)}. ${text.trim()}\n`);
  return `${draft.prompt.trim()}\n${choices.join('')}ANSWER: ${letter(right)}\n`;
}
