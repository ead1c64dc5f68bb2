import { type Question, questionProblems, type ToleranceKind } from '../question/question.ts';

/** The key of a question as it should be: what belongs to its kind, or that it shall not count. */
export type KeyChange = {
  readonly questionId: string;
  readonly isVoided: boolean;
  readonly rightChoiceIds?: readonly string[] | null | undefined;
  readonly isTrue?: boolean | null | undefined;
  readonly number?: number | null | undefined;
  readonly tolerance?: number | null | undefined;
  readonly toleranceKind?: ToleranceKind | null | undefined;
  readonly acceptedTexts?: readonly string[] | null | undefined;
  readonly pattern?: string | null | undefined;
  readonly matches?: readonly { readonly premiseId: string; readonly targetId: string }[] | null | undefined;
  readonly order?: readonly string[] | null | undefined;
};

type KeyField = Exclude<keyof KeyChange, 'questionId' | 'isVoided'>;

/** The question with its new key, or which field does not fit and what it must be. */
export type Correction =
  | { readonly question: Question }
  | { readonly field: KeyField | 'isVoided'; readonly message: string };

const fieldsOf = {
  SINGLE_CHOICE: ['rightChoiceIds'],
  MULTIPLE_CHOICE: ['rightChoiceIds'],
  TRUE_FALSE: ['isTrue'],
  NUMERIC: ['number', 'tolerance', 'toleranceKind'],
  SHORT_TEXT: ['acceptedTexts', 'pattern'],
  MATCHING: ['matches'],
  ORDERING: ['order'],
  ESSAY: [],
} as const satisfies Record<Question['kind'], readonly KeyField[]>;

const keyFields = [...new Set(Object.values(fieldsOf).flat())];

/** The fields of a key that a change names. */
export function givenFields(change: KeyChange): KeyField[] {
  return keyFields.filter((field) => change[field] !== null && change[field] !== undefined);
}

/** Puts a new key into a question. Of a key with several parts, what is not given stays as it is. */
export function correctedQuestion(question: Question, change: KeyChange): Correction {
  const wanted: readonly KeyField[] = fieldsOf[question.kind];
  const given = givenFields(change);
  const other = given.find((field) => !wanted.includes(field));
  if (other) return { field: other, message: `A question of this kind has no ${other}.` };
  const [first] = wanted;
  if (!first) return { field: 'isVoided', message: 'An essay has no key; it can only be voided.' };
  if (given.length === 0) return { field: first, message: `Give ${wanted.join(' or ')}, or void the question.` };
  const corrected = withKey(question, change);
  if ('field' in corrected) return corrected;
  // A correction may accept several choices where one can be chosen.
  const [problem] = questionProblems(corrected.question).filter(({ code }) => code !== 'ANSWERS_TOO_MANY');
  return problem ? { field: given[0] ?? first, message: problem.message } : corrected;
}

function withKey(question: Question, change: KeyChange): Correction {
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      const right = change.rightChoiceIds ?? [];
      const choices = question.choices.map((choice) => ({ ...choice, isRight: right.includes(choice.id) }));
      const isKnown = right.every((id) => choices.some((choice) => choice.id === id));
      if (!isKnown) return { field: 'rightChoiceIds', message: 'A choice is not one of the question’s.' };
      return { question: { ...question, choices } };
    }
    case 'TRUE_FALSE':
      return { question: { ...question, isTrue: change.isTrue ?? question.isTrue } };
    case 'NUMERIC': {
      const { number, tolerance, toleranceKind } = change;
      const kind = toleranceKind ?? question.toleranceKind ?? 'ABSOLUTE';
      const key = { number: number ?? question.number, tolerance: tolerance ?? question.tolerance };
      return { question: { ...question, ...key, toleranceKind: kind } };
    }
    case 'SHORT_TEXT': {
      const acceptedTexts = change.acceptedTexts ?? question.acceptedTexts;
      // An empty pattern takes the pattern away.
      const pattern = change.pattern === '' ? null : (change.pattern ?? question.pattern ?? null);
      return { question: { ...question, acceptedTexts, pattern } };
    }
    case 'MATCHING':
      return withMatches(question, change.matches ?? []);
    case 'ORDERING': {
      const order = change.order ?? [];
      const items = order.flatMap((id) => question.items.find((item) => item.id === id) ?? []);
      const isWhole = new Set(order).size === question.items.length && items.length === question.items.length;
      return isWhole ? { question: { ...question, items } } : { field: 'order', message: 'Name every item once.' };
    }
    case 'ESSAY':
      return { question };
    default:
      return question satisfies never;
  }
}

function withMatches(
  question: Extract<Question, { readonly kind: 'MATCHING' }>,
  matches: NonNullable<KeyChange['matches']>,
): Correction {
  const field = 'matches';
  const targetOf = new Map(matches.map(({ premiseId, targetId }) => [premiseId, targetId]));
  const isKnown = matches.every(({ premiseId }) => question.premises.some(({ id }) => id === premiseId));
  if (!isKnown || targetOf.size < matches.length || matches.length < question.premises.length) {
    return { field, message: 'Name every left side once.' };
  }
  const premises = question.premises.map((premise) => ({
    ...premise,
    targetId: targetOf.get(premise.id) ?? premise.targetId,
  }));
  const isTarget = premises.every(({ targetId }) => question.targets.some(({ id }) => id === targetId));
  if (!isTarget) return { field, message: 'A right side is not one of the question’s.' };
  return { question: { ...question, premises } };
}
