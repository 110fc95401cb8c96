import { PNG } from 'pngjs';

/** RGBA, eight bits a channel, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads a PNG, for instance a Playwright screenshot. */
export function decodePng(file: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(file);
  return { width, height, data };
}

/** Makes a PNG whose pixels `draw` gives as [red, green, blue] in 0…255. */
export function encodePng(
  width: number,
  height: number,
  draw: (x: number, y: number) => readonly [number, number, number],
): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) png.data.set([...draw(x, y), 255], (y * width + x) * 4);
  }
  return PNG.sync.write(png);
}

/** The part of a picture between two shares of its width. */
export function columns({ width, height, data }: Picture, from: number, to: number): Picture {
  const left = Math.round(width * from);
  const right = Math.round(width * to);
  const rows = Array.from({ length: height }, (_, y) =>
    data.subarray((y * width + left) * 4, (y * width + right) * 4),
  );
  return { width: right - left, height, data: Buffer.concat(rows) };
}

/** A smaller picture, every pixel the mean of those it stands for. */
export function shrink({ width, height, data }: Picture, toWidth: number, toHeight: number): Picture {
  const sums = new Float64Array(toWidth * toHeight * 4);
  const counts = new Float64Array(toWidth * toHeight);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = Math.floor((y * toHeight) / height) * toWidth + Math.floor((x * toWidth) / width);
      counts[to] = (counts[to] ?? 0) + 1;
      for (let c = 0; c < 4; c++)
        sums[to * 4 + c] = (sums[to * 4 + c] ?? 0) + (data[(y * width + x) * 4 + c] ?? 0);
    }
  }
  return {
    width: toWidth,
    height: toHeight,
    data: Uint8Array.from(sums, (sum, at) => sum / (counts[at >> 2] ?? 1)),
  };
}
