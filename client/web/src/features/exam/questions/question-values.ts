import type { AuthoredQuestionPartsFragment, QuestionInput, QuestionKind } from '@lectern/sdk';

/** The kinds of questions, in the order they are offered. */
export const questionKinds = [
  'SINGLE_CHOICE',
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'NUMERIC',
  'SHORT_TEXT',
] as const satisfies readonly QuestionKind[];

/** A choice as the form holds it; `key` only tells rows apart. */
export interface ChoiceValues {
  key: string;
  text: string;
  isRight: boolean;
}

/** A question as the form holds it: every kind's fields at once, so that changing the kind loses nothing. */
export interface QuestionValues {
  kind: QuestionKind;
  prompt: string;
  pointsMax: number | string;
  choices: ChoiceValues[];
  isTrue: 'true' | 'false' | '';
  number: number | string;
  tolerance: number | string;
  unit: string;
  acceptedTexts: string[];
}

/** An empty row for a choice. */
export function newChoice(): ChoiceValues {
  return { key: crypto.randomUUID(), text: '', isRight: false };
}

/** What the form starts with. */
export function valuesOf(question: AuthoredQuestionPartsFragment | null): QuestionValues {
  const choices = question?.choices.map(({ id, text, isRight }) => ({ key: id, text, isRight })) ?? [];
  return {
    kind: question?.kind ?? 'SINGLE_CHOICE',
    prompt: question?.prompt ?? '',
    pointsMax: question?.pointsMax ?? 1,
    choices: choices.length > 0 ? choices : [newChoice(), newChoice(), newChoice(), newChoice()],
    isTrue: question?.isTrue === true ? 'true' : question?.isTrue === false ? 'false' : '',
    number: question?.number ?? '',
    tolerance: question?.tolerance ?? 0,
    unit: question?.unit ?? '',
    acceptedTexts: [...(question?.acceptedTexts ?? [])],
  };
}

/** Whether a kind is answered by choosing from choices of the author's. */
export function hasChoices(kind: QuestionKind): boolean {
  return kind === 'SINGLE_CHOICE' || kind === 'MULTIPLE_CHOICE';
}

/** The question as the mutations take it: only the fields of its kind. */
export function questionInputOf(values: QuestionValues): QuestionInput {
  const head = { kind: values.kind, prompt: values.prompt.trim(), pointsMax: Number(values.pointsMax) };
  switch (values.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return {
        ...head,
        choices: values.choices
          .filter(({ text }) => text.trim() !== '')
          .map(({ text, isRight }) => ({ text: text.trim(), isRight })),
      };
    case 'TRUE_FALSE':
      return { ...head, isTrue: values.isTrue === 'true' };
    case 'NUMERIC':
      return {
        ...head,
        number: Number(values.number),
        tolerance: Number(values.tolerance),
        unit: values.unit.trim() || null,
      };
    case 'SHORT_TEXT':
      return { ...head, acceptedTexts: values.acceptedTexts };
    default:
      return values.kind satisfies never;
  }
}

/** What is wrong with a question before it is sent, by field; null where nothing is. Messages are keys of `questions.problems`. */
export function problemsOf(values: QuestionValues) {
  const written = values.choices.filter(({ text }) => text.trim() !== '');
  const right = written.filter(({ isRight }) => isRight).length;
  const needsChoices = hasChoices(values.kind);
  const choices = !needsChoices
    ? null
    : written.length < 2
      ? ('fewChoices' as const)
      : right === 0
        ? ('noRight' as const)
        : values.kind === 'SINGLE_CHOICE' && right > 1
          ? ('manyRight' as const)
          : null;
  return {
    prompt: values.prompt.trim() ? null : ('noPrompt' as const),
    pointsMax: Number(values.pointsMax) > 0 ? null : ('noPoints' as const),
    choices,
    isTrue: values.kind === 'TRUE_FALSE' && values.isTrue === '' ? ('noTruth' as const) : null,
    number: values.kind === 'NUMERIC' && values.number === '' ? ('noNumber' as const) : null,
    tolerance: values.kind === 'NUMERIC' && !(Number(values.tolerance) >= 0) ? ('badTolerance' as const) : null,
    acceptedTexts: values.kind === 'SHORT_TEXT' && values.acceptedTexts.length === 0 ? ('noTexts' as const) : null,
  };
}
