import type { ExchangedQuestion } from '../import/item.ts';
import type { Choice, IllustrationRef, Item, QuestionContent } from '../question/question.ts';

/** What a question says, field by field, in a form that can be compared: without ids, and with what is absent filled in. */
export function comparable({ draft, tags, difficulty }: ExchangedQuestion): ReadonlyMap<string, string> {
  const { prompt, pointsMax, feedback, promptIllustration } = draft;
  const fields = {
    kind: draft.kind,
    prompt: sameText(prompt),
    pointsMax,
    feedback: feedback ? sameText(feedback) || null : null,
    tags: [...tags].sort(),
    difficulty,
    illustrations: [promptIllustration ?? null, ...picturesOf(draft)].filter((one) => one !== null),
    ...contentFields(draft),
  };
  return new Map(Object.entries(fields).map(([field, value]) => [field, JSON.stringify(value)]));
}

/** The fields in which two questions differ; those that only one of them has among them. */
export function differences(one: ExchangedQuestion, other: ExchangedQuestion): string[] {
  const [before, after] = [comparable(one), comparable(other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((field) => before.get(field) !== after.get(field));
}

/** Blank lines and spaces around a Markdown text mean nothing, unless they make code of its first line. */
export function sameText(text: string): string {
  const lines = text
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  return /^(?: {4}|\t)/.test(lines) ? lines : lines.trimStart();
}

function picturesOf(content: QuestionContent): (IllustrationRef | null)[] {
  return 'choices' in content ? content.choices.map(({ illustration }) => illustration ?? null) : [];
}

function contentFields(content: QuestionContent): Record<string, unknown> {
  switch (content.kind) {
    case 'SINGLE_CHOICE':
      return { choices: choicesOf(content.choices) };
    case 'MULTIPLE_CHOICE':
      return { choices: choicesOf(content.choices), scoring: content.scoring ?? 'ALL_OR_NOTHING' };
    case 'TRUE_FALSE':
      return { isTrue: content.isTrue };
    case 'NUMERIC': {
      const { number, tolerance, toleranceKind = 'ABSOLUTE', unit } = content;
      return { number, tolerance, toleranceKind, unit: unit?.trim() || null };
    }
    case 'SHORT_TEXT': {
      const { acceptedTexts, foldsCase = true, foldsSpace = true, pattern = null } = content;
      return {
        acceptedTexts: foldsSpace ? acceptedTexts.map((text) => text.trim()) : acceptedTexts,
        foldsCase,
        foldsSpace,
        pattern,
      };
    }
    case 'MATCHING': {
      const texts = new Map(content.targets.map(({ id, text }) => [id, sameText(text)]));
      const premises = content.premises.map(({ text, targetId }) => [sameText(text), texts.get(targetId) ?? null]);
      // Formats that know pairs alone keep no order of the right side.
      return { premises, targets: [...texts.values()].sort(), scoring: content.scoring };
    }
    case 'ORDERING':
      return { items: textsOf(content.items), scoring: content.scoring };
    case 'ESSAY':
      return { wordsMax: content.wordsMax, guidance: sameText(content.guidance) };
    default:
      return content satisfies never;
  }
}

function choicesOf(choices: readonly Choice[]) {
  return choices.map(({ text, isRight }) => [sameText(text), isRight]);
}

function textsOf(items: readonly Item[]): string[] {
  return items.map(({ text }) => sameText(text));
}
