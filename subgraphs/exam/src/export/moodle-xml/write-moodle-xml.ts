import type { ExchangedQuestion } from '../../import/item.ts';
import { escapedXml } from '../../import/rich-text/html-of-markdown.ts';
import { contentDetails, writtenTags } from '../details-of.ts';
import { answersOf, typeOf } from './answers.ts';
import { plain, rich } from './element-text.ts';

/** Questions as Moodle's XML. Texts are Markdown, which Moodle knows; what it has no place for is in `lectern`. */
export function writeMoodleXml(questions: readonly ExchangedQuestion[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${questions.map(elementOf).join('')}</quiz>\n`;
}

function elementOf({ draft, tags, difficulty }: ExchangedQuestion): string {
  const details = contentDetails(draft);
  const named = writtenTags(tags, difficulty);
  return [
    `<question type="${typeOf(draft.kind)}">`,
    `<name><text>${escapedXml(nameOf(draft.prompt))}</text></name>`,
    rich('questiontext', draft.prompt),
    rich('generalfeedback', draft.feedback ?? ''),
    `<defaultgrade>${draft.pointsMax}</defaultgrade>`,
    ...answersOf(draft),
    ...(named.length > 0 ? [`<tags>${named.map((tag) => `<tag>${plain(tag)}</tag>`).join('')}</tags>`] : []),
    ...(Object.keys(details).length > 0 ? [`<lectern>${escapedXml(JSON.stringify(details))}</lectern>`] : []),
    '</question>\n',
  ].join('\n');
}

/** Moodle asks for a name; the beginning of the question is as good as any. */
function nameOf(prompt: string): string {
  const [line = ''] = prompt.trim().split('\n');
  return [...line].slice(0, 60).join('');
}
