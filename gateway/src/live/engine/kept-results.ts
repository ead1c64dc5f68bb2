/** Results of events by position, those under way among them; the oldest go first. */
export type KeptResults = {
  /** The one that is kept, else that of `run`, kept from now on unless it fails. */
  get(at: string, run: () => Promise<string | undefined>): Promise<string | undefined>;
};

export type KeptBounds = { readonly countMax: number; readonly charactersMax: number };

/** `isFailure`: what failed at that moment may go well for whoever asks later. */
export function keepResults(bounds: KeptBounds, isFailure: (text: string) => boolean): KeptResults {
  const kept = new Map<string, { readonly result: Promise<string | undefined>; length: number }>();
  let characters = 0;

  function drop(at: string): void {
    characters -= kept.get(at)?.length ?? 0;
    kept.delete(at);
  }

  function trim(): void {
    for (const at of kept.keys()) {
      const isWithin = kept.size <= bounds.countMax && characters <= bounds.charactersMax;
      if (isWithin || kept.size === 1) return;
      drop(at);
    }
  }

  return {
    get(at, run) {
      const known = kept.get(at);
      if (known) return known.result;
      const entry = { result: run(), length: 0 };
      kept.set(at, entry);
      trim();
      const isKept = () => kept.get(at) === entry;
      entry.result.then(
        (text = '') => {
          if (!isKept()) return;
          if (isFailure(text)) return drop(at);
          entry.length = text.length;
          characters += text.length;
          trim();
        },
        () => isKept() && drop(at),
      );
      return entry.result;
    },
  };
}
