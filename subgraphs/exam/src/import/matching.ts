import type { QuestionContent } from '../question/question.ts';
import { sameTextKey } from '../question/text-problems.ts';
import type { NewId } from './item.ts';

type Matching = Extract<QuestionContent, { kind: 'MATCHING' }>;

/**
 * A match from pairs and from right sides that belong to nothing. Right sides that read the same are one. They are
 * put in order of the alphabet: in the order of the pairs they would tell the key.
 */
export function matchingOfPairs(
  pairs: readonly { readonly left: string; readonly right: string }[],
  others: readonly string[],
  newId: NewId,
): Matching {
  const texts = new Map<string, string>();
  for (const text of [...pairs.map(({ right }) => right), ...others]) {
    const key = sameTextKey(text);
    if (!texts.has(key)) texts.set(key, text);
  }
  const targets = [...texts.values()].sort().map((text) => ({ id: newId(), text }));
  const ids = new Map(targets.map(({ id, text }) => [sameTextKey(text), id]));
  const premises = pairs.map(({ left, right }) => ({
    id: newId(),
    text: left,
    targetId: ids.get(sameTextKey(right)) ?? '',
  }));
  return { kind: 'MATCHING', premises, targets, scoring: 'PARTIAL' };
}
