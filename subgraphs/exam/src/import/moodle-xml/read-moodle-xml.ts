import { parseDetails, splitTags, tagsOfCategory, withDetails } from '../details.ts';
import { importErrors } from '../import.errors.ts';
import { checkedItem, type ItemOutcome, type NewId, problem, type ReadItems, readItems } from '../item.ts';
import { checkRowCount } from '../row-limit.ts';
import { brokenXml, elementOf, elementsOf, parseXml, textOf, type XmlElement } from '../xml/parse-xml.ts';
import { questionOfElement } from './question-of-element.ts';

/** Reads Moodle's XML. Elements of other kinds, and what follows a place that is not XML, are reported. */
export function readMoodleXml(text: string, newId: NewId): ReadItems {
  const { root, brokenLine } = parseXml(text);
  if (root.name !== 'quiz' && root.name !== 'question') throw importErrors.make('IMPORT_FORMAT_UNKNOWN');
  const elements = root.name === 'question' ? [root] : elementsOf(root, 'question');
  checkRowCount(elements.length);
  const outcomes: (ItemOutcome & { row: number })[] = [];
  let category: readonly string[] = [];
  for (const element of elements) {
    if (element.attributes.type === 'category') {
      const named = elementOf(element, 'category');
      category = tagsOfCategory(textOf(named && elementOf(named, 'text')));
    } else outcomes.push({ row: outcomes.length + 1, ...readQuestion(element, category, newId) });
  }
  if (brokenLine !== null)
    outcomes.push({ row: outcomes.length + 1, question: null, problems: [brokenXml(brokenLine)] });
  return readItems(outcomes);
}

function readQuestion(element: XmlElement, category: readonly string[], newId: NewId): ItemOutcome {
  const { draft, problems } = questionOfElement(element, newId);
  if (draft === null) return checkedItem(null, problems);
  const tags = elementOf(element, 'tags');
  const named = (tags ? elementsOf(tags, 'tag') : []).map((tag) => textOf(elementOf(tag, 'text')));
  const own = elementOf(element, 'lectern');
  const details = own === undefined ? {} : parseDetails(textOf(own));
  const applied = withDetails({ draft, ...splitTags([...category, ...named]) }, details ?? {});
  const invalid =
    details === null ? [problem(null, 'DETAIL_NOT_VALID', 'Its element lectern does not hold JSON.')] : [];
  return checkedItem(applied.question, [...problems, ...applied.problems, ...invalid]);
}
