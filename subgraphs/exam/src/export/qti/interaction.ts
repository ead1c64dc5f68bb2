import { escapedAttribute } from '../../import/rich-text/html-of-markdown.ts';
import type { QuestionContent } from '../../question/question.ts';
import { percentOf, writtenTexts } from '../details-of.ts';
import { richBlock, value } from './element-text.ts';

/** What an item says about one interaction: its declaration, itself, how it is scored. */
export type WrittenInteraction = {
  readonly declaration: string;
  readonly interaction: string;
  readonly processing: string;
  /** For those who mark. */
  readonly rubric?: string;
};

const templates = 'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates';
const matchCorrect = `<qti-response-processing template="${templates}/match_correct"/>`;
const mapResponse = `<qti-response-processing template="${templates}/map_response"/>`;

export function interactionOf(content: QuestionContent): WrittenInteraction {
  switch (content.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return choices(content);
    case 'TRUE_FALSE':
      return {
        declaration: declare('single', 'identifier', [String(content.isTrue)]),
        interaction: choiceInteraction(1, [
          ['true', 'True'],
          ['false', 'False'],
        ]),
        processing: matchCorrect,
      };
    case 'NUMERIC':
      return numeric(content);
    case 'SHORT_TEXT':
      return shortText(content);
    case 'MATCHING':
      return matching(content);
    case 'ORDERING':
      return {
        declaration: declare(
          'ordered',
          'identifier',
          content.items.map((_item, index) => `item_${index + 1}`),
        ),
        interaction: `<qti-order-interaction response-identifier="RESPONSE" shuffle="true">${content.items.map(({ text }, index) => `<qti-simple-choice identifier="item_${index + 1}">${richBlock(text)}</qti-simple-choice>`).join('')}</qti-order-interaction>`,
        processing: matchCorrect,
      };
    case 'ESSAY':
      return {
        declaration: declare('single', 'string', []),
        interaction: '<qti-extended-text-interaction response-identifier="RESPONSE"/>',
        rubric: content.guidance === '' ? '' : scorerRubric(content.guidance),
        processing: '',
      };
    default:
      return content satisfies never;
  }
}

function declare(cardinality: string, baseType: string, correct: readonly string[], mapping = ''): string {
  const right = correct.length > 0 ? `<qti-correct-response>${correct.map(value).join('')}</qti-correct-response>` : '';
  return `<qti-response-declaration identifier="RESPONSE" cardinality="${cardinality}" base-type="${baseType}">${right}${mapping}</qti-response-declaration>`;
}

function mappingOf(entries: readonly (readonly [string, string])[], attributes = ''): string {
  const written = entries.map(
    ([key, points]) => `<qti-map-entry map-key="${escapedAttribute(key)}" mapped-value="${points}"${attributes}/>`,
  );
  return `<qti-mapping default-value="0" lower-bound="0">${written.join('')}</qti-mapping>`;
}

function choiceInteraction(choicesMax: number, all: readonly (readonly [string, string])[]): string {
  const written = all.map(
    ([id, text]) => `<qti-simple-choice identifier="${id}">${richBlock(text)}</qti-simple-choice>`,
  );
  return `<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="${choicesMax}">${written.join('')}</qti-choice-interaction>`;
}

function choices(content: Extract<QuestionContent, { kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE' }>): WrittenInteraction {
  const isSingle = content.kind === 'SINGLE_CHOICE';
  const named = content.choices.map(({ text, isRight }, index) => ({ id: `choice_${index + 1}`, text, isRight }));
  const right = named.filter(({ isRight }) => isRight).map(({ id }) => id);
  const isMapped = !isSingle && content.scoring !== undefined && content.scoring !== 'ALL_OR_NOTHING';
  const points = (isRight: boolean) => (isSingle ? '' : String(Number(percentOf(content, isRight)) / 100));
  const mapping = isMapped ? mappingOf(named.map(({ id, isRight }) => [id, points(isRight)])) : '';
  return {
    declaration: declare(isSingle ? 'single' : 'multiple', 'identifier', right, mapping),
    interaction: choiceInteraction(
      isSingle ? 1 : 0,
      named.map(({ id, text }) => [id, text]),
    ),
    processing: isMapped ? mapResponse : matchCorrect,
  };
}

/** The width of the accepted range is in the comparison; relative ones are per cent there. */
function numeric(content: Extract<QuestionContent, { kind: 'NUMERIC' }>): WrittenInteraction {
  const isRelative = content.toleranceKind === 'RELATIVE';
  const width = isRelative ? Number((content.tolerance * 100).toPrecision(15)) : content.tolerance;
  const unit = content.unit ? ` <span>${escapedAttribute(content.unit)}</span>` : '';
  return {
    declaration: declare('single', 'float', [String(content.number)]),
    interaction: `<p><qti-text-entry-interaction response-identifier="RESPONSE"/>${unit}</p>`,
    processing: `<qti-response-processing><qti-response-condition><qti-response-if><qti-equal tolerance-mode="${isRelative ? 'relative' : 'absolute'}" tolerance="${width} ${width}"><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-equal><qti-set-outcome-value identifier="SCORE"><qti-variable identifier="MAXSCORE"/></qti-set-outcome-value></qti-response-if></qti-response-condition></qti-response-processing>`,
  };
}

function shortText(content: Extract<QuestionContent, { kind: 'SHORT_TEXT' }>): WrittenInteraction {
  const texts = writtenTexts(content);
  const folding = ` case-sensitive="${content.foldsCase === false}"`;
  return {
    declaration: declare(
      'single',
      'string',
      texts.slice(0, 1),
      mappingOf(
        texts.map((text) => [text, '1']),
        folding,
      ),
    ),
    interaction: '<p><qti-text-entry-interaction response-identifier="RESPONSE"/></p>',
    processing: mapResponse,
  };
}

function matching({ premises, targets, scoring }: Extract<QuestionContent, { kind: 'MATCHING' }>): WrittenInteraction {
  const targetNames = new Map(targets.map(({ id }, index) => [id, `target_${index + 1}`]));
  const pairs = premises.map(({ targetId }, index) => `premise_${index + 1} ${targetNames.get(targetId) ?? ''}`);
  const share = String(Number((1 / Math.max(1, pairs.length)).toFixed(5)));
  const mapping = scoring === 'PARTIAL' ? mappingOf(pairs.map((pair) => [pair, share])) : '';
  const choice = (id: string, text: string, max: number) =>
    `<qti-simple-associable-choice identifier="${id}" match-max="${max}">${richBlock(text)}</qti-simple-associable-choice>`;
  const left = premises.map(({ text }, index) => choice(`premise_${index + 1}`, text, 1)).join('');
  const right = targets.map(({ id, text }) => choice(targetNames.get(id) ?? '', text, premises.length)).join('');
  return {
    declaration: declare('multiple', 'directedPair', pairs, mapping),
    interaction: `<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="${premises.length}"><qti-simple-match-set>${left}</qti-simple-match-set><qti-simple-match-set>${right}</qti-simple-match-set></qti-match-interaction>`,
    processing: scoring === 'PARTIAL' ? mapResponse : matchCorrect,
  };
}

function scorerRubric(guidance: string): string {
  return `<qti-rubric-block view="scorer" use="scoring"><qti-content-body>${richBlock(guidance)}</qti-content-body></qti-rubric-block>`;
}
