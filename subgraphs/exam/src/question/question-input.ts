import { inputErrors } from '@lectern/subgraph';
import type { QuestionInput } from '../graphql/types.generated.ts';
import { questionErrors } from './question.errors.ts';
import { type QuestionContent, type QuestionDraft, questionProblems } from './question.ts';

/** Reads a question as its author gave it; throws BAD_INPUT or QUESTION_NOT_VALID, which name the field. */
export function readQuestion(input: QuestionInput, newChoiceId: () => string): QuestionDraft {
  const draft = { prompt: input.prompt, pointsMax: input.pointsMax ?? 1, ...readContent(input, newChoiceId) };
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
    case 'MULTIPLE_CHOICE': {
      const choices = (input.choices ?? []).map(({ text, isRight }) => ({ id: newChoiceId(), text, isRight }));
      return { kind: input.kind, choices };
    }
    case 'TRUE_FALSE':
      return { kind: input.kind, isTrue: needed('isTrue', input.isTrue) };
    case 'NUMERIC': {
      const unit = input.unit?.trim() ? input.unit.trim() : null;
      return { kind: input.kind, number: needed('number', input.number), tolerance: input.tolerance ?? 0, unit };
    }
    case 'SHORT_TEXT':
      return { kind: input.kind, acceptedTexts: input.acceptedTexts ?? [] };
    default:
      return input.kind satisfies never;
  }
}

function needed<T>(field: string, value: T | null | undefined): T {
  if (value !== null && value !== undefined) return value;
  throw inputErrors.make('BAD_INPUT', { message: `This kind of question needs ${field}.`, facts: { field } });
}
