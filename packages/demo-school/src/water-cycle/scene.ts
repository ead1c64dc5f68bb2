import { type Canvas, type Colour, createCanvas, disc, mix, put, rectangle, textWidth, write } from './canvas.ts';

export const width = 854;
export const height = 480;
export const framesPerSecond = 16;
export const seconds = 28;

const skyTop: Colour = [96, 165, 224];
const skyLow: Colour = [206, 231, 245];
const sun: Colour = [255, 208, 92];
const seaTop: Colour = [38, 120, 176];
const seaLow: Colour = [16, 62, 112];
const rock: Colour = [122, 118, 112];
const snow: Colour = [246, 248, 250];
const meadow: Colour = [104, 156, 84];
const river: Colour = [66, 148, 200];
const cloud: Colour = [250, 251, 253];
const rain: Colour = [52, 104, 168];
const ink: Colour = [20, 36, 56];
const paper: Colour = [255, 255, 255];

const shore = 430;
const seaLevel = 350;

/** The four stations of the cycle, seven seconds each. */
const stations = [
  { title: '1. EVAPORATION', line: 'THE SUN TURNS WATER INTO VAPOUR' },
  { title: '2. CONDENSATION', line: 'VAPOUR COOLS AND FORMS A CLOUD' },
  { title: '3. PRECIPITATION', line: 'DROPS GROW HEAVY AND FALL' },
  { title: '4. COLLECTION', line: 'RIVERS CARRY THE WATER TO THE SEA' },
] as const;

const stationSeconds = seconds / stations.length;

/** What does not move: sky, mountain, meadow. */
export function drawBackground(): Canvas {
  const canvas = createCanvas(width, height);
  for (let y = 0; y < height; y++) {
    const share = Math.min(1, y / seaLevel);
    const colour = blend(skyTop, skyLow, share);
    for (let x = 0; x < width; x++) mix(canvas, x, y, colour, 1);
  }
  for (let x = shore; x < width; x++) {
    const peak = mountainTop(x);
    const hill = meadowTop(x);
    for (let y = Math.round(peak); y < height; y++) {
      const isSnow = y < 150 + 12 * Math.sin(x / 9) && peak < 150;
      mix(canvas, x, y, y >= hill ? meadow : isSnow ? snow : rock, 1);
    }
  }
  return canvas;
}

/** One frame: the background with everything that moves at `time` seconds. */
export function drawFrame(background: Canvas, time: number): Canvas {
  const canvas: Canvas = { ...background, pixels: background.pixels.slice() };
  const station = Math.min(stations.length - 1, Math.floor(time / stationSeconds));
  drawSun(canvas, time);
  drawSea(canvas, time);
  drawRiver(canvas, time, station);
  if (station <= 1) drawVapour(canvas, time);
  drawCloud(canvas, time);
  if (station === 2) drawRain(canvas, time);
  drawCaption(canvas, station, time % stationSeconds);
  return canvas;
}

function drawSun(canvas: Canvas, time: number): void {
  for (let ring = 4; ring > 0; ring--) disc(canvas, 110, 90, 40 + ring * 9 + 3 * Math.sin(time * 2 + ring), sun, 0.1);
  disc(canvas, 110, 90, 40, sun);
}

/** Every row of the sea has one colour; worked out anew for each pixel of each frame it took half of the time. */
const seaColours = Array.from({ length: height }, (_, y) =>
  blend(seaTop, seaLow, (y - seaLevel) / (height - seaLevel)),
);

function drawSea(canvas: Canvas, time: number): void {
  for (let x = 0; x < shore + 40; x++) {
    const wave = seaLevel + 4 * Math.sin(x / 23 + time * 2) + 2 * Math.sin(x / 9 - time * 3);
    for (let y = Math.round(wave); y < height; y++) {
      if (x > shore && y < meadowTop(x)) continue;
      put(canvas, x, y, seaColours[y] ?? seaLow);
    }
  }
}

function drawRiver(canvas: Canvas, time: number, station: number): void {
  const breadth = station === 3 ? 11 : 7;
  for (let step = 0; step < 150; step++) {
    const share = step / 150;
    const x = 690 - share * (690 - shore + 10);
    const y = 250 + share * 150 + 14 * Math.sin(share * 9);
    disc(canvas, x, y, breadth * (0.4 + share), river, 0.9);
    if (station === 3 && step % 12 === Math.floor(time * 8) % 12) disc(canvas, x, y, 4, paper, 0.9);
  }
}

function drawVapour(canvas: Canvas, time: number): void {
  for (let drop = 0; drop < 46; drop++) {
    const phase = (time * 0.22 + drop * 0.618) % 1;
    const x = 40 + ((drop * 83) % (shore - 80)) + 90 * phase * phase + 6 * Math.sin(time * 2 + drop);
    disc(canvas, x, seaLevel - phase * 230, 3 + phase * 3, paper, 0.75 * (1 - phase * 0.7));
  }
}

function drawCloud(canvas: Canvas, time: number): void {
  const grown = Math.min(1, Math.max(0.25, (time - stationSeconds * 0.6) / stationSeconds));
  const emptied = time > stationSeconds * 3 ? 0.55 : 1;
  const size = grown * emptied;
  const darkness = time > stationSeconds * 1.7 && time < stationSeconds * 3 ? 0.22 : 0;
  const drift = 300 + Math.min(1, time / (stationSeconds * 2)) * 260;
  const colour = blend(cloud, [120, 132, 150], darkness * 2);
  for (const [dx, dy, radius] of [
    [-78, 10, 34],
    [-38, -12, 46],
    [12, -20, 54],
    [62, -6, 44],
    [98, 14, 30],
    [8, 16, 48],
  ] as const) {
    disc(canvas, drift + dx * size, 110 + dy * size, radius * size, colour, 0.93);
  }
}

function drawRain(canvas: Canvas, time: number): void {
  for (let drop = 0; drop < 90; drop++) {
    const phase = (time * 0.9 + drop * 0.618) % 1;
    const x = 462 + ((drop * 53) % 200) - phase * 14;
    const y = 150 + phase * 190;
    if (y < meadowTop(x) + 20) rectangle(canvas, x, y, 2, 11, rain, 0.8);
  }
}

function drawCaption(canvas: Canvas, station: number, time: number): void {
  const caption = stations[station];
  if (!caption) return;
  const alpha = Math.min(1, time * 2, (stationSeconds - time) * 2);
  rectangle(canvas, 0, height - 86, width, 86, ink, 0.72 * alpha);
  write(canvas, caption.title, (width - textWidth(caption.title, 5)) / 2, height - 76, 5, paper, alpha);
  write(canvas, caption.line, (width - textWidth(caption.line, 3)) / 2, height - 28, 3, sun, alpha);
}

function mountainTop(x: number): number {
  const slope = Math.abs(x - 690) * 0.95;
  return Math.min(meadowTop(x), 92 + slope + 7 * Math.sin(x / 11) + 4 * Math.sin(x / 5));
}

function meadowTop(x: number): number {
  return 352 - Math.min(1, (x - shore) / 160) * 52 - 10 * Math.sin(x / 60);
}

function blend(a: Colour, b: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => a[index] + (b[index] - a[index]) * Math.min(1, Math.max(0, share));
  return [part(0), part(1), part(2)];
}
