import { glyphHeight, glyphs, glyphWidth } from './glyphs.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** A picture of 24-bit pixels, three bytes each, row by row. */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
};

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, pixels: new Uint8Array(width * height * 3) };
}

/** Sets one pixel inside the picture. */
export function put({ width, pixels }: Canvas, x: number, y: number, [red, green, blue]: Colour): void {
  const at = (y * width + x) * 3;
  pixels[at] = red;
  pixels[at + 1] = green;
  pixels[at + 2] = blue;
}

/** Mixes the colour into one pixel; `alpha` from 0 to 1. Outside the picture nothing happens. */
export function mix(canvas: Canvas, x: number, y: number, colour: Colour, alpha: number): void {
  const { width, height, pixels } = canvas;
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const at = (y * width + x) * 3;
  const keep = 1 - alpha;
  pixels[at] = (pixels[at] ?? 0) * keep + colour[0] * alpha;
  pixels[at + 1] = (pixels[at + 1] ?? 0) * keep + colour[1] * alpha;
  pixels[at + 2] = (pixels[at + 2] ?? 0) * keep + colour[2] * alpha;
}

/** A filled circle with a soft edge of one pixel. */
export function disc(canvas: Canvas, cx: number, cy: number, radius: number, colour: Colour, alpha = 1): void {
  for (let y = Math.floor(cy - radius); y <= cy + radius; y++) {
    for (let x = Math.floor(cx - radius); x <= cx + radius; x++) {
      const edge = radius - Math.hypot(x - cx, y - cy);
      if (edge > 0) mix(canvas, x, y, colour, alpha * Math.min(1, edge));
    }
  }
}

export function rectangle(
  canvas: Canvas,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Colour,
  alpha = 1,
): void {
  for (let y = Math.round(top); y < top + height; y++) {
    for (let x = Math.round(left); x < left + width; x++) mix(canvas, x, y, colour, alpha);
  }
}

/** Capital letters, digits and a few signs from a small font of our own, each dot `scale` pixels wide. */
export function write(
  canvas: Canvas,
  text: string,
  left: number,
  top: number,
  scale: number,
  colour: Colour,
  alpha = 1,
): void {
  [...text].forEach((character, index) => {
    const rows = glyphs[character] ?? [];
    rows.forEach((bits, row) => {
      for (let column = 0; column < glyphWidth; column++) {
        if (!(bits & (1 << (glyphWidth - 1 - column)))) continue;
        const x = left + (index * (glyphWidth + 1) + column) * scale;
        rectangle(canvas, x, top + row * scale, scale, scale, colour, alpha);
      }
    });
  });
}

export function textWidth(text: string, scale: number): number {
  return (text.length * (glyphWidth + 1) - 1) * scale;
}

export { glyphHeight };
