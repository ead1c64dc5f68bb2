import { useMemo } from 'react';

const palettes = [
  ['#2f4aa8', '#5b7be0', '#a9bdf7'],
  ['#14665f', '#2a9d8f', '#9fdcd3'],
  ['#7a3b69', '#b4689b', '#e7bfd9'],
  ['#8a4b1c', '#d08a45', '#f3d0a5'],
  ['#2e5a3a', '#5c9a6b', '#b9dcc0'],
  ['#3d4657', '#6f7d95', '#c3ccdb'],
] as const;

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
  return hash >>> 0;
}

export interface CourseCoverProps {
  readonly slug: string;
  readonly title: string;
  /** In pixels. */
  readonly height?: number;
}

/** A quiet picture drawn from the course's name, so that courses are told apart at a glance. Says nothing by itself. */
export function CourseCover({ slug, title, height = 104 }: CourseCoverProps) {
  const { palette, waves } = useMemo(() => {
    const seed = hashOf(slug);
    const shift = (bits: number) => ((seed >>> bits) & 31) / 31;
    return {
      palette: palettes[seed % palettes.length] ?? palettes[0],
      waves: [0, 8, 16].map((bits, index) => ({
        y: 34 + index * 22 + shift(bits) * 16,
        bend: 12 + shift(bits + 3) * 26,
      })),
    };
  }, [slug]);
  const [deep, mid, pale] = palette;
  return (
    <svg
      viewBox="0 0 320 104"
      preserveAspectRatio="xMidYMid slice"
      width="100%"
      height={height}
      aria-hidden="true"
      style={{ display: 'block', background: deep, flex: 'none' }}
    >
      {waves.map(({ y, bend }, index) => (
        <path
          key={y}
          d={`M0 ${y} C 80 ${y - bend}, 160 ${y + bend}, 320 ${y - bend / 2} V104 H0 Z`}
          fill={index === 1 ? pale : mid}
          opacity={0.22 + index * 0.12}
        />
      ))}
      <text x="20" y="66" fill="#fff" fontSize="40" fontWeight="700" opacity="0.92" fontFamily="inherit">
        {title.slice(0, 1).toLocaleUpperCase()}
      </text>
    </svg>
  );
}
