import { escapedAttribute, escapedXml } from '../rich-text/html-of-markdown.ts';
import type { XmlElement, XmlNode } from './parse-xml.ts';

/** The children of an element as HTML, without those that `isLeftOut`. */
export function innerHtml(
  { children }: XmlElement,
  replace: (element: XmlElement) => string | null = () => null,
): string {
  return children.map((child) => htmlOfNode(child, replace)).join('');
}

function htmlOfNode(node: XmlNode, replace: (element: XmlElement) => string | null): string {
  if (typeof node === 'string') return escapedXml(node);
  const replaced = replace(node);
  if (replaced !== null) return replaced;
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapedAttribute(value)}"`);
  return `<${node.name}${attributes.join('')}>${innerHtml(node, replace)}</${node.name}>`;
}
