import { drawFigure } from './figure';
import { drawHills, drawMountains } from './land';
import { drawMeadow } from './meadow';
import { SCENE_HEIGHT, type Context2D } from './noise';
import { drawSky } from './sky';
import { drawVillage } from './village';
import { drawBoats, drawWater } from './water';

/**
 * Draws the sample scene, a lake at the end of a summer's day, over the whole of a canvas of
 * `width` × `height` pixels. The picture depends on the arguments alone. Everything is drawn in
 * units in which the picture is {@link SCENE_HEIGHT} high, from the back to the front.
 */
export function drawSampleScene(
  context: Context2D,
  timeSeconds: number,
  width: number,
  height: number,
): void {
  const scale = height / SCENE_HEIGHT;
  const sceneWidth = width / scale;
  context.save();
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  drawSky(context, timeSeconds, sceneWidth);
  drawMountains(context, sceneWidth);
  drawHills(context, sceneWidth);
  drawVillage(context, timeSeconds, sceneWidth);
  drawWater(context, timeSeconds, sceneWidth);
  drawBoats(context, timeSeconds, sceneWidth);
  drawMeadow(context, timeSeconds, sceneWidth);
  drawFigure(context, timeSeconds, sceneWidth);
  context.restore();
}
