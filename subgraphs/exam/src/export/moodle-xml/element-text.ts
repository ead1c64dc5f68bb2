import { escapedAttribute, escapedXml } from '../../import/rich-text/html-of-markdown.ts';

/** An element that holds Markdown, and says so. */
export function rich(
  name: string,
  markdown: string,
  attributes: Readonly<Record<string, string>> = {},
  more = '',
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapedAttribute(value)}"`);
  return `<${name}${written.join('')} format="markdown">${plain(markdown)}${more}</${name}>`;
}

export function plain(text: string): string {
  return `<text>${escapedXml(text)}</text>`;
}
