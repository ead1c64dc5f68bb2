import type { QuestionContent } from '../../question/question.ts';
import { type NewId, problem, type RowProblem } from '../item.ts';
import { matchingOfPairs } from '../matching.ts';
import { choicesOfWeights } from '../weighted-choices.ts';
import { elementOf, elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import { specName } from './normalise.ts';
import type { QtiTexts } from './qti-text.ts';
import { type ResponseKey, readResponse } from './response-key.ts';
import { textEntryOf } from './text-entry.ts';

/** An item while its interaction is read. */
export type ReadInteraction = {
  readonly item: XmlElement;
  readonly body: XmlElement;
  readonly interaction: XmlElement;
  readonly texts: QtiTexts;
  readonly newId: NewId;
};
export type InteractionContent = { readonly content: QuestionContent | null; readonly problems: readonly RowProblem[] };

export function contentOfInteraction(read: ReadInteraction): InteractionContent {
  const { interaction, item } = read;
  const key = readResponse(item, interaction.attributes['response-identifier'] ?? 'RESPONSE');
  switch (interaction.name) {
    case 'choice-interaction':
      return choicesOf(read, key);
    case 'text-entry-interaction':
      return textEntryOf(item, key);
    case 'match-interaction':
      return matchOf(read, key);
    case 'associate-interaction':
      return associateOf(read, key);
    case 'order-interaction':
      return orderOf(read, key);
    case 'extended-text-interaction':
      return { content: { kind: 'ESSAY', wordsMax: null, guidance: guidanceOf(read, key) }, problems: [] };
    default: {
      const message = `The interaction ${specName(interaction.name)} cannot be read.`;
      return { content: null, problems: [problem('kind', 'KIND_NOT_READ', message)] };
    }
  }
}

/** The text of a choice without what is said when it is chosen. */
function textOfChoice(choice: XmlElement, field: string, texts: QtiTexts): string {
  return texts.rich(choice, field, ({ name }) => (/^feedback-/.test(name) ? '' : null));
}

function choicesOf({ interaction, texts, newId }: ReadInteraction, key: ResponseKey): InteractionContent {
  const choices = elementsOf(interaction, 'simple-choice');
  const ids = choices.map(({ attributes }) => attributes.identifier ?? '');
  const isSingle = key.cardinality === 'single';
  if (isSingle && [...ids].sort().join(' ') === 'false true') {
    const [right] = key.correct;
    if (right !== undefined) return { content: { kind: 'TRUE_FALSE', isTrue: right === 'true' }, problems: [] };
  }
  const text = (index: number) => {
    const choice = choices[index];
    return choice ? textOfChoice(choice, `choices.${index}`, texts) : '';
  };
  const total = isSingle
    ? Math.max(...key.mapping.values(), 0)
    : sum([...key.mapping.values()].filter((one) => one > 0));
  if (key.isMapped && total > 0) {
    const percent = (id: string) => ((key.mapping.get(id) ?? 0) / total) * 100;
    const weighted = ids.map((id, index) => ({ text: text(index), percent: percent(id) }));
    return choicesOfWeights(weighted, isSingle, newId);
  }
  const right = new Set(key.correct);
  const keyed = ids.map((id, index) => ({ id: newId(), text: text(index), isRight: right.has(id) }));
  if (isSingle) return { content: { kind: 'SINGLE_CHOICE', choices: keyed }, problems: [] };
  return { content: { kind: 'MULTIPLE_CHOICE', choices: keyed, scoring: 'ALL_OR_NOTHING' }, problems: [] };
}

const sum = (numbers: readonly number[]) => numbers.reduce((before, one) => before + one, 0);

/** Two sets; each of the first belongs to one of the second. The second keeps the order it has in the file. */
function matchOf({ interaction, texts, newId }: ReadInteraction, key: ResponseKey): InteractionContent {
  const [left, right] = elementsOf(interaction, 'simple-match-set').map((set) =>
    elementsOf(set, 'simple-associable-choice'),
  );
  const targets = (right ?? []).map((choice, index) => ({
    name: choice.attributes.identifier ?? '',
    id: newId(),
    text: texts.rich(choice, `targets.${index}`),
  }));
  const problems: RowProblem[] = [];
  const premises = (left ?? []).map((choice, index) => {
    const name = choice.attributes.identifier ?? '';
    const matched = key.pairs.filter(([from]) => from === name).map(([, to]) => to);
    if (matched.length > 1) problems.push(severalMatches(`premises.${index}`));
    const target = targets.find((one) => one.name === matched[0]);
    return { id: newId(), text: texts.rich(choice, `premises.${index}`), targetId: target?.id ?? '' };
  });
  const items = targets.map(({ id, text }) => ({ id, text }));
  const scoring = key.isMapped ? 'PARTIAL' : 'ALL_OR_NOTHING';
  return { content: { kind: 'MATCHING', premises, targets: items, scoring }, problems };
}

function severalMatches(field: string): RowProblem {
  return problem(field, 'MATCHES_SEVERAL', 'Several on the right side belong to it; here it is one.');
}

/** Pairs from one set: the first of each pair is put on the left side. */
function associateOf({ interaction, texts, newId }: ReadInteraction, key: ResponseKey): InteractionContent {
  const choices = elementsOf(interaction, 'simple-associable-choice');
  const byName = new Map(
    choices.map((choice, index) => [choice.attributes.identifier ?? '', texts.rich(choice, `premises.${index}`)]),
  );
  const used = new Set(key.pairs.flat());
  const others = [...byName].filter(([name]) => !used.has(name)).map(([, text]) => text);
  const pairs = key.pairs.map(([from, to]) => ({ left: byName.get(from) ?? '', right: byName.get(to) ?? '' }));
  const scoring = key.isMapped ? 'PARTIAL' : 'ALL_OR_NOTHING';
  return { content: { ...matchingOfPairs(pairs, others, newId), scoring }, problems: [] };
}

function orderOf({ interaction, texts, newId }: ReadInteraction, key: ResponseKey): InteractionContent {
  const choices = elementsOf(interaction, 'simple-choice');
  const places = new Map(key.correct.map((name, index) => [name, index]));
  const placed = choices.map((choice, index) => ({
    place: places.get(choice.attributes.identifier ?? ''),
    item: { id: newId(), text: textOfChoice(choice, `items.${index}`, texts) },
  }));
  const isWhole = placed.every(({ place }) => place !== undefined);
  const items = placed.sort((one, other) => (one.place ?? 0) - (other.place ?? 0)).map(({ item }) => item);
  const problems = isWhole ? [] : [problem('answer', 'ANSWER_NOT_AN_ORDER', 'The answer must name each choice once.')];
  return { content: { kind: 'ORDERING', items, scoring: 'ALL_OR_NOTHING' }, problems };
}

/** What scorers are told; else the model answer. */
function guidanceOf({ body, interaction, texts }: ReadInteraction, key: ResponseKey): string {
  const rubrics = [...elementsOf(body, 'rubric-block'), ...elementsOf(interaction, 'rubric-block')];
  const forScorers = rubrics.filter(({ attributes }) => attributes.view?.split(/\s+/).includes('scorer'));
  const said = forScorers.map((one) => texts.rich(elementOf(one, 'content-body') ?? one, 'guidance')).join('\n\n');
  return said === '' ? key.correct.join('\n\n') : said;
}
