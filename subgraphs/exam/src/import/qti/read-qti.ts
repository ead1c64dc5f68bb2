import { parseDetails, splitTags, withDetails } from '../details.ts';
import { importErrors } from '../import.errors.ts';
import { checkedItem, type ItemOutcome, type NewId, problem, type ReadItems, readItems } from '../item.ts';
import { checkRowCount } from '../row-limit.ts';
import { brokenXml, elementOf, elementsOf, parseXml, type XmlElement } from '../xml/parse-xml.ts';
import { normalised } from './normalise.ts';
import { questionOfItem } from './question-of-item.ts';

/** Where Lectern keeps what QTI has no place for. */
export const detailsAttribute = 'data-lectern-details';

const roots = new Set(['assessment-item', 'assessment-test', 'assessment-section', 'test-part', 'assessment-items']);

/** Reads QTI 3, and QTI 2 where it says the same: one item, or a test or section with items in it. */
export function readQti(text: string, newId: NewId): ReadItems {
  const { root: asWritten, brokenLine } = parseXml(text);
  const root = normalised(asWritten);
  if (!roots.has(root.name)) throw importErrors.make('IMPORT_FORMAT_UNKNOWN');
  const found = itemsIn(root);
  checkRowCount(found.length);
  const outcomes = found.map((element) =>
    element.name === 'assessment-item' ? readItem(element, [], newId) : missingItem(element.attributes.href ?? ''),
  );
  if (brokenLine !== null) outcomes.push({ question: null, problems: [brokenXml(brokenLine)] });
  return readItems(outcomes.map((outcome, index) => ({ row: index + 1, ...outcome })));
}

/** Items and references to items, in order. */
function itemsIn(element: XmlElement): XmlElement[] {
  if (element.name === 'assessment-item' || element.name === 'assessment-item-ref') return [element];
  return elementsOf(element).flatMap(itemsIn);
}

export function missingItem(href: string): ItemOutcome {
  const message = `The item ${href.slice(0, 200)} is not in the file; import the whole package as a ZIP file.`;
  return { question: null, problems: [problem(null, 'ITEM_NOT_IN_FILE', message)] };
}

/** Reads one item; `keywords` are what the package says of it. */
export function readItem(item: XmlElement, keywords: readonly string[], newId: NewId): ItemOutcome {
  const { draft, problems } = questionOfItem(item, newId);
  if (draft === null) return checkedItem(null, problems);
  const own = elementOf(item, 'item-body')?.attributes[detailsAttribute];
  const details = own === undefined ? {} : parseDetails(own);
  const applied = withDetails({ draft, ...splitTags(keywords) }, details ?? {});
  const invalid = details === null ? [problem(null, 'DETAIL_NOT_VALID', `Its ${detailsAttribute} is not JSON.`)] : [];
  return checkedItem(applied.question, [...problems, ...applied.problems, ...invalid]);
}
