import { markdownAttribute } from '../../import/qti/qti-text.ts';
import { escapedAttribute, escapedXml, htmlOfMarkdown } from '../../import/rich-text/html-of-markdown.ts';

/** Markdown as XHTML. What other programs change in it counts more than the Markdown when it is read again. */
export function richBlock(markdown: string): string {
  return `<div ${markdownAttribute}="${escapedAttribute(markdown)}">${htmlOfMarkdown(markdown)}</div>`;
}

export function value(text: string): string {
  return `<qti-value>${escapedXml(text)}</qti-value>`;
}
