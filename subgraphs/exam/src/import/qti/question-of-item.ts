import type { QuestionDraft } from '../../question/question.ts';
import { joinedFeedback, type Remark } from '../feedback.ts';
import { type NewId, problem, type RowProblem } from '../item.ts';
import { descendants, elementOf, elementsOf, textOf, type XmlElement } from '../xml/parse-xml.ts';
import { contentOfInteraction } from './content-of-interaction.ts';
import { specName } from './normalise.ts';
import { createQtiTexts, type QtiTexts } from './qti-text.ts';

type Read = { readonly draft: QuestionDraft | null; readonly problems: readonly RowProblem[] };

/** The question that an item stands for: it must have one interaction of a kind that we have. */
export function questionOfItem(item: XmlElement, newId: NewId): Read {
  const body = elementOf(item, 'item-body');
  const interactions = body ? descendants(body, ({ name }) => name.endsWith('-interaction')) : [];
  const [interaction, ...others] = interactions;
  if (body === undefined || interaction === undefined) return unread('KIND_NOT_READ', 'The item has no interaction.');
  if (others.length > 0) {
    const names = [...new Set(interactions.map(({ name }) => specName(name)))].join(', ');
    return unread(
      'INTERACTIONS_SEVERAL',
      `The item has ${interactions.length} interactions (${names}); one can be read.`,
    );
  }
  const texts = createQtiTexts();
  const { content, problems } = contentOfInteraction({ item, body, interaction, texts, newId });
  const all = () => [...problems, ...texts.problems];
  if (content === null) return { draft: null, problems: all() };
  const prompt = promptOf(body, interaction, texts);
  const feedback = joinedFeedback(modalFeedback(item, texts), remarksOf(interaction, texts));
  return { draft: { prompt, pointsMax: pointsOf(item), feedback, ...content }, problems: all() };
}

function unread(code: string, message: string): Read {
  return { draft: null, problems: [problem('kind', code, message)] };
}

/** What stands in the body beside the interaction, then the interaction's own prompt. */
function promptOf(body: XmlElement, interaction: XmlElement, texts: QtiTexts): string {
  const isInline = interaction.name === 'text-entry-interaction';
  const around = texts.rich(body, 'prompt', ({ name }) => {
    if (name === interaction.name) return isInline ? gap : '';
    return name === 'rubric-block' || name.startsWith('feedback-') || name === 'stylesheet' ? '' : null;
  });
  const own = texts.rich(elementOf(interaction, 'prompt'), 'prompt');
  // A gap that stands alone at the end is where the answer goes anyway.
  const question = around.endsWith(gap) ? around.slice(0, -gap.length).trimEnd() : around;
  return [question.replaceAll(gap, '\\_\\_\\_\\_\\_'), own].filter(Boolean).join('\n\n').trim();
}

const gap = '\uF8FD';

function modalFeedback(item: XmlElement, texts: QtiTexts): string {
  return elementsOf(item, 'modal-feedback')
    .map((element) => texts.rich(elementOf(element, 'content-body') ?? element, 'feedback'))
    .join('\n\n');
}

/** What is said within single choices when they are chosen. */
function remarksOf(interaction: XmlElement, texts: QtiTexts): Remark[] {
  const isFeedback = ({ name }: XmlElement) => name === 'feedback-inline' || name === 'feedback-block';
  return descendants(interaction, ({ name }) => name === 'simple-choice').flatMap((choice) =>
    descendants(choice, isFeedback).map((element) => ({
      on: texts.rich(choice, 'choices', (one) => (isFeedback(one) ? '' : null)),
      text: texts.rich(element, 'feedback'),
    })),
  );
}

/** MAXSCORE as most programs write it, else the upper end of SCORE. */
function pointsOf(item: XmlElement): number {
  const outcomes = elementsOf(item, 'outcome-declaration');
  const named = (name: string) => outcomes.find(({ attributes }) => attributes.identifier === name);
  const highest = named('MAXSCORE');
  const standard = highest && elementOf(highest, 'default-value');
  const points = Number(standard ? textOf(standard) : named('SCORE')?.attributes['normal-maximum']);
  return Number.isFinite(points) && points > 0 ? points : 1;
}
