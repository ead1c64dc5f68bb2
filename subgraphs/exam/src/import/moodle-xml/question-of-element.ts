import type { QuestionContent, QuestionDraft } from '../../question/question.ts';
import { joinedFeedback, type Remark } from '../feedback.ts';
import { type NewId, problem, type RowProblem } from '../item.ts';
import { matchingOfPairs } from '../matching.ts';
import { shortTextOf } from '../text-answers.ts';
import { choicesOfWeights } from '../weighted-choices.ts';
import { elementOf, elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import { createMoodleTexts, type MoodleTexts, percentOf, plainText } from './moodle-text.ts';
import { numericOfElement } from './numeric-of-element.ts';

type Read = { readonly draft: QuestionDraft | null; readonly problems: readonly RowProblem[] };
type Content = { readonly content: QuestionContent | null; readonly problems: readonly RowProblem[] };

/** The question that an element stands for. */
export function questionOfElement(element: XmlElement, newId: NewId): Read {
  const texts = createMoodleTexts();
  const prompt = texts.rich(elementOf(element, 'questiontext'), 'prompt');
  const { content, problems } = contentOf(element, texts, newId);
  const general = texts.rich(elementOf(element, 'generalfeedback'), 'feedback');
  const feedback = joinedFeedback(general, remarksOf(element, texts));
  const grade = plainText(elementOf(element, 'defaultgrade')).trim();
  const pointsMax = grade === '' ? 1 : Number(grade);
  const all = [...problems, ...texts.problems];
  return content === null
    ? { draft: null, problems: all }
    : { draft: { prompt, pointsMax, feedback, ...content }, problems: all };
}

function contentOf(element: XmlElement, texts: MoodleTexts, newId: NewId): Content {
  const type = element.attributes.type ?? '';
  switch (type) {
    case 'multichoice':
      return choicesOf(element, texts, newId);
    case 'truefalse':
      return truthOf(element);
    case 'numerical':
      return numericOfElement(element);
    case 'shortanswer': {
      const answers = elementsOf(element, 'answer').map((answer) => ({
        text: plainText(answer).trim(),
        percent: percentOf(answer),
      }));
      return shortTextOf(answers, flagOf(element, 'usecase') !== true);
    }
    case 'matching':
      return matchingOf(element, texts, newId);
    case 'ordering':
      return orderingOf(element, texts, newId);
    case 'essay':
      return essayOf(element, texts);
    default: {
      const name = type.slice(0, 40) || 'none';
      const message = `Questions of the type ${name} cannot be read.`;
      return { content: null, problems: [problem('kind', 'KIND_NOT_READ', message)] };
    }
  }
}

function choicesOf(element: XmlElement, texts: MoodleTexts, newId: NewId): Content {
  const weighted = elementsOf(element, 'answer').map((answer, index) => ({
    text: texts.rich(answer, `choices.${index}`),
    percent: percentOf(answer),
  }));
  return choicesOfWeights(weighted, flagOf(element, 'single') !== false, newId);
}

function truthOf(element: XmlElement): Content {
  const right = elementsOf(element, 'answer').find((answer) => percentOf(answer) > 0);
  const word = plainText(right).trim().toLowerCase();
  if (word === 'true' || word === 'false') {
    return { content: { kind: 'TRUE_FALSE', isTrue: word === 'true' }, problems: [] };
  }
  const message = 'The answer must be true or false.';
  return { content: null, problems: [problem('answer', 'ANSWER_NOT_TRUE_OR_FALSE', message)] };
}

/** A pair without a left side is one more thing to choose from. */
function matchingOf(element: XmlElement, texts: MoodleTexts, newId: NewId): Content {
  const sides = elementsOf(element, 'subquestion').map((side, index) => ({
    left: texts.rich(side, `premises.${index}`),
    right: plainText(elementOf(side, 'answer')).trim(),
  }));
  const others = sides.filter(({ left }) => left === '').map(({ right }) => right);
  const pairs = sides.filter(({ left }) => left !== '');
  return { content: matchingOfPairs(pairs, others, newId), problems: [] };
}

function orderingOf(element: XmlElement, texts: MoodleTexts, newId: NewId): Content {
  const items = elementsOf(element, 'answer').map((answer, index) => ({
    id: newId(),
    text: texts.rich(answer, `items.${index}`),
  }));
  const isWhole = /^(ALL_OR_NOTHING|-1)$/.test(plainText(elementOf(element, 'gradingtype')).trim());
  return { content: { kind: 'ORDERING', items, scoring: isWhole ? 'ALL_OR_NOTHING' : 'PARTIAL' }, problems: [] };
}

function essayOf(element: XmlElement, texts: MoodleTexts): Content {
  const words = plainText(elementOf(element, 'maxwordlimit')).trim();
  const guidance = texts.rich(elementOf(element, 'graderinfo'), 'guidance');
  return {
    content: { kind: 'ESSAY', wordsMax: words === '' || words === '0' ? null : Number(words), guidance },
    problems: [],
  };
}

/** What Moodle says on each answer. The three sentences for right, partly right and wrong say the same everywhere. */
function remarksOf(element: XmlElement, texts: MoodleTexts): Remark[] {
  const isLabelled = element.attributes.type === 'multichoice' || element.attributes.type === 'truefalse';
  const ofAnswers = elementsOf(element, 'answer').map((answer) => ({
    on: isLabelled
      ? plainText(answer)
          .replaceAll(/<[^>]*>/g, '')
          .trim()
      : '',
    text: texts.rich(elementOf(answer, 'feedback'), 'feedback'),
  }));
  return ofAnswers;
}

function flagOf(element: XmlElement, name: string): boolean | null {
  const text = plainText(elementOf(element, name)).trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}
