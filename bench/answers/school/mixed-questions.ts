import type { QuestionInput } from '@lectern/sdk';

/** Made-up questions of every kind that people need not mark. */
export function mixedQuestions(count: number): readonly QuestionInput[] {
  return Array.from({ length: count }, (_, index) => mixedQuestion(index + 1));
}

function mixedQuestion(number: number): QuestionInput {
  switch (number % 5) {
    case 0:
      return { kind: 'TRUE_FALSE', prompt: `${number} is divisible by 5.`, isTrue: true };
    case 1:
      return { kind: 'NUMERIC', prompt: `What is half of ${number}?`, number: number / 2, tolerance: 0.1 };
    case 2:
      return {
        kind: 'SHORT_TEXT',
        prompt: `Write the number ${number}.`,
        acceptedTexts: [`number ${number}`, `${number}`],
      };
    case 3:
      return { kind: 'SINGLE_CHOICE', prompt: `What is ${number} + 1?`, choices: choicesAround(number, 1) };
    default:
      return {
        kind: 'MULTIPLE_CHOICE',
        prompt: `Which are above ${number}?`,
        choices: choicesAround(number, 2),
        pointsMax: 2,
      };
  }
}

function choicesAround(number: number, rightCount: number): { text: string; isRight: boolean }[] {
  const right = [number + 1, number + 2].slice(0, rightCount);
  return [...right, number - 1, number - 2].map((each) => ({ text: `${each}`, isRight: each > number }));
}
