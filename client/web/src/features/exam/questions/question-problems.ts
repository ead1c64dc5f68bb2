import { targetsOf, writtenPairs } from './question-input.ts';
import { hasChoices, type QuestionValues } from './question-values.ts';

function isRepeated(texts: readonly string[]): boolean {
  const keys = texts.map((text) => text.trim().replace(/\s+/g, ' ').toLowerCase());
  return new Set(keys).size < keys.length;
}

function choicesProblem({ kind, choices }: QuestionValues) {
  if (!hasChoices(kind)) return null;
  const written = choices.filter(({ text, illustration }) => text.trim() !== '' || illustration !== null);
  const right = written.filter(({ isRight }) => isRight).length;
  if (written.length < 2) return 'fewChoices' as const;
  // A picture alone says nothing to those who cannot see it, and nothing in a list of answers.
  if (written.some(({ text }) => text.trim() === '')) return 'choiceWithoutText' as const;
  if (isRepeated(written.map(({ text }) => text))) return 'repeated' as const;
  if (right === 0) return 'noRight' as const;
  return kind === 'SINGLE_CHOICE' && right > 1 ? ('manyRight' as const) : null;
}

function toleranceProblem({ kind, number, tolerance, toleranceKind }: QuestionValues) {
  if (kind !== 'NUMERIC') return null;
  const bound = Number(tolerance);
  if (!(bound >= 0)) return 'badTolerance' as const;
  if (toleranceKind === 'ABSOLUTE') return null;
  if (bound > 100) return 'largeTolerance' as const;
  return Number(number) === 0 && bound > 0 ? ('shareOfZero' as const) : null;
}

function pairsProblem(values: QuestionValues) {
  if (values.kind !== 'MATCHING') return null;
  const pairs = writtenPairs(values.pairs);
  if (pairs.length < 2) return 'fewPairs' as const;
  if (pairs.some(({ left, right }) => left === '' || right === '')) return 'halfPair' as const;
  if (isRepeated(pairs.map(({ left }) => left))) return 'repeated' as const;
  return targetsOf(values).length < 2 ? ('fewTargets' as const) : null;
}

function itemsProblem({ kind, items }: QuestionValues) {
  if (kind !== 'ORDERING') return null;
  const written = items.map(({ text }) => text).filter((text) => text.trim() !== '');
  if (written.length < 2) return 'fewItems' as const;
  return isRepeated(written) ? ('repeated' as const) : null;
}

function wordsProblem({ kind, wordsMax }: QuestionValues) {
  if (kind !== 'ESSAY' || wordsMax === '') return null;
  const words = Number(wordsMax);
  return Number.isInteger(words) && words >= 1 && words <= 20_000 ? null : ('badWords' as const);
}

function textsProblem({ kind, acceptedTexts, pattern }: QuestionValues) {
  return kind === 'SHORT_TEXT' && acceptedTexts.length === 0 && pattern.trim() === '' ? ('noTexts' as const) : null;
}

/** What is wrong with a question before it is sent, by field; null where nothing is. Messages are keys of `questions.problems`. */
export function problemsOf(values: QuestionValues) {
  const { kind } = values;
  return {
    prompt: values.prompt.trim() ? null : ('noPrompt' as const),
    pointsMax: Number(values.pointsMax) > 0 ? null : ('noPoints' as const),
    illustration: values.illustration && !values.illustration.alt.trim() ? ('noAlt' as const) : null,
    choices: choicesProblem(values),
    isTrue: kind === 'TRUE_FALSE' && values.isTrue === '' ? ('noTruth' as const) : null,
    number: kind === 'NUMERIC' && values.number === '' ? ('noNumber' as const) : null,
    tolerance: toleranceProblem(values),
    acceptedTexts: textsProblem(values),
    pairs: pairsProblem(values),
    items: itemsProblem(values),
    wordsMax: wordsProblem(values),
  };
}
