import type { RowProblem } from '../item.ts';
import { problem } from '../item.ts';
import { readHtml } from '../rich-text/markdown-of-html.ts';
import { elementOf, elementsOf, textOf, type XmlElement } from '../xml/parse-xml.ts';

/** Reads the texts of one question as Markdown, and reports what they show that is not read. */
export type MoodleTexts = {
  readonly problems: RowProblem[];
  /** The text in an element, in the element's format. */
  rich(element: XmlElement | undefined, field: string): string;
};

export function createMoodleTexts(): MoodleTexts {
  const problems: RowProblem[] = [];
  return {
    problems,
    rich(element, field) {
      if (element === undefined) return '';
      const text = plainText(element);
      const format = element.attributes.format ?? 'html';
      if (format === 'markdown' || format === 'plain_text') {
        const file = /@@PLUGINFILE@@\/([^\s)"'?]+)/.exec(text)?.[1];
        if (file !== undefined) problems.push(embedded(field, file));
        return text.trim();
      }
      const html = format === 'moodle_auto_format' ? text.trim().replaceAll(/\r?\n/g, '<br/>') : text;
      const read = readHtml(html, field);
      problems.push(...read.problems, ...unusedFiles(element, field, text));
      return read.markdown;
    },
  };
}

function embedded(field: string, file: string): RowProblem {
  return problem(field, 'EMBEDDED_FILE', `It shows the file ${file}, which is not read; add it as an illustration.`);
}

/** Files that come along but are shown by something else than a picture, such as a link. */
function unusedFiles(element: XmlElement, field: string, text: string): RowProblem[] {
  return elementsOf(element, 'file')
    .map((file) => file.attributes.name ?? 'without a name')
    .filter((name) => text.includes('@@PLUGINFILE@@') && !/<(img|audio|video|source)\b/i.test(text) && name !== '')
    .map((name) => embedded(field, name));
}

/** The text in an element's `text`, or in itself where there is none. */
export function plainText(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  return textOf(elementOf(element, 'text') ?? element);
}

/** The share of the points that an answer gives. */
export function percentOf(answer: XmlElement): number {
  const percent = Number(answer.attributes.fraction ?? 'none');
  return Number.isFinite(percent) ? percent : 0;
}
