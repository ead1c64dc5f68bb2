import { LRUCache } from 'lru-cache';
import { drawQuestions } from './draw-questions.ts';
import { shuffled } from './order.ts';
import type { Paper, PaperQuestion } from './paper.ts';
import { partsOf } from './paper-parts.ts';

/**
 * The questions of one attempt in its order, keys and all: section by section, the fixed questions and then those
 * drawn, shuffled inside the section where the exam shuffles. What stands in no section comes first.
 */
export function questionsOfAttempt(paper: Paper, seed: number): readonly PaperQuestion[] {
  const { sections, draws, questions, shufflesQuestions, id } = paper;
  // As it was before there were sections and draws: running attempts and old results are read with it.
  if (sections.length === 0 && draws.length === 0) {
    return shufflesQuestions ? shuffled(questions, seed, id) : questions;
  }
  const drawn = drawQuestions(paper, seed);
  return partsOf(paper).groups.flatMap(({ sectionId, fixed, draws: drawsHere }) => {
    const all = [...fixed, ...drawsHere.flatMap((draw) => drawn.get(draw.id) ?? [])];
    return shufflesQuestions ? shuffled(all, seed, `${id}/${sectionId ?? ''}`) : all;
  });
}

/** Attempts remembered per paper; a national exam's in one process. Each takes a bit per question and some 100 bytes. */
const rememberedMax = 100_000;

type Remembered = {
  /** Of those in pools alone: where they stand in the bits of an attempt. */
  readonly placeOf: ReadonlyMap<string, number>;
  readonly fixedIds: ReadonlySet<string>;
  readonly bitsOf: LRUCache<number, Uint8Array>;
};
const rememberedPapers = new WeakMap<Paper['questions'], Remembered>();

/**
 * Whether a question is one of the attempt's: of a paper with draws an attempt has a part. Answers ask this, so what
 * was drawn is remembered, for as long as the paper is.
 */
export function isInAttempt(paper: Paper, seed: number, questionId: string): boolean {
  const known = rememberedOf(paper);
  if (known.fixedIds.has(questionId)) return true;
  const place = known.placeOf.get(questionId);
  if (place === undefined) return false;
  let bits = known.bitsOf.get(seed);
  if (!bits) {
    bits = drawnBits(paper, seed, known.placeOf);
    known.bitsOf.set(seed, bits);
  }
  return ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
}

function rememberedOf(paper: Paper): Remembered {
  const known = rememberedPapers.get(paper.questions);
  if (known) return known;
  const made: Remembered = {
    placeOf: new Map(paper.questions.filter(({ drawId }) => drawId).map(({ id }, place) => [id, place])),
    fixedIds: new Set(paper.questions.filter(({ drawId }) => !drawId).map(({ id }) => id)),
    bitsOf: new LRUCache({ max: rememberedMax }),
  };
  rememberedPapers.set(paper.questions, made);
  return made;
}

function drawnBits(paper: Paper, seed: number, placeOf: ReadonlyMap<string, number>): Uint8Array {
  const bits = new Uint8Array(Math.ceil(placeOf.size / 8));
  for (const questions of drawQuestions(paper, seed).values()) {
    for (const { id } of questions) {
      const place = placeOf.get(id) ?? 0;
      bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
    }
  }
  return bits;
}
