import type { GIFTQuestion, TextChoice, TextFormat } from 'gift-pegjs';
import type { QuestionContent, QuestionDraft } from '../../question/question.ts';
import { joinedFeedback, type Remark } from '../feedback.ts';
import { type NewId, problem, type RowProblem } from '../item.ts';
import { matchingOfPairs } from '../matching.ts';
import { shortTextOf } from '../text-answers.ts';
import { choicesOfWeights } from '../weighted-choices.ts';
import { createTextReader, type TextReader } from './gift-text.ts';
import { numericOfGift } from './numeric-of-gift.ts';

type Read = {
  readonly content: QuestionDraft | null;
  readonly problems: readonly RowProblem[];
  /** Whether nothing is missing that would make a question of it. */
  readonly isComplete: boolean;
};
type Answered = Exclude<GIFTQuestion, { type: 'Description' | 'Category' }>;

/** The question that a parsed block stands for. */
export function questionOfGift(question: GIFTQuestion, newId: NewId): Read {
  if (question.type === 'Description' || question.type === 'Category') {
    const message = 'It describes something and asks nothing: there is no answer in braces.';
    return { content: null, problems: [problem(null, 'ANSWER_MISSING', message)], isComplete: false };
  }
  const reader = createTextReader();
  const prompt = reader.text(question.stem, 'prompt');
  const { content, remarks, problems } = contentOf(question, reader, newId);
  const feedback = joinedFeedback(reader.text(question.globalFeedback, 'feedback'), remarks);
  const all = [...problems, ...reader.problems];
  if (content === null) return { content, problems: all, isComplete: false };
  return { content: { prompt, pointsMax: 1, feedback, ...content }, problems: all, isComplete: true };
}

type Content = {
  readonly content: QuestionContent | null;
  readonly remarks: readonly Remark[];
  readonly problems: readonly RowProblem[];
};

function contentOf(question: Answered, reader: TextReader, newId: NewId): Content {
  switch (question.type) {
    case 'MC':
      return choicesOf(question.choices, reader, newId);
    case 'Short':
      return textsOf(question.choices, reader);
    case 'TF':
      return truthOf(question, reader);
    case 'Numerical':
      return { remarks: numericRemarks(question.choices, reader), ...numericOfGift(question.choices) };
    case 'Matching': {
      const sides = question.matchPairs.map(({ subquestion, subanswer }) => ({
        left: reader.text(subquestion, 'premises'),
        right: reader.plain(subanswer),
      }));
      const others = sides.filter(({ left }) => left === '').map(({ right }) => right);
      const pairs = sides.filter(({ left }) => left !== '');
      return { content: matchingOfPairs(pairs, others, newId), remarks: [], problems: [] };
    }
    case 'Essay':
      return { content: { kind: 'ESSAY', wordsMax: null, guidance: '' }, remarks: [], problems: [] };
    default:
      return question satisfies never;
  }
}

/** With a `=` one choice is right; without, every `~` says its share. */
function choicesOf(choices: readonly TextChoice[], reader: TextReader, newId: NewId): Content {
  const isSingle = choices.some(({ isCorrect }) => isCorrect);
  const weighted = choices.map(({ isCorrect, weight, text }) => ({
    text: reader.text(text, 'choices'),
    percent: weight ?? (isCorrect ? 100 : 0),
  }));
  return { ...choicesOfWeights(weighted, isSingle, newId), remarks: remarksOf(choices, reader) };
}

function textsOf(choices: readonly TextChoice[], reader: TextReader): Content {
  const answers = choices.map(({ weight, text }) => ({ text: reader.plain(text.text), percent: weight ?? 100 }));
  return { ...shortTextOf(answers, true), remarks: remarksOf(choices, reader) };
}

/** The first remark is for those who are wrong, the second for those who are right. */
function truthOf(question: Extract<GIFTQuestion, { type: 'TF' }>, reader: TextReader): Content {
  const { isTrue, trueFeedback: ofWrong, falseFeedback: ofRight } = question;
  const remarks = [
    { on: isTrue ? 'False' : 'True', text: reader.text(ofWrong, 'feedback') },
    { on: isTrue ? 'True' : 'False', text: reader.text(ofRight, 'feedback') },
  ];
  return { content: { kind: 'TRUE_FALSE', isTrue }, remarks, problems: [] };
}

function remarksOf(choices: readonly TextChoice[], reader: TextReader): Remark[] {
  return choices.map(({ text, feedback }) => ({
    on: reader.text(text, 'choices'),
    text: reader.text(feedback, 'feedback'),
  }));
}

function numericRemarks(choices: unknown, reader: TextReader): Remark[] {
  if (!Array.isArray(choices)) return [];
  return choices.map((choice: { feedback?: TextFormat | null }) => ({
    on: '',
    text: reader.text(choice.feedback ?? null, 'feedback'),
  }));
}
