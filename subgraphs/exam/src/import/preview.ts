import type { QuestionDraft } from '../question/question.ts';
import { choiceLetters } from './csv/columns.ts';
import type { NumberedQuestion } from './item.ts';

export type PreviewedQuestion = {
  readonly row: number;
  readonly kind: QuestionDraft['kind'];
  readonly prompt: string;
  readonly choices: readonly string[];
  readonly answer: string;
};

export function previewOf({ row, draft }: NumberedQuestion): PreviewedQuestion {
  return { row, kind: draft.kind, prompt: draft.prompt, choices: choicesOf(draft), answer: answerOf(draft) };
}

function choicesOf(draft: QuestionDraft): string[] {
  switch (draft.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return draft.choices.map(({ text }) => text);
    case 'MATCHING':
      return draft.targets.map(({ text }) => text);
    case 'ORDERING':
      return draft.items.map(({ text }) => text);
    default:
      return [];
  }
}

/** The key as people write it in a file. */
function answerOf(draft: QuestionDraft): string {
  switch (draft.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return draft.choices
        .flatMap(({ isRight }, index) => (isRight ? [(choiceLetters[index] ?? '').toUpperCase()] : []))
        .join(', ');
    case 'TRUE_FALSE':
      return draft.isTrue ? 'TRUE' : 'FALSE';
    case 'NUMERIC':
      return [draft.number, toleranceOf(draft), draft.unit ?? ''].filter(String).join(' ');
    case 'SHORT_TEXT':
      return [...draft.acceptedTexts, ...(draft.pattern ? [`/${draft.pattern}/`] : [])].join(' | ');
    case 'MATCHING': {
      const targets = new Map(draft.targets.map(({ id, text }) => [id, text]));
      return draft.premises.map(({ text, targetId }) => `${text} → ${targets.get(targetId) ?? ''}`).join(' | ');
    }
    case 'ORDERING':
      return draft.items.map(({ text }) => text).join(' → ');
    case 'ESSAY':
      return draft.guidance;
    default:
      return draft satisfies never;
  }
}

function toleranceOf({ tolerance, toleranceKind }: Extract<QuestionDraft, { kind: 'NUMERIC' }>): string {
  if (tolerance === 0) return '';
  return toleranceKind === 'RELATIVE' ? `± ${Number((tolerance * 100).toPrecision(12))} %` : `± ${tolerance}`;
}
