import { inputErrors } from '@lectern/subgraph';
import type { QuestionInput } from '../graphql/types.generated.ts';
import { questionErrors } from './question.errors.ts';
import { type Choice, type QuestionContent, type QuestionDraft, questionProblems } from './question.ts';

/** Reads a question as its author gave it; throws BAD_INPUT or QUESTION_NOT_VALID, which name the field. */
export function readQuestion(input: QuestionInput, newChoiceId: () => string): QuestionDraft {
  const draft: QuestionDraft = {
    prompt: input.prompt,
    pointsMax: input.pointsMax ?? 1,
    feedback: input.feedback?.trim() ? input.feedback : null,
    promptIllustration: input.illustration ?? null,
    ...readContent(input, newChoiceId),
  };
  const [problem] = questionProblems(draft);
  if (problem) {
    const facts = { field: problem.field, problem: problem.code };
    throw questionErrors.make('QUESTION_NOT_VALID', { message: problem.message, facts });
  }
  return draft;
}

function readContent(input: QuestionInput, newChoiceId: () => string): QuestionContent {
  switch (input.kind) {
    case 'SINGLE_CHOICE':
      return { kind: input.kind, choices: readChoices(input, newChoiceId) };
    case 'MULTIPLE_CHOICE': {
      return { kind: input.kind, choices: readChoices(input, newChoiceId), scoring: input.scoring ?? 'ALL_OR_NOTHING' };
    }
    case 'TRUE_FALSE':
      return { kind: input.kind, isTrue: needed('isTrue', input.isTrue) };
    case 'NUMERIC': {
      const unit = input.unit?.trim() ? input.unit.trim() : null;
      const toleranceKind = input.toleranceKind ?? 'ABSOLUTE';
      const number = needed('number', input.number);
      return { kind: input.kind, number, tolerance: input.tolerance ?? 0, toleranceKind, unit };
    }
    case 'SHORT_TEXT':
      return {
        kind: input.kind,
        acceptedTexts: input.acceptedTexts ?? [],
        foldsCase: input.foldsCase ?? true,
        foldsSpace: input.foldsSpace ?? true,
        pattern: input.pattern || null,
      };
    case 'MATCHING': {
      const targets = (input.targets ?? []).map(({ text }) => ({ id: newChoiceId(), text }));
      const premises = (input.premises ?? []).map(({ text, target }) => ({
        id: newChoiceId(),
        text,
        targetId: targets[target - 1]?.id ?? '',
      }));
      return { kind: input.kind, premises, targets, scoring: wholeOrShare(input) };
    }
    case 'ORDERING': {
      const items = (input.items ?? []).map(({ text }) => ({ id: newChoiceId(), text }));
      return { kind: input.kind, items, scoring: wholeOrShare(input) };
    }
    case 'ESSAY':
      return { kind: input.kind, wordsMax: input.wordsMax ?? null, guidance: input.guidance ?? '' };
    default:
      return input.kind satisfies never;
  }
}

function readChoices(input: QuestionInput, newChoiceId: () => string): Choice[] {
  return (input.choices ?? []).map(({ text, isRight, illustration }) => ({
    id: newChoiceId(),
    text,
    isRight,
    illustration: illustration ?? null,
  }));
}

/** What is wrong takes nothing away where there is no end to what can be wrong. */
function wholeOrShare({ scoring }: QuestionInput): 'ALL_OR_NOTHING' | 'PARTIAL' {
  return scoring === 'PARTIAL' || scoring === 'PARTIAL_NEGATIVE' ? 'PARTIAL' : 'ALL_OR_NOTHING';
}

function needed<T>(field: string, value: T | null | undefined): T {
  if (value !== null && value !== undefined) return value;
  throw inputErrors.make('BAD_INPUT', { message: `This kind of question needs ${field}.`, facts: { field } });
}
