/** A 2D context of either kind; the scene is drawn on the page, in workers and in tests. */
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Height of the scene in its own units; its width follows from the aspect ratio. */
export const SCENE_HEIGHT = 900;

/** A number in 0…1 that depends on `index` and `salt` alone, so that every drawing is the same. */
export function scatter(index: number, salt: number): number {
  const mixed = Math.sin(index * 127.1 + salt * 311.7) * 43758.5453;
  return mixed - Math.floor(mixed);
}

/** A number in `low`…`high` that depends on `index` and `salt` alone. */
export function scatterIn(index: number, salt: number, low: number, high: number): number {
  return low + (high - low) * scatter(index, salt);
}

/** A rolling line: a few waves that never line up; −1…1 about. */
export function roll(x: number, salt: number): number {
  return (
    Math.sin(x * 0.0041 + salt) * 0.55 +
    Math.sin(x * 0.0113 + salt * 2.3) * 0.3 +
    Math.sin(x * 0.031 + salt * 4.1) * 0.15
  );
}

/** `value` wrapped into `low`…`high`. */
export function wrap(value: number, low: number, high: number): number {
  const span = high - low;
  return low + ((((value - low) % span) + span) % span);
}

/** Fills an ellipse. */
export function blob(
  context: Context2D,
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  rotation = 0,
): void {
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, rotation, 0, Math.PI * 2);
  context.fill();
}
