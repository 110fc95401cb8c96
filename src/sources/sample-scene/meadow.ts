import { blob, roll, scatter, scatterIn, SCENE_HEIGHT, type Context2D } from './noise';

const BLADES = 260;
const FLOWERS = 64;

/** The near bank: grass and flowers that sway in one wind. */
export function drawMeadow(context: Context2D, time: number, width: number): void {
  context.fillStyle = '#2c6b34';
  context.beginPath();
  context.moveTo(0, SCENE_HEIGHT);
  for (let x = 0; x <= width + 20; x += 20) context.lineTo(x, bankTop(x));
  context.lineTo(width + 20, SCENE_HEIGHT);
  context.fill();
  drawGrass(context, time, width);
  drawFlowers(context, time, width);
}

function bankTop(x: number): number {
  return 778 + 22 * roll(x * 1.4, 3.3);
}

/** How far the wind bends what grows at `x`, at its tip. */
function wind(time: number, x: number): number {
  return 11 * Math.sin(time * 1.4 + x * 0.011) + 4 * Math.sin(time * 3.1 + x * 0.037);
}

const GREENS = ['#1d4f2c', '#3f8a3a', '#74b043', '#a9cf58', '#c9b84a'] as const;

function drawGrass(context: Context2D, time: number, width: number): void {
  for (let index = 0; index < BLADES; index++) {
    const x = ((index + scatter(index, 121)) / BLADES) * width;
    const near = scatter(index, 122);
    const y = bankTop(x) + 8 + near * 110;
    const tall = scatterIn(index, 123, 26, 52) * (0.7 + near);
    const bend = wind(time, x) * (tall / 44) + scatterIn(index, 124, -9, 9);
    context.strokeStyle = GREENS[index % GREENS.length] ?? GREENS[0];
    context.lineWidth = 2.5 + 3.5 * near;
    context.beginPath();
    context.moveTo(x, y);
    context.quadraticCurveTo(x, y - tall * 0.6, x + bend, y - tall);
    context.stroke();
  }
}

const PETALS = ['#e6332f', '#ffd23f', '#fdf6ea', '#8b4fc0', '#f27ea5', '#3f66d8'] as const;

function drawFlowers(context: Context2D, time: number, width: number): void {
  for (let index = 0; index < FLOWERS; index++) {
    const near = index / FLOWERS;
    const x = scatter(index, 131) * width;
    const tall = scatterIn(index, 132, 24, 46) * (0.7 + near * 0.6);
    const foot = bankTop(x) + 22 + near * 104;
    const tip = x + wind(time, x) * (tall / 50);
    context.strokeStyle = '#1f5a2f';
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(x, foot);
    context.quadraticCurveTo(x, foot - tall * 0.5, tip, foot - tall);
    context.stroke();
    const petals = PETALS[Math.floor(scatter(index, 133) * PETALS.length)] ?? PETALS[0];
    drawBlossom(context, tip, foot - tall, 7 + 7 * near, petals);
  }
}

function drawBlossom(context: Context2D, x: number, y: number, size: number, colour: string): void {
  context.fillStyle = colour;
  for (let petal = 0; petal < 5; petal++) {
    const angle = (petal / 5) * Math.PI * 2 + x;
    blob(
      context,
      x + Math.cos(angle) * size * 0.62,
      y + Math.sin(angle) * size * 0.62,
      size * 0.62,
      size * 0.5,
      angle,
    );
  }
  context.fillStyle = colour === '#ffd23f' ? '#7a3f1d' : '#ffc531';
  blob(context, x, y, size * 0.42, size * 0.42);
}
