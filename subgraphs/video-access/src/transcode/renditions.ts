/**
 * A rendition is one size in which a video can be watched; the player changes between them as the network allows.
 * The ladder is the list of usual sizes. The short side of the picture names a rendition (`360p`).
 */
export type Rendition = {
  /** Folder of its playlist and segments, `360p`. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly videoKbps: number;
  readonly audioKbps: number;
};

export type PictureSize = { readonly width: number; readonly height: number };

const ladder = [
  { shortSide: 360, videoKbps: 800, audioKbps: 96 },
  { shortSide: 720, videoKbps: 2_800, audioKbps: 128 },
  { shortSide: 1_080, videoKbps: 5_000, audioKbps: 128 },
] as const;

/** A source this much larger than the largest rung below it gets a rendition of its own size. */
const ownSizeFrom = 1.2;

/** The sizes a source becomes, smallest first, none larger than the source; always at least one. */
export function chooseRenditions(source: PictureSize): readonly Rendition[] {
  const shortSide = even(Math.min(source.width, source.height));
  const rungs = ladder.filter((rung) => rung.shortSide <= shortSide);
  const next = ladder[rungs.length];
  const largest = rungs.at(-1);
  const hasOwnSize = next !== undefined && (largest === undefined || shortSide >= largest.shortSide * ownSizeFrom);
  const chosen = hasOwnSize ? [...rungs, { ...next, shortSide, videoKbps: scaled(next, shortSide) }] : rungs;
  return chosen.map((rung) => ({
    name: `${rung.shortSide}p`,
    ...fit(source, rung.shortSide),
    videoKbps: rung.videoKbps,
    audioKbps: rung.audioKbps,
  }));
}

function scaled(rung: (typeof ladder)[number], shortSide: number): number {
  return Math.max(150, Math.round(rung.videoKbps * (shortSide / rung.shortSide) ** 2));
}

function fit(source: PictureSize, shortSide: number): PictureSize {
  const isLandscape = source.width >= source.height;
  const longSide = even((Math.max(source.width, source.height) * shortSide) / Math.min(source.width, source.height));
  return isLandscape ? { width: longSide, height: shortSide } : { width: shortSide, height: longSide };
}

/** H.264 in 4:2:0 has even sides only. */
function even(length: number): number {
  return Math.max(2, Math.floor(length / 2) * 2);
}
