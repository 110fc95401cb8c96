import { roll, scatter, scatterIn, type Context2D } from './noise';

/** Where the land ends and the lake begins. */
export const SHORE = 575;
const STEP = 12;

export function drawMountains(context: Context2D, width: number): void {
  ridge(context, width, { base: 415, height: 96, salt: 1.7, rough: 70, top: '#7f8fc4', bottom: '#c9b4c4' });
  drawSnow(context, width);
  ridge(context, width, { base: 470, height: 60, salt: 5.1, rough: 34, top: '#5d7a9c', bottom: '#a9a8a2' });
}

interface Ridge {
  readonly base: number;
  readonly height: number;
  readonly salt: number;
  readonly rough: number;
  readonly top: string;
  readonly bottom: string;
}

/** Height of a ridge's edge at `x`; jagged where `rough` is large. */
function edge({ base, height, salt, rough }: Ridge, x: number): number {
  const tooth = Math.abs(((x * 0.0062 + salt) % 1) - 0.5) * 2;
  const small = Math.abs(((x * 0.021 + salt * 3) % 1) - 0.5) * 2;
  return base - height * (0.5 + 0.5 * roll(x, salt)) - rough * (tooth * 0.75 + small * 0.25);
}

function ridge(context: Context2D, width: number, shape: Ridge): void {
  const shade = context.createLinearGradient(0, shape.base - shape.height - shape.rough, 0, shape.base + 70);
  shade.addColorStop(0, shape.top);
  shade.addColorStop(1, shape.bottom);
  context.fillStyle = shade;
  context.beginPath();
  context.moveTo(0, SHORE);
  for (let x = 0; x <= width + STEP; x += STEP) context.lineTo(x, edge(shape, x));
  context.lineTo(width + STEP, SHORE);
  context.fill();
}

/** Snow and rock: short strokes down the slopes of the far ridge, lit on the left. */
function drawSnow(context: Context2D, width: number): void {
  const far: Ridge = { base: 415, height: 96, salt: 1.7, rough: 70, top: '', bottom: '' };
  const strokes = Math.round(width / 9);
  for (let index = 0; index < strokes; index++) {
    const x = (index / strokes) * width + scatterIn(index, 61, -5, 5);
    const top = edge(far, x);
    const slope = edge(far, x + 8) - edge(far, x - 8);
    const high = Math.max(0, 345 - top);
    context.strokeStyle = slope < 0 ? 'rgba(255, 244, 236, 0.9)' : 'rgba(88, 96, 150, 0.55)';
    context.lineWidth = scatterIn(index, 62, 3, 8);
    context.beginPath();
    context.moveTo(x, top + 4);
    context.lineTo(x + (slope < 0 ? -7 : 9), top + 10 + high * scatterIn(index, 63, 0.3, 0.95));
    context.stroke();
  }
}

const HILLS = [
  { base: 500, height: 46, salt: 2.2, colour: '#4f8a63', stripe: '#75ad68' },
  { base: 536, height: 44, salt: 6.4, colour: '#5f9c3f', stripe: '#d9b53a' },
  { base: 566, height: 30, salt: 9.6, colour: '#2f7148', stripe: '#4c9a50' },
] as const;

/** Height of a hill's edge at `x`, the farthest hill being 0. */
export function hillTop(hill: number, x: number): number {
  const shape = HILLS[hill];
  return shape === undefined ? SHORE : shape.base - shape.height * (0.4 + 0.6 * roll(x, shape.salt));
}

export function drawHills(context: Context2D, width: number): void {
  HILLS.forEach(({ colour, stripe }, hill) => {
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(0, SHORE + 12);
    for (let x = 0; x <= width + STEP; x += STEP) context.lineTo(x, hillTop(hill, x));
    context.lineTo(width + STEP, SHORE + 12);
    context.fill();
    drawFields(context, hill, stripe, width);
    drawTrees(context, hill, width);
  });
}

/** Furrows: strokes that follow the hill, closer together farther up. */
function drawFields(context: Context2D, hill: number, colour: string, width: number): void {
  context.strokeStyle = colour;
  for (let row = 1; row < 6; row++) {
    context.lineWidth = 2 + row * 0.8;
    context.setLineDash([40 + 23 * row, 30 + 17 * scatter(row, hill)]);
    context.lineDashOffset = scatter(row, hill + 3) * 160;
    context.beginPath();
    for (let x = 0; x <= width + STEP; x += STEP * 2) {
      const y = hillTop(hill, x) + row * row * 2.4 + 3;
      if (x === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.stroke();
  }
  context.setLineDash([]);
}

function drawTrees(context: Context2D, hill: number, width: number): void {
  const count = Math.round(width / (90 - hill * 14));
  for (let index = 0; index < count; index++) {
    const x = scatter(index, hill + 71) * width;
    const y = hillTop(hill, x) + 8;
    const tall = scatterIn(index, hill + 74, 20, 34) * (1 + hill * 0.42);
    if (scatter(index, hill + 77) > 0.55) drawPoplar(context, x, y, tall * 1.5);
    else drawRoundTree(context, x, y, tall);
  }
}

function drawPoplar(context: Context2D, x: number, y: number, tall: number): void {
  context.fillStyle = '#1f4a3b';
  context.beginPath();
  context.moveTo(x, y - tall);
  context.quadraticCurveTo(x + tall * 0.26, y - tall * 0.3, x, y);
  context.quadraticCurveTo(x - tall * 0.26, y - tall * 0.3, x, y - tall);
  context.fill();
  context.strokeStyle = '#5f9a54';
  context.lineWidth = tall * 0.06;
  context.beginPath();
  context.moveTo(x - tall * 0.04, y - tall * 0.8);
  context.quadraticCurveTo(x - tall * 0.12, y - tall * 0.4, x - tall * 0.05, y - tall * 0.12);
  context.stroke();
}

function drawRoundTree(context: Context2D, x: number, y: number, tall: number): void {
  const coats = [
    { colour: '#235538', dx: 0, dy: 0, share: 1 },
    { colour: '#3f8447', dx: -0.1, dy: -0.1, share: 0.74 },
    { colour: '#92bd55', dx: -0.2, dy: -0.22, share: 0.36 },
  ];
  for (const { colour, dx, dy, share } of coats) {
    context.fillStyle = colour;
    context.beginPath();
    const radius = tall * 0.46 * share;
    context.ellipse(x + dx * tall, y - tall * 0.5 + dy * tall, radius * 1.1, radius, 0, 0, Math.PI * 2);
    context.fill();
  }
}
