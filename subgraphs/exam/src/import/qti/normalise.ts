import type { XmlElement } from '../xml/parse-xml.ts';

/**
 * The names of QTI 3 without their prefix: `qti-choice-interaction` and QTI 2's `choiceInteraction` both become
 * `choice-interaction`, and attributes likewise. Those of HTML stay as they are.
 */
export function normalised(element: XmlElement): XmlElement {
  const attributes = Object.fromEntries(
    Object.entries(element.attributes).map(([name, value]) => [kebab(name.slice(name.indexOf(':') + 1)), value]),
  );
  const children = element.children.map((child) => (typeof child === 'string' ? child : normalised(child)));
  return { name: kebab(element.name).replace(/^qti-/, ''), attributes, children };
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The name as the specification writes it in prose: `hotspotInteraction`. */
export function specName(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
