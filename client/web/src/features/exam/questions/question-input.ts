import type { IllustrationPartsFragment, QuestionInput } from '@lectern/sdk';
import type { PairValues, QuestionValues } from './question-values.ts';

function pictureOf(illustration: IllustrationPartsFragment | null) {
  return illustration ? { illustration: { id: illustration.id, alt: illustration.alt.trim() } } : {};
}

function texts(values: readonly { readonly text: string }[]): string[] {
  return values.map(({ text }) => text.trim()).filter((text) => text !== '');
}

/** The pairs that are written, trimmed. */
export function writtenPairs(pairs: readonly PairValues[]): readonly PairValues[] {
  return pairs
    .map(({ key, left, right }) => ({ key, left: left.trim(), right: right.trim() }))
    .filter(({ left, right }) => left !== '' || right !== '');
}

/** The right sides as learners are offered them: each text once, then those that belong to nothing. */
export function targetsOf(values: Pick<QuestionValues, 'pairs' | 'extraTargets'>): readonly string[] {
  const rights = writtenPairs(values.pairs).map(({ right }) => right);
  return [...new Set([...rights, ...texts(values.extraTargets)])];
}

function matchingOf(values: QuestionValues) {
  const targets = targetsOf(values);
  return {
    premises: writtenPairs(values.pairs).map(({ left, right }) => ({ text: left, target: targets.indexOf(right) + 1 })),
    targets: targets.map((text) => ({ text })),
  };
}

function numericOf({ number, tolerance, toleranceKind, unit }: QuestionValues) {
  const bound = Number(tolerance);
  return {
    number: Number(number),
    tolerance: toleranceKind === 'RELATIVE' ? Number((bound / 100).toPrecision(12)) : bound,
    toleranceKind,
    unit: unit.trim() || null,
  };
}

/** What depends on the kind, as the mutations take it. */
function contentOf(values: QuestionValues): Omit<QuestionInput, 'kind' | 'prompt'> {
  const { kind, scoring } = values;
  switch (kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      const choices = values.choices
        .filter(({ text, illustration }) => text.trim() !== '' || illustration !== null)
        .map(({ text, isRight, illustration }) => ({ text: text.trim(), isRight, ...pictureOf(illustration) }));
      return kind === 'SINGLE_CHOICE' ? { choices } : { choices, scoring };
    }
    case 'TRUE_FALSE':
      return { isTrue: values.isTrue === 'true' };
    case 'NUMERIC':
      return numericOf(values);
    case 'SHORT_TEXT': {
      const { acceptedTexts, foldsCase, foldsSpace, pattern } = values;
      return { acceptedTexts, foldsCase, foldsSpace, pattern: pattern.trim() || null };
    }
    case 'MATCHING':
      return { ...matchingOf(values), scoring: scoring === 'ALL_OR_NOTHING' ? scoring : 'PARTIAL' };
    case 'ORDERING': {
      const items = texts(values.items).map((text) => ({ text }));
      return { items, scoring: scoring === 'ALL_OR_NOTHING' ? scoring : 'PARTIAL' };
    }
    case 'ESSAY':
      return { wordsMax: values.wordsMax === '' ? null : Number(values.wordsMax), guidance: values.guidance.trim() };
    default:
      return kind satisfies never;
  }
}

/** The question as the mutations take it: only the fields of its kind. */
export function questionInputOf(values: QuestionValues): QuestionInput {
  return {
    kind: values.kind,
    prompt: values.prompt.trim(),
    pointsMax: Number(values.pointsMax),
    ...contentOf(values),
    ...(values.feedback.trim() ? { feedback: values.feedback.trim() } : {}),
    ...pictureOf(values.illustration),
  };
}
