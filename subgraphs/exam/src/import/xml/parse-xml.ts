import { SaxesParser } from 'saxes';
import { importErrors } from '../import.errors.ts';
import { problem, type RowProblem } from '../item.ts';

/** An element of an XML file. Names are without their prefix. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
};
export type XmlNode = XmlElement | string;

/** `brokenLine` is the line from which on the file is not well-formed; elements that had not ended are left out. */
export type ParsedXml = { readonly root: XmlElement; readonly brokenLine: number | null };

type OpenElement = { name: string; attributes: Record<string, string>; children: XmlNode[] };

const depthMax = 100;

/**
 * Reads XML into plain elements. A document type is refused, and with it every entity of a file's own and everything
 * outside the file; the parser knows no others. Throws IMPORT_XML_REFUSED, IMPORT_XML_NOT_VALID.
 */
export function parseXml(text: string): ParsedXml {
  const open: OpenElement[] = [];
  let root: OpenElement | null = null;
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw importErrors.make('IMPORT_XML_REFUSED');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= depthMax) throw importErrors.make('IMPORT_XML_REFUSED');
    const element = { name: localName(name), attributes, children: [] };
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) open.at(-1)?.children.push(element);
  });
  const addText = (content: string) => open.at(-1)?.children.push(content);
  parser.on('text', addText);
  parser.on('cdata', addText);
  let brokenLine: number | null = null;
  parser.on('error', () => {
    brokenLine ??= parser.line;
    throw stopped;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error !== stopped) throw error;
  }
  if (root === null) throw importErrors.make('IMPORT_XML_NOT_VALID');
  return { root, brokenLine };
}

const stopped = new Error('the file is not well-formed');

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function elementsOf({ children }: XmlElement, name?: string): XmlElement[] {
  return children.flatMap((child) => {
    return typeof child !== 'string' && (name === undefined || child.name === name) ? [child] : [];
  });
}

export function elementOf(element: XmlElement, name: string): XmlElement | undefined {
  return elementsOf(element, name)[0];
}

/** All text within an element, in order. */
export function textOf(element: XmlElement | undefined): string {
  if (!element) return '';
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** All elements within one that fit, in order. */
export function descendants(element: XmlElement, fits: (element: XmlElement) => boolean): XmlElement[] {
  return elementsOf(element).flatMap((child) => [...(fits(child) ? [child] : []), ...descendants(child, fits)]);
}

/** What is said of a file from which no more can be read. */
export function brokenXml(line: number): RowProblem {
  return problem(
    null,
    'XML_BROKEN',
    `From line ${line} on the file is not well-formed XML; nothing after can be read.`,
  );
}
