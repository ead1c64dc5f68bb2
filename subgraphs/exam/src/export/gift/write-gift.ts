import { giftDetailsMark } from '../../import/gift/read-gift.ts';
import type { ExchangedQuestion } from '../../import/item.ts';
import type { QuestionContent } from '../../question/question.ts';
import {
  absoluteTolerance,
  contentDetails,
  percentOf,
  plainDecimal,
  writtenTags,
  writtenTexts,
} from '../details-of.ts';

/** Questions as GIFT, a block each; what GIFT has no place for stands in a comment above. */
export function writeGift(questions: readonly ExchangedQuestion[]): string {
  return questions.map(blockOf).join('\n');
}

function blockOf({ draft, tags, difficulty }: ExchangedQuestion): string {
  const named = writtenTags(tags, difficulty);
  const plain = named.filter((tag) => !tag.includes(']'));
  const details = {
    ...(draft.pointsMax === 1 ? {} : { points: draft.pointsMax }),
    ...(plain.length === named.length ? {} : { tags }),
    ...contentDetails(draft),
    ...(draft.kind === 'ESSAY' && draft.guidance !== '' ? { guidance: draft.guidance } : {}),
  };
  const comments = [
    ...(plain.length > 0 ? [`// ${plain.map((tag) => `[tag:${tag}]`).join(' ')}`] : []),
    ...(Object.keys(details).length > 0 ? [`// ${giftDetailsMark}${JSON.stringify(details)}`] : []),
  ];
  const feedback = draft.feedback ? `####${text(draft.feedback)}` : '';
  const answers = `${answersOf(draft)}${feedback}`;
  return `${[...comments, `[markdown]${escaped(draft.prompt)} {${answers}}`].join('\n')}\n`;
}

function answersOf(content: QuestionContent): string {
  switch (content.kind) {
    case 'SINGLE_CHOICE':
      return lines(content.choices.map((choice) => `${choice.isRight ? '=' : '~'}${text(choice.text)}`));
    case 'MULTIPLE_CHOICE':
      return lines(content.choices.map((choice) => `~%${percentOf(content, choice.isRight)}%${text(choice.text)}`));
    case 'TRUE_FALSE':
      return content.isTrue ? 'TRUE' : 'FALSE';
    case 'NUMERIC':
      return `#${plainDecimal(content.number)}:${plainDecimal(absoluteTolerance(content))}`;
    case 'SHORT_TEXT':
      return lines(writtenTexts(content).map((one) => `=${text(one.replaceAll('*', '\\*'))}`));
    case 'MATCHING': {
      const texts = new Map(content.targets.map((target) => [target.id, target.text]));
      const used = new Set(content.premises.map(({ targetId }) => targetId));
      const others = content.targets.filter(({ id }) => !used.has(id));
      return lines([
        ...content.premises.map((premise) => `=${text(premise.text)} -> ${escaped(texts.get(premise.targetId) ?? '')}`),
        ...others.map((target) => `= -> ${escaped(target.text)}`),
      ]);
    }
    case 'ESSAY':
    case 'ORDERING':
      return '';
    default:
      return content satisfies never;
  }
}

function lines(answers: readonly string[]): string {
  return `\n${answers.map((answer) => `  ${answer}\n`).join('')}`;
}

/** A text that begins like a weight or a format says its format first. */
function text(markdown: string): string {
  const escapedText = escaped(markdown);
  return /^\s*[%[]/.test(escapedText) ? `[markdown]${escapedText}` : escapedText;
}

function escaped(markdown: string): string {
  return markdown
    .trim()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\:#={}~]/g, '\\$&')
    .replaceAll('\n', '\\n');
}
