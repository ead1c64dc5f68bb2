import type { ExchangedQuestion } from '../../import/item.ts';
import { detailsAttribute } from '../../import/qti/read-qti.ts';
import { escapedAttribute } from '../../import/rich-text/html-of-markdown.ts';
import { contentDetails } from '../details-of.ts';
import { richBlock } from './element-text.ts';
import { interactionOf } from './interaction.ts';

const namespace = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';

/** One question as an item of QTI 3. Texts are XHTML that carries the Markdown it was made from. */
export function writeItem({ draft }: ExchangedQuestion, identifier: string): string {
  const { declaration, interaction, processing, rubric = '' } = interactionOf(draft);
  const details = contentDetails(draft);
  const detailed =
    Object.keys(details).length > 0 ? ` ${detailsAttribute}="${escapedAttribute(JSON.stringify(details))}"` : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<qti-assessment-item xmlns="${namespace}" identifier="${identifier}" title="${escapedAttribute(titleOf(draft.prompt))}" adaptive="false" time-dependent="false">`,
    declaration,
    `<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="${draft.pointsMax}"/>`,
    `<qti-outcome-declaration identifier="MAXSCORE" cardinality="single" base-type="float"><qti-default-value><qti-value>${draft.pointsMax}</qti-value></qti-default-value></qti-outcome-declaration>`,
    ...(draft.feedback ? [feedbackOutcome] : []),
    `<qti-item-body${detailed}>`,
    richBlock(draft.prompt),
    interaction,
    rubric,
    '</qti-item-body>',
    processing,
    ...(draft.feedback ? [modalFeedback(draft.feedback)] : []),
    '</qti-assessment-item>',
    '',
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\n');
}

const feedbackOutcome =
  '<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"><qti-default-value><qti-value>EXPLANATION</qti-value></qti-default-value></qti-outcome-declaration>';

function modalFeedback(feedback: string): string {
  return `<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="EXPLANATION" show-hide="show"><qti-content-body>${richBlock(feedback)}</qti-content-body></qti-modal-feedback>`;
}

function titleOf(prompt: string): string {
  const [line = ''] = prompt.trim().split('\n');
  return [...line].slice(0, 60).join('');
}
