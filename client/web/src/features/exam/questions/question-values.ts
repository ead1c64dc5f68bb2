import type {
  AuthoredQuestionPartsFragment,
  IllustrationPartsFragment,
  PartialScoring,
  QuestionKind,
  ToleranceKind,
} from '@lectern/sdk';

/** The kinds of questions, in the order they are offered. */
export const questionKinds = [
  'SINGLE_CHOICE',
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'NUMERIC',
  'SHORT_TEXT',
  'MATCHING',
  'ORDERING',
  'ESSAY',
] as const satisfies readonly QuestionKind[];

/** A choice as the form holds it; `key` only tells rows apart. */
export interface ChoiceValues {
  key: string;
  text: string;
  isRight: boolean;
  illustration: IllustrationPartsFragment | null;
}

/** Something with a text of its own: a thing to put in order, or a right side that belongs to nothing. */
export interface ItemValues {
  key: string;
  text: string;
}

/** A left side and what belongs to it. Pairs with the same right side share it. */
export interface PairValues {
  key: string;
  left: string;
  right: string;
}

/** A question as the form holds it: every kind's fields at once, so that changing the kind loses nothing. */
export interface QuestionValues {
  kind: QuestionKind;
  prompt: string;
  pointsMax: number | string;
  illustration: IllustrationPartsFragment | null;
  choices: ChoiceValues[];
  isTrue: 'true' | 'false' | '';
  number: number | string;
  /** In the unit of the number, or in per cent of it. */
  tolerance: number | string;
  toleranceKind: ToleranceKind;
  unit: string;
  acceptedTexts: string[];
  foldsCase: boolean;
  foldsSpace: boolean;
  pattern: string;
  scoring: PartialScoring;
  pairs: PairValues[];
  extraTargets: ItemValues[];
  items: ItemValues[];
  wordsMax: number | string;
  guidance: string;
  feedback: string;
}

/** An empty row for a choice. */
export function newChoice(): ChoiceValues {
  return { key: crypto.randomUUID(), text: '', isRight: false, illustration: null };
}

/** An empty row for an item. */
export function newItem(): ItemValues {
  return { key: crypto.randomUUID(), text: '' };
}

/** An empty row for a pair. */
export function newPair(): PairValues {
  return { key: crypto.randomUUID(), left: '', right: '' };
}

/** Whether a kind is answered by choosing from choices of the author's. */
export function hasChoices(kind: QuestionKind): boolean {
  return kind === 'SINGLE_CHOICE' || kind === 'MULTIPLE_CHOICE';
}

/** The ways of scoring that a kind offers; none for kinds with one right answer. */
export function scoringsOf(kind: QuestionKind): readonly PartialScoring[] {
  if (kind === 'MULTIPLE_CHOICE') return ['ALL_OR_NOTHING', 'PARTIAL', 'PARTIAL_NEGATIVE'];
  return kind === 'MATCHING' || kind === 'ORDERING' ? ['ALL_OR_NOTHING', 'PARTIAL'] : [];
}

/** A share as per cent, without the dust of binary fractions: 0.07 is 7, not 7.000000000000001. */
function percentOf(share: number): number {
  return Number((share * 100).toPrecision(12));
}

function matchesOf({ premises, targets }: AuthoredQuestionPartsFragment) {
  const textOf = new Map(targets.map(({ id, text }) => [id, text]));
  const used = new Set(premises.map(({ targetId }) => targetId));
  return {
    pairs: premises.map(({ id, text, targetId }) => ({ key: id, left: text, right: textOf.get(targetId) ?? '' })),
    extraTargets: targets.filter(({ id }) => !used.has(id)).map(({ id, text }) => ({ key: id, text })),
  };
}

function emptyValues(): QuestionValues {
  return {
    kind: 'SINGLE_CHOICE',
    prompt: '',
    pointsMax: 1,
    illustration: null,
    choices: [newChoice(), newChoice(), newChoice(), newChoice()],
    isTrue: '',
    number: '',
    tolerance: 0,
    toleranceKind: 'ABSOLUTE',
    unit: '',
    acceptedTexts: [],
    foldsCase: true,
    foldsSpace: true,
    pattern: '',
    scoring: 'ALL_OR_NOTHING',
    pairs: [newPair(), newPair(), newPair()],
    extraTargets: [],
    items: [newItem(), newItem(), newItem()],
    wordsMax: '',
    guidance: '',
    feedback: '',
  };
}

/** What the form starts with. */
export function valuesOf(question: AuthoredQuestionPartsFragment | null): QuestionValues {
  const empty = emptyValues();
  if (!question) return empty;
  const { choices, items, isTrue, tolerance, toleranceKind } = question;
  return {
    ...empty,
    kind: question.kind,
    prompt: question.prompt,
    pointsMax: question.pointsMax,
    illustration: question.illustration,
    ...(choices.length > 0 ? { choices: choices.map(({ id, ...choice }) => ({ key: id, ...choice })) } : {}),
    isTrue: isTrue === null ? '' : isTrue ? 'true' : 'false',
    number: question.number ?? '',
    tolerance: toleranceKind === 'RELATIVE' ? percentOf(tolerance ?? 0) : (tolerance ?? 0),
    toleranceKind: toleranceKind ?? 'ABSOLUTE',
    unit: question.unit ?? '',
    acceptedTexts: [...question.acceptedTexts],
    foldsCase: question.foldsCase ?? true,
    foldsSpace: question.foldsSpace ?? true,
    pattern: question.pattern ?? '',
    scoring: question.scoring ?? 'ALL_OR_NOTHING',
    ...(question.premises.length > 0 ? matchesOf(question) : {}),
    ...(items.length > 0 ? { items: items.map(({ id, text }) => ({ key: id, text })) } : {}),
    wordsMax: question.wordsMax ?? '',
    guidance: question.guidance ?? '',
    feedback: question.feedback ?? '',
  };
}
