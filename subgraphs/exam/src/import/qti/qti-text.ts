import type { RowProblem } from '../item.ts';
import { htmlOfMarkdown } from '../rich-text/html-of-markdown.ts';
import { readHtml } from '../rich-text/markdown-of-html.ts';
import { innerHtml } from '../xml/html-of-element.ts';
import { elementsOf, parseXml, type XmlElement } from '../xml/parse-xml.ts';

/** Where Lectern keeps the Markdown that an element was written from. */
export const markdownAttribute = 'data-lectern-markdown';

export type QtiTexts = {
  readonly problems: RowProblem[];
  /** What an element shows as Markdown; `replace` gives other HTML for some of its elements. */
  rich(element: XmlElement | undefined, field: string, replace?: (element: XmlElement) => string | null): string;
};

export function createQtiTexts(): QtiTexts {
  const problems: RowProblem[] = [];
  return {
    problems,
    rich(element, field, replace = () => null) {
      if (element === undefined) return '';
      const source = sourceIn(element);
      if (source !== null) return source;
      const read = readHtml(innerHtml(element, replace), field);
      problems.push(...read.problems);
      return read.markdown;
    },
  };
}

/** The Markdown counts while what it makes is what stands there: what was changed elsewhere since then counts more. */
function sourceIn(element: XmlElement): string | null {
  const holder = elementsOf(element).find(({ attributes }) => markdownAttribute in attributes);
  const source = holder?.attributes[markdownAttribute];
  if (holder === undefined || source === undefined) return null;
  return innerHtml(holder) === renderedAgain(source) ? source : null;
}

function renderedAgain(markdown: string): string | null {
  try {
    return innerHtml(parseXml(`<div>${htmlOfMarkdown(markdown)}</div>`).root);
  } catch {
    return null;
  }
}
