import { problem, type RowProblem } from '../item.ts';
import { descendants, elementOf, type XmlElement } from '../xml/parse-xml.ts';
import type { InteractionContent } from './content-of-interaction.ts';
import type { ResponseKey } from './response-key.ts';

/** A number or a short text, as the type of the response says. */
export function textEntryOf(item: XmlElement, key: ResponseKey): InteractionContent {
  return key.baseType === 'float' || key.baseType === 'integer' ? numberOf(item, key) : textOf(key);
}

function numberOf(item: XmlElement, key: ResponseKey): InteractionContent {
  const values = key.correct.length > 0 ? key.correct : [...key.mapping.keys()];
  const number = Number(values[0] === '' ? Number.NaN : values[0]);
  if (values.length !== 1 || !Number.isFinite(number)) {
    const message = 'The answer must be one number.';
    return {
      content: null,
      problems: [problem('answer', values.length > 1 ? 'NUMBERS_SEVERAL' : 'ANSWER_NOT_A_NUMBER', message)],
    };
  }
  const { tolerance, toleranceKind, problems } = toleranceOf(item);
  return { content: { kind: 'NUMERIC', number, tolerance, toleranceKind, unit: null }, problems };
}

/** In `equal`: the same width on both sides, in per cent where it is relative. */
function toleranceOf(item: XmlElement) {
  const processing = elementOf(item, 'response-processing');
  const [equal] = processing ? descendants(processing, ({ name }) => name === 'equal') : [];
  const mode = equal?.attributes['tolerance-mode'] ?? 'exact';
  const [below = 0, above = below] = (equal?.attributes.tolerance ?? '0').trim().split(/\s+/).map(Number);
  const problems: RowProblem[] = below === above ? [] : [sidesDiffer];
  if (mode === 'relative')
    return { tolerance: Number((below / 100).toPrecision(15)), toleranceKind: 'RELATIVE', problems } as const;
  return { tolerance: mode === 'absolute' ? below : 0, toleranceKind: 'ABSOLUTE', problems } as const;
}

const sidesDiffer = problem('tolerance', 'TOLERANCE_NOT_HELD', 'The tolerance is not the same upwards and downwards.');

function textOf(key: ResponseKey): InteractionContent {
  const best = Math.max(0, ...key.mapping.values());
  const mapped = [...key.mapping].filter(([, points]) => points === best && points > 0).map(([text]) => text);
  const isPartial = [...key.mapping.values()].some((points) => points > 0 && points < best);
  const problems = isPartial ? [partlyRight] : [];
  const acceptedTexts = [...new Set([...key.correct, ...mapped].map((text) => text.trim()))];
  return {
    content: { kind: 'SHORT_TEXT', acceptedTexts, foldsCase: key.foldsCase, foldsSpace: true, pattern: null },
    problems,
  };
}

const partlyRight = problem('answer', 'WEIGHT_NOT_HELD', 'Some texts give a share of the points; here all give all.');
