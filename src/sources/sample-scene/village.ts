import { hillTop } from './land';
import { scatter, scatterIn, type Context2D } from './noise';

export function drawVillage(context: Context2D, time: number, width: number): void {
  for (let house = 0; house < 8; house++) {
    const x = width * 0.1 + house * 40 + scatterIn(house, 81, -10, 10);
    drawHouse(context, x, hillTop(2, x) + 14, scatterIn(house, 82, 26, 38), house);
  }
  const churchX = width * 0.1 + 150;
  drawChurch(context, churchX, hillTop(2, churchX) + 12);
  const millX = width * 0.52;
  drawMill(context, millX, hillTop(1, millX) + 10, time);
}

const WALLS = ['#f7e3c4', '#f2c6a0', '#fdf3e0', '#e8b88f'] as const;
const ROOFS = ['#b8442f', '#d0613a', '#8f3330', '#c9743f'] as const;

function drawHouse(context: Context2D, x: number, y: number, size: number, index: number): void {
  context.fillStyle = WALLS[index % WALLS.length] ?? WALLS[0];
  context.fillRect(x - size / 2, y - size * 0.62, size, size * 0.7);
  context.fillStyle = 'rgba(94, 62, 84, 0.45)';
  context.fillRect(x + size * 0.2, y - size * 0.62, size * 0.3, size * 0.7);
  context.fillStyle = ROOFS[index % ROOFS.length] ?? ROOFS[0];
  triangle(context, x, y - size * 1.15, size * 0.64, size * 0.55);
  context.fillStyle = scatter(index, 83) > 0.4 ? '#ffd765' : '#4a4a66';
  context.fillRect(x - size * 0.3, y - size * 0.42, size * 0.17, size * 0.2);
  context.fillRect(x + size * 0.02, y - size * 0.42, size * 0.17, size * 0.2);
}

function drawChurch(context: Context2D, x: number, y: number): void {
  context.fillStyle = '#fbeed6';
  context.fillRect(x - 13, y - 78, 26, 82);
  context.fillStyle = 'rgba(94, 62, 84, 0.4)';
  context.fillRect(x + 3, y - 78, 10, 82);
  context.fillStyle = '#3b5f82';
  triangle(context, x, y - 132, 18, 56);
  context.fillStyle = '#503f5c';
  context.fillRect(x - 4, y - 66, 7, 15);
}

function drawMill(context: Context2D, x: number, y: number, time: number): void {
  context.fillStyle = '#efe0c8';
  context.beginPath();
  context.moveTo(x - 26, y);
  context.lineTo(x - 16, y - 82);
  context.lineTo(x + 16, y - 82);
  context.lineTo(x + 26, y);
  context.fill();
  context.fillStyle = 'rgba(94, 62, 84, 0.4)';
  context.beginPath();
  context.moveTo(x + 6, y);
  context.lineTo(x + 4, y - 82);
  context.lineTo(x + 16, y - 82);
  context.lineTo(x + 26, y);
  context.fill();
  context.fillStyle = '#7d3a34';
  triangle(context, x, y - 112, 21, 32);
  context.fillStyle = '#5a4038';
  context.fillRect(x - 6, y - 22, 12, 22);
  drawSails(context, x - 4, y - 84, time);
}

function drawSails(context: Context2D, x: number, y: number, time: number): void {
  context.save();
  context.translate(x, y);
  context.rotate(time * 0.7);
  for (let sail = 0; sail < 4; sail++) {
    context.rotate(Math.PI / 2);
    context.fillStyle = '#fff6e2';
    context.fillRect(3, -8, 62, 15);
    context.strokeStyle = '#5a4038';
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(0, -8);
    context.lineTo(66, -8);
    for (let rung = 14; rung < 66; rung += 12) {
      context.moveTo(rung, -8);
      context.lineTo(rung, 7);
    }
    context.stroke();
  }
  context.restore();
}

/** Fills a triangle that stands on its base. */
function triangle(context: Context2D, x: number, top: number, halfWidth: number, height: number): void {
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x + halfWidth, top + height);
  context.lineTo(x - halfWidth, top + height);
  context.fill();
}
