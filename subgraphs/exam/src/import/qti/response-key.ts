import { elementOf, elementsOf, textOf, type XmlElement } from '../xml/parse-xml.ts';

/** What an item declares about the right response. */
export type ResponseKey = {
  readonly cardinality: string;
  readonly baseType: string;
  readonly correct: readonly string[];
  /** The correct responses as pairs of identifiers, where they are. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly mapping: ReadonlyMap<string, number>;
  /** Whether any entry of the mapping says that case does not matter. */
  readonly foldsCase: boolean;
  /** Whether points come from the mapping, not from being all right. */
  readonly isMapped: boolean;
};

export function readResponse(item: XmlElement, identifier: string): ResponseKey {
  const declaration = elementsOf(item, 'response-declaration').find(
    ({ attributes }) => attributes.identifier === identifier,
  );
  const right = declaration && elementOf(declaration, 'correct-response');
  const correct = (right ? elementsOf(right, 'value') : []).map((value) => textOf(value).trim());
  const mapped = declaration && elementOf(declaration, 'mapping');
  const entries = mapped ? elementsOf(mapped, 'map-entry') : [];
  const mapping = new Map(
    entries.map(({ attributes }) => [attributes['map-key'] ?? '', Number(attributes['mapped-value'] ?? 0) || 0]),
  );
  const processing = elementOf(item, 'response-processing');
  const isMapped = mapping.size > 0 && (correct.length === 0 || usesMapping(processing));
  return {
    cardinality: declaration?.attributes.cardinality ?? 'single',
    baseType: declaration?.attributes['base-type'] ?? 'string',
    correct,
    pairs: pairsOf(
      correct.length > 0 ? correct : [...mapping].filter(([, points]) => points > 0).map(([pair]) => pair),
    ),
    mapping,
    foldsCase: entries.some(({ attributes }) => attributes['case-sensitive'] === 'false'),
    isMapped,
  };
}

function usesMapping(processing: XmlElement | undefined): boolean {
  if (processing === undefined) return false;
  return /map_response/.test(processing.attributes.template ?? '') || holds(processing, 'map-response');
}

function holds(element: XmlElement, name: string): boolean {
  return elementsOf(element).some((child) => child.name === name || holds(child, name));
}

function pairsOf(values: readonly string[]): (readonly [string, string])[] {
  return values.flatMap((value): (readonly [string, string])[] => {
    const [from, to] = value.split(/\s+/);
    return from !== undefined && to !== undefined ? [[from, to]] : [];
  });
}
