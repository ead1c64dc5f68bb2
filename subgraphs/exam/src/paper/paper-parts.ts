import type { Paper, PaperDraw, PaperQuestion } from './paper.ts';

/** A paper as attempts are made from it. */
export type PaperParts = {
  /** By draw; a pool holds nothing that stands in the paper already. */
  readonly pools: ReadonlyMap<string, readonly PaperQuestion[]>;
  /** Smallest pool first; of equal ones the first. */
  readonly drawOrder: readonly PaperDraw[];
  /** In the order of an attempt: what stands in no section, then section by section. */
  readonly groups: readonly {
    readonly sectionId: string | null;
    readonly fixed: readonly PaperQuestion[];
    readonly draws: readonly PaperDraw[];
  }[];
};

type Source = Pick<Paper, 'sections' | 'draws' | 'questions'>;

/** Each paper is taken apart once, not for each attempt: with large pools that would be most of the work of a start. */
const remembered = new WeakMap<Paper['questions'], PaperParts & { readonly draws: Paper['draws'] }>();

export function partsOf(paper: Source): PaperParts {
  const known = remembered.get(paper.questions);
  if (known?.draws === paper.draws) return known;
  const parts = { ...takeApart(paper), draws: paper.draws };
  remembered.set(paper.questions, parts);
  return parts;
}

function takeApart({ sections, draws, questions }: Source): PaperParts {
  const fixed = questions.filter(({ drawId }) => !drawId);
  const taken = new Set(fixed.flatMap(({ bankQuestionId }) => bankQuestionId ?? []));
  const free = questions.filter(
    ({ drawId, bankQuestionId }) => drawId && !(bankQuestionId && taken.has(bankQuestionId)),
  );
  const pools = Map.groupBy(free, ({ drawId }) => drawId ?? '');
  return {
    pools,
    drawOrder: byPoolSize(draws, ({ id }) => pools.get(id)?.length ?? 0),
    groups: [null, ...sections.map(({ id }) => id)].map((sectionId) => ({
      sectionId,
      fixed: fixed.filter((question) => (question.sectionId ?? null) === sectionId),
      draws: draws.filter((draw) => draw.sectionId === sectionId),
    })),
  };
}

/** Smallest pool first; sorting is stable. */
export function byPoolSize<D>(draws: readonly D[], sizeOf: (draw: D) => number): D[] {
  return draws.toSorted((one, other) => sizeOf(one) - sizeOf(other));
}
