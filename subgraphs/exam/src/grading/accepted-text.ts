import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import type { Question } from '../question/question.ts';

type ShortText = Extract<Question, { readonly kind: 'SHORT_TEXT' }>;

/** Compiling takes a hundred times as long as matching; a day's exams have fewer patterns than this. */
const compiledMax = 1_000;
const compiled = new LRUCache<string, RE2JS>({ max: compiledMax });

/** Papers are kept for hours: what an author accepts is folded once, not with every answer. */
const foldedTexts = new WeakMap<ShortText, ReadonlySet<string>>();

/** Whether a short text is one of those accepted, or the pattern accepts all of it. */
export function isAcceptedText(question: ShortText, text: string): boolean {
  if (acceptedBy(question).has(folded(question, text))) return true;
  const { pattern, foldsCase = true } = question;
  if (pattern === null || pattern === undefined) return false;
  return patternOf(pattern, foldsCase).matches(spaced(question, text));
}

function acceptedBy(question: ShortText): ReadonlySet<string> {
  const known = foldedTexts.get(question);
  if (known) return known;
  const made = new Set(question.acceptedTexts.map((accepted) => folded(question, accepted)));
  foldedTexts.set(question, made);
  return made;
}

/** RE2 takes time in proportion to the text, whatever the pattern: no answer can stop the service. */
function patternOf(pattern: string, foldsCase: boolean): RE2JS {
  const key = `${foldsCase ? 'i' : '-'}${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = RE2JS.compile(pattern, foldsCase ? RE2JS.CASE_INSENSITIVE : 0);
  compiled.set(key, made);
  return made;
}

function folded(question: ShortText, text: string): string {
  const given = spaced(question, text);
  return (question.foldsCase ?? true) ? given.toLowerCase() : given;
}

/** Compatible forms of letters never matter, as nobody sees them. */
function spaced({ foldsSpace = true }: ShortText, text: string): string {
  const given = text.normalize('NFKC');
  return foldsSpace ? given.trim().replaceAll(/\s+/g, ' ') : given;
}
