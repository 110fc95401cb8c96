import { blob, type Context2D } from './noise';

/** Seconds between two blinks, and how long one takes. */
const BLINK_EVERY = 3.7;
const BLINK_LASTS = 0.22;

/** The face, about its own middle; it blinks, and looks a little about. */
export function drawFace(context: Context2D, time: number): void {
  drawHead(context);
  const sinceBlink = time % BLINK_EVERY;
  const open = sinceBlink < BLINK_LASTS ? Math.abs(1 - (2 * sinceBlink) / BLINK_LASTS) : 1;
  const glance = 5 * Math.sin(time * 0.7);
  drawEye(context, -40, open, glance);
  drawEye(context, 40, open, glance);
  drawNose(context);
  drawMouth(context, Math.sin(time * 0.6));
}

function drawHead(context: Context2D): void {
  const skin = context.createLinearGradient(-95, -60, 105, 100);
  skin.addColorStop(0, '#ffdcb8');
  skin.addColorStop(0.5, '#f3b78b');
  skin.addColorStop(1, '#b8694f');
  context.fillStyle = skin;
  context.beginPath();
  context.moveTo(0, -118);
  context.bezierCurveTo(86, -118, 104, -36, 92, 26);
  context.bezierCurveTo(82, 82, 42, 124, 0, 126);
  context.bezierCurveTo(-42, 124, -82, 82, -92, 26);
  context.bezierCurveTo(-104, -36, -86, -118, 0, -118);
  context.fill();
  context.fillStyle = 'rgba(116, 56, 74, 0.38)';
  blob(context, 2, -66, 88, 26);
  context.fillStyle = 'rgba(232, 92, 84, 0.38)';
  blob(context, -54, 42, 26, 19);
  blob(context, 55, 42, 24, 19);
  context.fillStyle = 'rgba(255, 240, 214, 0.5)';
  blob(context, -34, 78, 20, 11, 0.5);
}

function drawEye(context: Context2D, x: number, open: number, glance: number): void {
  context.fillStyle = '#fffaf0';
  blob(context, x, -4, 25, Math.max(1.5, 14 * open));
  if (open > 0.3) {
    context.fillStyle = '#2f6f74';
    blob(context, x + glance, -4, 11, 12 * open);
    context.fillStyle = '#14161f';
    blob(context, x + glance, -4, 5.5, 6 * open);
    context.fillStyle = '#ffffff';
    blob(context, x + glance - 4, -8, 3.2, 3.2 * open);
  }
  context.strokeStyle = '#3a1a16';
  context.lineWidth = 5;
  context.beginPath();
  context.moveTo(x - 27, -2);
  context.quadraticCurveTo(x, -2 - 24 * open, x + 27, -3);
  context.stroke();
  context.lineWidth = 6;
  context.beginPath();
  context.moveTo(x - 26, -33);
  context.quadraticCurveTo(x, -47, x + 26, -33);
  context.stroke();
}

function drawNose(context: Context2D): void {
  context.strokeStyle = 'rgba(142, 70, 56, 0.85)';
  context.lineWidth = 5;
  context.beginPath();
  context.moveTo(10, -2);
  context.quadraticCurveTo(22, 34, 14, 42);
  context.quadraticCurveTo(2, 51, -10, 43);
  context.stroke();
  context.strokeStyle = 'rgba(255, 241, 218, 0.8)';
  context.beginPath();
  context.moveTo(-1, 4);
  context.lineTo(1, 32);
  context.stroke();
}

function drawMouth(context: Context2D, smile: number): void {
  const corner = 64 - 4 * smile;
  const half = 31 + 3 * smile;
  context.fillStyle = '#b5303a';
  context.beginPath();
  context.moveTo(-half, corner);
  context.quadraticCurveTo(-12, 62, 0, 68);
  context.quadraticCurveTo(12, 62, half, corner);
  context.quadraticCurveTo(0, 106 + 6 * smile, -half, corner);
  context.fill();
  context.strokeStyle = '#6e1a26';
  context.lineWidth = 4;
  context.beginPath();
  context.moveTo(-half, corner);
  context.quadraticCurveTo(0, 88 + 3 * smile, half, corner);
  context.stroke();
}
