import { blob, scatter, scatterIn, wrap, type Context2D } from './noise';

const HORIZON = 520;
const CLOUDS = 6;
const PUFFS = 11;

/** Where the sun stands: it sways a little, so that its glitter moves on the water. */
export function sunAt(time: number, width: number): { readonly x: number; readonly y: number } {
  return { x: width * (0.3 + 0.03 * Math.sin(time * 0.11)), y: 255 + 14 * Math.sin(time * 0.17) };
}

export function drawSky(context: Context2D, time: number, width: number): void {
  const sky = context.createLinearGradient(0, 0, 0, HORIZON);
  sky.addColorStop(0, '#1d4e9e');
  sky.addColorStop(0.38, '#4f9fd2');
  sky.addColorStop(0.68, '#f6cf97');
  sky.addColorStop(1, '#f5935f');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, HORIZON + 40);
  drawSun(context, time, width);
  drawHighStreaks(context, time, width);
  for (let cloud = 0; cloud < CLOUDS; cloud++) drawCloud(context, cloud, time, width);
  drawBirds(context, time, width);
}

function drawSun(context: Context2D, time: number, width: number): void {
  const { x, y } = sunAt(time, width);
  const halo = context.createRadialGradient(x, y, 20, x, y, 330);
  halo.addColorStop(0, 'rgba(255, 248, 214, 0.95)');
  halo.addColorStop(0.2, 'rgba(255, 224, 170, 0.6)');
  halo.addColorStop(1, 'rgba(255, 200, 160, 0)');
  context.fillStyle = halo;
  context.fillRect(x - 330, y - 330, 660, 660);
  context.fillStyle = '#fffbe2';
  blob(context, x, y, 56, 56);
}

function drawHighStreaks(context: Context2D, time: number, width: number): void {
  for (let index = 0; index < 16; index++) {
    const length = scatterIn(index, 31, 120, 340);
    const x = wrap(scatter(index, 32) * (width + 400) + time * 3, -360, width + 40);
    const y = scatterIn(index, 33, 30, 210) + 8 * Math.sin(index);
    context.strokeStyle = `rgba(255, 244, 228, ${0.1 + 0.16 * scatter(index, 34)})`;
    context.lineWidth = scatterIn(index, 35, 3, 9);
    context.beginPath();
    context.moveTo(x, y);
    context.quadraticCurveTo(x + length / 2, y - 16, x + length, y + 4);
    context.stroke();
  }
}

/** A heap of puffs: violet shade below, warm light above, each drawn over all of the one before. */
function drawCloud(context: Context2D, cloud: number, time: number, width: number): void {
  const size = scatterIn(cloud, 1, 0.65, 1.35);
  const speed = 9 + 10 * size;
  const x = wrap(
    ((cloud + scatter(cloud, 2) * 0.6) / CLOUDS) * (width + 560) + time * speed,
    -280,
    width + 280,
  );
  const y = scatterIn(cloud, 3, 80, 330);
  const coats = [
    { colour: 'rgba(118, 104, 152, 0.8)', shift: 20, share: 1 },
    { colour: 'rgba(244, 196, 176, 0.95)', shift: 4, share: 0.93 },
    { colour: 'rgba(255, 249, 238, 0.97)', shift: -12, share: 0.74 },
  ];
  for (const { colour, shift, share } of coats) {
    context.fillStyle = colour;
    for (let puff = 0; puff < PUFFS; puff++) {
      const along = puff / (PUFFS - 1) - 0.5;
      const swell = Math.cos(along * Math.PI) ** 0.7;
      const radius = (26 + 46 * swell * scatterIn(puff, cloud + 5, 0.6, 1)) * size * share;
      const lift = 34 * swell * scatter(puff, cloud + 9) * size;
      blob(context, x + along * 300 * size, y - lift + shift * size, radius * 1.2, radius);
    }
  }
  drawCloudCurls(context, cloud, x, y, size);
}

/** Rounded strokes inside a cloud, as a brush leaves them. */
function drawCloudCurls(context: Context2D, cloud: number, x: number, y: number, size: number): void {
  context.lineWidth = 4 * size;
  for (let curl = 0; curl < 9; curl++) {
    const along = scatterIn(curl, cloud + 13, -0.42, 0.42);
    const swell = Math.cos(along * Math.PI);
    const radius = (12 + 20 * swell) * size;
    const curlX = x + along * 290 * size;
    const curlY = y - (8 + 40 * swell * scatter(curl, cloud + 17)) * size;
    context.strokeStyle = curl % 3 === 0 ? 'rgba(255, 255, 255, 0.9)' : 'rgba(226, 168, 164, 0.6)';
    context.beginPath();
    context.arc(curlX, curlY, radius, Math.PI * 1.05, Math.PI * 1.75);
    context.stroke();
  }
}

function drawBirds(context: Context2D, time: number, width: number): void {
  context.strokeStyle = '#2b3350';
  context.lineWidth = 4.5;
  for (let bird = 0; bird < 9; bird++) {
    const x = wrap(scatter(bird, 51) * 260 + time * 34, -120, width + 160);
    const y = 150 + bird * 13 + 22 * Math.sin(time * 0.5 + bird);
    const beat = 9 * Math.sin(time * 6 + bird * 1.7);
    const span = 16 + 7 * scatter(bird, 52);
    context.beginPath();
    context.moveTo(x - span, y - beat);
    context.quadraticCurveTo(x - span * 0.4, y - 9 - beat * 0.3, x, y);
    context.quadraticCurveTo(x + span * 0.4, y - 9 - beat * 0.3, x + span, y - beat);
    context.stroke();
  }
}
