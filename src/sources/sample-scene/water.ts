import { SHORE } from './land';
import { scatter, scatterIn, wrap, type Context2D } from './noise';
import { sunAt } from './sky';

const BOTTOM = 800;
const RIPPLES = 130;
const GLITTER = 70;

export function drawWater(context: Context2D, time: number, width: number): void {
  const lake = context.createLinearGradient(0, SHORE, 0, BOTTOM);
  lake.addColorStop(0, '#f0b384');
  lake.addColorStop(0.16, '#86b4c4');
  lake.addColorStop(0.5, '#3186b4');
  lake.addColorStop(1, '#14497f');
  context.fillStyle = lake;
  context.fillRect(0, SHORE, width, BOTTOM - SHORE + 20);
  drawReflections(context, time, width);
  drawRipples(context, time, width);
  drawGlitter(context, time, width);
}

/** The trees of the shore, upside down, in shivering strokes. */
function drawReflections(context: Context2D, time: number, width: number): void {
  const strokes = Math.round(width / 16);
  for (let index = 0; index < strokes; index++) {
    const x = (index / strokes) * width + 5 * Math.sin(time * 1.3 + index);
    const depth = scatterIn(index, 91, 10, 62);
    context.strokeStyle = `rgba(28, 84, 74, ${0.25 + 0.35 * scatter(index, 92)})`;
    context.lineWidth = scatterIn(index, 93, 6, 13);
    context.beginPath();
    context.moveTo(x, SHORE + 3);
    context.quadraticCurveTo(x + 7 * Math.sin(time * 2 + index * 2.1), SHORE + depth / 2, x, SHORE + depth);
    context.stroke();
  }
}

const RIPPLE_COLOURS = [
  'rgba(198, 232, 240, 0.6)',
  'rgba(12, 52, 104, 0.5)',
  'rgba(94, 190, 208, 0.55)',
  'rgba(255, 206, 160, 0.4)',
] as const;

/** Waves: strokes that grow longer and thicker towards the viewer. */
function drawRipples(context: Context2D, time: number, width: number): void {
  for (let index = 0; index < RIPPLES; index++) {
    const near = scatter(index, 101) ** 0.8;
    const y = SHORE + 12 + near * (BOTTOM - SHORE - 12);
    const length = (24 + 90 * near) * scatterIn(index, 102, 0.5, 1);
    const drift = time * (6 + 16 * near);
    const x = wrap(scatter(index, 103) * (width + 240) + drift, -120, width + 120);
    const heave = (2 + 5 * near) * Math.sin(time * 1.6 + index * 1.3);
    context.strokeStyle = RIPPLE_COLOURS[index % RIPPLE_COLOURS.length] ?? RIPPLE_COLOURS[0];
    context.lineWidth = 1.5 + 5 * near;
    context.beginPath();
    context.moveTo(x - length / 2, y + heave);
    context.quadraticCurveTo(x, y + heave - 3 - 7 * near, x + length / 2, y + heave);
    context.stroke();
  }
}

/** The sun's path on the water; each spark lights up and goes out. */
function drawGlitter(context: Context2D, time: number, width: number): void {
  const { x: sunX } = sunAt(time, width);
  for (let index = 0; index < GLITTER; index++) {
    const near = scatter(index, 111);
    const light = Math.max(0, Math.sin(time * scatterIn(index, 114, 1.5, 3.5) + index * 2.4));
    const x = sunX + (scatter(index, 112) - 0.5) * (50 + 190 * near);
    const length = (7 + 26 * near) * (0.4 + 0.6 * light);
    context.strokeStyle = `rgba(255, 243, 190, ${0.25 + 0.7 * light})`;
    context.lineWidth = 2 + 5 * near;
    context.beginPath();
    context.moveTo(x - length, SHORE + 6 + near * 190);
    context.lineTo(x + length, SHORE + 6 + near * 190);
    context.stroke();
  }
}

const BOATS = [
  { y: 618, size: 0.55, speed: -7, hull: '#7d2f36', sail: '#fff3dc', start: 0.82 },
  { y: 648, size: 0.85, speed: 11, hull: '#20456b', sail: '#e8633a', start: 0.4 },
  { y: 706, size: 1.35, speed: 8, hull: '#5b2c1f', sail: '#fbf7ea', start: 0.06 },
] as const;

export function drawBoats(context: Context2D, time: number, width: number): void {
  for (const { y, size, speed, hull, sail, start } of BOATS) {
    const x = wrap(start * width + time * speed, -130, width + 130);
    const bob = 4 * size * Math.sin(time * 1.3 + y);
    context.save();
    context.translate(x, y + bob);
    context.scale(speed < 0 ? -size : size, size);
    drawBoatReflection(context, time, sail);
    context.rotate(0.05 * Math.sin(time * 1.1 + y));
    drawBoat(context, hull, sail);
    context.restore();
  }
}

function drawBoatReflection(context: Context2D, time: number, sail: string): void {
  context.strokeStyle = sail;
  context.globalAlpha = 0.45;
  context.lineWidth = 6;
  for (let row = 0; row < 6; row++) {
    const half = 40 - row * 5;
    const shiver = 7 * Math.sin(time * 2.4 + row * 1.4);
    context.beginPath();
    context.moveTo(shiver - half, 24 + row * 12);
    context.lineTo(shiver + half, 24 + row * 12);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawBoat(context: Context2D, hull: string, sail: string): void {
  context.fillStyle = sail;
  context.beginPath();
  context.moveTo(2, -128);
  context.quadraticCurveTo(66, -66, 56, -12);
  context.lineTo(2, -12);
  context.fill();
  context.fillStyle = 'rgba(80, 50, 90, 0.32)';
  context.beginPath();
  context.moveTo(-4, -116);
  context.quadraticCurveTo(-40, -58, -48, -12);
  context.lineTo(-4, -12);
  context.fill();
  context.strokeStyle = '#4a3224';
  context.lineWidth = 5;
  context.beginPath();
  context.moveTo(0, -134);
  context.lineTo(0, 2);
  context.stroke();
  context.fillStyle = hull;
  context.beginPath();
  context.moveTo(-64, -6);
  context.quadraticCurveTo(-44, 24, 0, 24);
  context.quadraticCurveTo(50, 24, 72, -10);
  context.fill();
  context.strokeStyle = '#f4dfb8';
  context.lineWidth = 4;
  context.beginPath();
  context.moveTo(-62, -5);
  context.lineTo(70, -8);
  context.stroke();
}
