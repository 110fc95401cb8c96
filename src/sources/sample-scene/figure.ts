import { drawFace } from './face';
import { blob, scatterIn, SCENE_HEIGHT, type Context2D } from './noise';

/** A woman with a straw hat and a red scarf, in front of the lake, who looks at the viewer. */
export function drawFigure(context: Context2D, time: number, width: number): void {
  const breath = Math.sin(time * 1.2);
  context.save();
  context.translate(width * 0.73 + 5 * Math.sin(time * 0.5), SCENE_HEIGHT + 40);
  drawHair(context, time);
  drawBody(context, breath);
  context.save();
  context.translate(0, -400 + breath * 2);
  context.rotate(0.055 * Math.sin(time * 0.45));
  drawNeck(context);
  drawFace(context, time);
  drawHat(context);
  context.restore();
  drawScarf(context, time, breath);
  context.restore();
}

/** Long hair behind the shoulders, strand by strand, in the wind. */
function drawHair(context: Context2D, time: number): void {
  for (let strand = 0; strand < 34; strand++) {
    const side = strand / 33 - 0.5;
    const sway = 12 * Math.sin(time * 1.3 + strand * 0.35) + 14;
    const root = side * 168;
    const foot = side * 236 + sway;
    const low = -232 + scatterIn(strand, 141, -34, 34);
    context.strokeStyle = ['#4a2418', '#6d3520', '#93512b', '#3a1a14'][strand % 4] ?? '#4a2418';
    context.lineWidth = 14;
    context.beginPath();
    context.moveTo(root, -470);
    context.bezierCurveTo(root * 1.25, -400, root * 1.3 - sway, -310, foot, low);
    context.stroke();
  }
}

function drawBody(context: Context2D, breath: number): void {
  const lift = breath * 3;
  const dress = context.createLinearGradient(-190, -250, 190, 0);
  dress.addColorStop(0, '#4a8ce0');
  dress.addColorStop(0.5, '#2556a8');
  dress.addColorStop(1, '#162f6b');
  context.fillStyle = dress;
  context.beginPath();
  context.moveTo(-214, 20);
  context.bezierCurveTo(-232, -60, -224, -186 - lift, -166, -218 - lift);
  context.bezierCurveTo(-126, -236 - lift, -92, -246 - lift, -62, -266 - lift);
  context.lineTo(62, -266 - lift);
  context.bezierCurveTo(92, -246 - lift, 126, -236 - lift, 166, -218 - lift);
  context.bezierCurveTo(224, -186 - lift, 232, -60, 214, 20);
  context.fill();
  drawFolds(context);
  context.fillStyle = '#f7f1dd';
  for (let dot = 0; dot < 40; dot++) {
    const x = scatterIn(dot, 151, -185, 185);
    blob(context, x, scatterIn(dot, 152, -190 + Math.abs(x) * 0.3, 0), 5.5, 5.5);
  }
}

/** Folds of the dress, and the lines where the arms lie against it. */
function drawFolds(context: Context2D): void {
  context.strokeStyle = 'rgba(190, 220, 255, 0.5)';
  context.lineWidth = 5;
  for (let fold = -2; fold <= 2; fold++) {
    context.beginPath();
    context.moveTo(fold * 40, -206 + Math.abs(fold) * 14);
    context.quadraticCurveTo(fold * 50 + 8, -110, fold * 44, 20);
    context.stroke();
  }
  context.strokeStyle = 'rgba(10, 24, 70, 0.75)';
  context.lineWidth = 7;
  for (const side of [-1, 1]) {
    context.beginPath();
    context.moveTo(side * 146, -140);
    context.quadraticCurveTo(side * 130, -60, side * 148, 20);
    context.stroke();
  }
}

function drawNeck(context: Context2D): void {
  context.fillStyle = '#d99a72';
  context.fillRect(-37, 60, 74, 110);
  context.fillStyle = 'rgba(120, 52, 50, 0.4)';
  blob(context, 4, 92, 44, 30);
}

/** Crown, ribbon and a wide brim of woven straw that shades the brow. */
function drawHat(context: Context2D): void {
  context.fillStyle = '#d9a441';
  blob(context, 0, -94, 204, 44, -0.03);
  context.fillStyle = '#f0c766';
  context.beginPath();
  context.moveTo(-104, -104);
  context.bezierCurveTo(-110, -220, -52, -240, 0, -240);
  context.bezierCurveTo(56, -240, 110, -220, 104, -104);
  context.fill();
  context.strokeStyle = 'rgba(140, 88, 24, 0.6)';
  context.lineWidth = 3;
  for (let row = 0; row < 7; row++) {
    context.beginPath();
    context.ellipse(0, -94, 196 - row * 14, 40 - row * 4, -0.03, 0.05, Math.PI - 0.05);
    context.moveTo(-98 + row * 4, -154 - row * 11);
    context.quadraticCurveTo(0, -138 - row * 13, 98 - row * 4, -154 - row * 11);
    context.stroke();
  }
  context.strokeStyle = '#b3202c';
  context.lineWidth = 30;
  context.beginPath();
  context.moveTo(-100, -124);
  context.quadraticCurveTo(0, -96, 100, -124);
  context.stroke();
}

/** A scarf round the neck whose end flies to the left. */
function drawScarf(context: Context2D, time: number, breath: number): void {
  context.strokeStyle = '#d8262f';
  context.lineWidth = 54;
  context.beginPath();
  context.moveTo(-64, -278 + breath * 2);
  context.quadraticCurveTo(0, -232 + breath * 2, 66, -280 + breath * 2);
  context.stroke();
  drawScarfEnd(context, time, '#c11d2a', 46, 0);
  drawScarfEnd(context, time, '#f0603f', 12, -9);
  drawScarfEnd(context, time, '#ffd9a0', 6, 10);
}

function drawScarfEnd(context: Context2D, time: number, colour: string, thick: number, shift: number): void {
  const first = 26 * Math.sin(time * 2.1);
  const second = 38 * Math.sin(time * 2.1 - 1.2);
  context.strokeStyle = colour;
  context.lineWidth = thick;
  context.beginPath();
  context.moveTo(-58, -270 + shift);
  context.bezierCurveTo(-140, -300 + first + shift, -210, -210 + second + shift, -330, -262 + second + shift);
  context.stroke();
}
