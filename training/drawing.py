"""One drawing made by code alone: a woman in a straw hat before hills, a house and a low sun.

What thumbnails and published sheets are painted from, since no photograph is ours to publish.
Shapes are drawn by PIL at twice the size, light and texture come from numpy noise.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 640
Color = tuple[float, float, float]


def noise(shape: tuple[int, int], cell: float, seed: int, octaves: int = 5, stretch: float = 1.0) -> np.ndarray:
    """Fractal value noise in about -1..1; `stretch` makes it longer horizontally."""
    rng = np.random.default_rng(seed)
    height, width = shape
    total, scale = np.zeros(shape), 1.0
    for _ in range(octaves):
        rows, columns = max(2, int(height / cell) + 2), max(2, int(width / (cell * stretch)) + 2)
        grid = Image.fromarray(rng.uniform(-1, 1, (rows, columns)).astype(np.float32))
        total += scale * np.asarray(grid.resize((width, height), Image.BICUBIC))
        scale, cell = scale * 0.55, max(2.0, cell / 2)
    return total / 1.6


def gradient(t: np.ndarray, *stops: Color) -> np.ndarray:
    """Colours (0..255) along t in 0..1 -> (..., 3)."""
    places = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(t, places, [s[c] for s in stops]) for c in range(3)], -1)


class Canvas:
    """An RGB picture in float; coordinates are fractions of the height, x from 0 to 1.5."""

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        y, x = np.mgrid[0:height, 0:width] / height
        self.x, self.y = x, y
        self.pixels = np.zeros((height, width, 3))

    def noise(self, cell: float, seed: int, **options: float) -> np.ndarray:
        return noise((self.size[1], self.size[0]), cell * self.size[1], seed, **options)

    def paint(self, mask: np.ndarray, color: np.ndarray | Color) -> None:
        rows, columns = (np.flatnonzero(mask.any(axis)) for axis in (1, 0))
        if len(rows) == 0:
            return
        part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))  # most shapes are small
        color = np.asarray(color, float)
        self.pixels[part] += mask[part][..., None] * ((color[part] if color.ndim == 3 else color) - self.pixels[part])

    def polygon(self, points: list[tuple[float, float]], soft: float = 0.0008) -> np.ndarray:
        """Mask 0..1 of a polygon, its edge softened by `soft`."""
        return self._mask(lambda d, s: d.polygon([(px * s, py * s) for px, py in points], fill=255), soft)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, soft: float = 0.0008) -> np.ndarray:
        box = (cx - rx, cy - ry, cx + rx, cy + ry)
        return self._mask(lambda d, s: d.ellipse([b * s for b in box], fill=255), soft)

    def curve(self, points: list[tuple[float, float]], width: float, soft: float = 0.0008) -> np.ndarray:
        line = smooth(points, closed=False)
        return self._mask(lambda d, s: d.line([(px * s, py * s) for px, py in line], fill=255,
                                              width=max(1, round(width * s)), joint="curve"), soft)

    def _mask(self, draw, soft: float) -> np.ndarray:
        width, height = self.size
        image = Image.new("L", (2 * width, 2 * height))
        draw(ImageDraw.Draw(image), 2 * height)
        mask, blur = np.zeros((height, width)), soft * 2 * height
        box = image.getbbox()
        if box:
            margin = 2 * int(2 * blur + 4)  # as far as the blur reaches; even, as the box has to be
            left, top = (max(0, side // 2 * 2 - margin) for side in box[:2])
            right, bottom = (min(2 * most, -(-side // 2) * 2 + margin) for side, most in zip(box[2:], self.size))
            part = image.crop((left, top, right, bottom)).filter(ImageFilter.GaussianBlur(blur))
            half = part.resize(((right - left) // 2, (bottom - top) // 2), Image.BOX)
            mask[top // 2:bottom // 2, left // 2:right // 2] = np.asarray(half) / 255
        return mask


def smooth(points: list[tuple[float, float]], closed: bool = True, steps: int = 12) -> list[tuple[float, float]]:
    """Catmull-Rom curve through the points."""
    p = np.array(points, float)
    p = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([p[:1], p, p[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    out = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:]):
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return [tuple(q) for q in np.vstack(out)]


def sky(c: Canvas) -> None:
    c.pixels[:] = gradient(c.y / 0.55, (54, 104, 178), (120, 168, 214), (246, 214, 164))
    clouds = c.noise(0.2, 1, stretch=2.6) + 0.3 * np.cos(c.x * 7 + 1.2)
    body = np.clip(clouds * 1.5, 0, 1) * np.clip(1.3 - c.y * 2.0, 0, 1)
    light = np.clip(0.5 + 1.5 * (clouds - np.roll(clouds, -14, 0)), 0, 1)
    c.paint(body * 0.92, gradient(light, (150, 150, 186), (238, 214, 208), (255, 250, 236)))
    distance = np.hypot(c.x - 1.16, c.y - 0.22)
    c.paint(0.75 * np.exp(-(distance / 0.16) ** 2), (255, 226, 150))
    c.paint(c.ellipse(1.16, 0.22, 0.062, 0.062), (255, 244, 190))


def ridge(c: Canvas, level: float, height: float, seed: int) -> np.ndarray:
    """Mask of what lies below a wavy skyline."""
    line = level + height * noise((2, c.size[0]), c.size[1] * 0.3, seed, octaves=4)[0]
    return np.clip((c.y - line) * c.size[1] / 2, 0, 1)


def land(c: Canvas) -> None:
    grain = c.noise(0.02, 5, octaves=3)
    c.paint(ridge(c, 0.40, 0.09, 11), gradient(c.y * 2 - 0.5 + 0.12 * c.noise(0.05, 12), (96, 118, 170), (170, 180, 200)))
    c.paint(ridge(c, 0.475, 0.05, 13), gradient(0.5 + 0.5 * c.noise(0.06, 14), (70, 108, 112), (128, 152, 118)))
    bands = np.sin((c.y - 0.5) * 90 + c.x * 9 + 1.5 * c.noise(0.2, 15))
    c.paint(ridge(c, 0.54, 0.035, 16), gradient(0.5 + 0.3 * bands + 0.25 * grain, (108, 134, 52), (176, 178, 70), (226, 200, 96)))
    rows = np.sin((c.x - 0.9) / (c.y - 0.42 + 1e-3) * 13)
    c.paint(ridge(c, 0.66, 0.03, 17), gradient(0.5 + 0.35 * rows + 0.3 * grain, (62, 100, 44), (110, 144, 58), (196, 176, 80)))
    path = [(1.12, 0.60), (1.04, 0.66), (1.16, 0.76), (1.00, 1.02), (1.36, 1.02), (1.30, 0.76), (1.15, 0.66), (1.145, 0.60)]
    c.paint(c.polygon(smooth(path), 0.004) * 0.9, gradient(0.5 + 0.4 * grain, (186, 144, 98), (232, 204, 158)))


def house(c: Canvas) -> None:
    wall = gradient(0.6 + 0.3 * c.noise(0.03, 21), (196, 168, 138), (250, 236, 208))
    c.paint(c.polygon([(1.18, 0.50), (1.36, 0.50), (1.36, 0.635), (1.18, 0.635)]), wall)
    c.paint(c.polygon([(1.08, 0.50), (1.18, 0.50), (1.18, 0.635), (1.08, 0.62)]), wall * 0.72)
    c.paint(c.polygon([(1.08, 0.50), (1.13, 0.40), (1.18, 0.50)]), wall * 0.76)
    tiles = 0.5 + 0.5 * np.sin(c.y * 420) * np.sin(c.x * 330)
    c.paint(c.polygon([(1.125, 0.39), (1.32, 0.39), (1.375, 0.51), (1.18, 0.51)]), gradient(tiles, (150, 52, 36), (206, 92, 58)))
    c.paint(c.polygon([(1.125, 0.39), (1.065, 0.51), (1.078, 0.512), (1.13, 0.405), (1.18, 0.51)]), (104, 40, 34))
    c.paint(c.polygon([(1.26, 0.35), (1.29, 0.35), (1.29, 0.42), (1.26, 0.42)]), (168, 92, 72))
    for x in (1.205, 1.30):
        c.paint(c.polygon([(x, 0.545), (x + 0.03, 0.545), (x + 0.03, 0.588), (x, 0.588)]), (52, 70, 104))
        c.paint(c.polygon([(x + 0.013, 0.545), (x + 0.017, 0.545), (x + 0.017, 0.588), (x + 0.013, 0.588)]), (240, 230, 210))
    c.paint(c.polygon([(1.253, 0.56), (1.282, 0.56), (1.282, 0.635), (1.253, 0.635)]), (70, 104, 92))


def foliage(c: Canvas, mask: np.ndarray, cx: float, width: float, seed: int) -> None:
    """Leaves: fine noise, lit from the sun's side."""
    leaves = c.noise(0.022, seed, octaves=3)
    side = np.clip((c.x - cx) / width, -1, 1)
    ragged = np.clip((mask - 0.5 + 0.3 * leaves) * 6, 0, 1)
    c.paint(ragged, gradient(0.42 + 0.28 * side + 0.4 * leaves, (14, 42, 34), (38, 92, 46), (150, 166, 62)))


def trees(c: Canvas) -> None:
    for cx, base, height, width in ((1.43, 0.66, 0.40, 0.042), (1.005, 0.63, 0.22, 0.026), (0.96, 0.64, 0.16, 0.022)):
        shape = [(cx, base - height), (cx + width, base - height * 0.35), (cx + width * 0.6, base), (cx - width * 0.6, base), (cx - width, base - height * 0.35)]
        foliage(c, c.polygon(smooth(shape), 0.006), cx, width, int(cx * 100))
    c.paint(c.curve([(0.13, 0.80), (0.14, 0.62), (0.10, 0.46)], 0.034), gradient(0.5 + 0.5 * c.noise(0.012, 31, octaves=2), (50, 36, 30), (118, 84, 58)))
    c.paint(c.curve([(0.135, 0.62), (0.2, 0.5), (0.24, 0.42)], 0.016), (66, 48, 38))
    for i, (x, y, r) in enumerate(((0.05, 0.34, 0.13), (0.19, 0.26, 0.15), (0.29, 0.38, 0.09), (0.02, 0.46, 0.08), (0.13, 0.17, 0.10))):
        foliage(c, c.ellipse(x, y, r, r * 0.86, 0.02), x, r, 40 + i)


def flowers(c: Canvas) -> None:
    rng = np.random.default_rng(3)
    colors = ((214, 44, 46), (240, 198, 60), (236, 232, 240), (150, 96, 190))
    for _ in range(150):
        y = 0.74 + 0.26 * rng.random() ** 0.7
        x, r = rng.random() * 0.98, 0.003 + 0.012 * (y - 0.7)
        c.paint(c.ellipse(x, y, r * 1.15, r, 0.0005), colors[rng.integers(4)])


def shaded(c: Canvas, mask: np.ndarray, stops: tuple[Color, ...], cx: float, cy: float, r: float, grain: float = 0.0, seed: int = 0) -> None:
    """Rounded light from the upper right over a mask."""
    light = 0.52 + 0.42 * ((c.x - cx) * 0.8 - (c.y - cy) * 0.6) / r
    if grain:
        light = light + grain * c.noise(0.02, seed, octaves=3)
    c.paint(mask, gradient(np.clip(light, 0, 1), *stops))


def figure(c: Canvas) -> None:
    x0 = 0.62  # the middle of the face
    dress = smooth([(x0 - 0.06, 0.655), (x0 - 0.25, 0.75), (x0 - 0.33, 0.92), (x0 - 0.35, 1.1), (x0 + 0.35, 1.1), (x0 + 0.32, 0.90), (x0 + 0.23, 0.74), (x0 + 0.06, 0.655)])
    hair = smooth([(x0 - 0.02, 0.24), (x0 - 0.15, 0.33), (x0 - 0.165, 0.50), (x0 - 0.19, 0.66), (x0 - 0.13, 0.76), (x0 - 0.06, 0.70), (x0 + 0.07, 0.70), (x0 + 0.13, 0.75), (x0 + 0.17, 0.64), (x0 + 0.155, 0.48), (x0 + 0.14, 0.33)])
    strands = np.sin((c.x - x0) * 190 + 3 * c.noise(0.08, 51)) * 0.2
    c.paint(c.polygon(hair), gradient(0.42 + strands + 0.9 * (c.x - x0), (46, 22, 16), (110, 54, 28), (190, 110, 54)))
    shaded(c, c.polygon(dress), ((24, 40, 92), (48, 82, 156), (128, 164, 214)), x0, 0.86, 0.3, 0.10, 52)
    dots = (np.sin((c.x + c.y) * 95) * np.sin((c.x - c.y) * 95) > 0.72) * c.polygon(dress)
    c.paint(dots * 0.8, (236, 230, 214))
    skin = ((138, 76, 58), (214, 146, 112), (250, 208, 172))
    neck = smooth([(x0 - 0.055, 0.55), (x0 - 0.06, 0.66), (x0 - 0.10, 0.70), (x0, 0.77), (x0 + 0.10, 0.70), (x0 + 0.06, 0.66), (x0 + 0.055, 0.55)])
    shaded(c, c.polygon(neck, 0.002), tuple(tuple(v * 0.86 for v in s) for s in skin), x0, 0.66, 0.12)
    for i in range(-4, 5):
        c.paint(c.ellipse(x0 + i * 0.021, 0.716 + 0.028 * np.cos(i / 4 * 1.5), 0.0105, 0.0105), (222, 60, 50))
    face = smooth([(x0, 0.29), (x0 + 0.085, 0.32), (x0 + 0.115, 0.42), (x0 + 0.10, 0.53), (x0 + 0.045, 0.615), (x0, 0.632), (x0 - 0.045, 0.615), (x0 - 0.10, 0.53), (x0 - 0.115, 0.42), (x0 - 0.085, 0.32)])
    shaded(c, c.polygon(face, 0.0015), skin, x0, 0.46, 0.14)
    features(c, x0)
    hat(c, x0)


def features(c: Canvas, x0: float) -> None:
    for side in (-1, 1):
        ex, ey = x0 + side * 0.049, 0.455
        c.paint(0.4 * c.ellipse(ex, ey - 0.008, 0.036, 0.022, 0.006), (120, 66, 56))
        c.paint(0.35 * c.ellipse(x0 + side * 0.066, 0.525, 0.03, 0.022, 0.01), (226, 92, 82))
        eye = smooth([(ex - 0.028, ey + 0.002), (ex, ey - 0.0135), (ex + 0.028, ey + 0.001), (ex, ey + 0.012)])
        c.paint(c.polygon(eye), (246, 240, 232))
        inside = c.polygon(eye)
        c.paint(inside * c.ellipse(ex + 0.003, ey - 0.001, 0.0125, 0.0125), (60, 96, 88))
        c.paint(inside * c.ellipse(ex + 0.003, ey - 0.001, 0.0065, 0.0065), (16, 14, 16))
        c.paint(c.ellipse(ex + 0.008, ey - 0.006, 0.003, 0.003), (255, 255, 255))
        c.paint(c.curve([(ex - 0.03, ey + 0.001), (ex, ey - 0.015), (ex + 0.03, ey)], 0.0055), (40, 22, 20))
        c.paint(c.curve([(ex - 0.034, ey - 0.033 + 0.004 * side), (ex + 0.006 * side, ey - 0.043), (ex + 0.034, ey - 0.033 - 0.004 * side)], 0.008, 0.0015), (74, 38, 26))
    c.paint(0.65 * c.curve([(x0 - 0.012, 0.45), (x0 - 0.016, 0.515), (x0 - 0.022, 0.533)], 0.009, 0.004), (140, 78, 60))
    c.paint(0.7 * c.curve([(x0 - 0.022, 0.537), (x0, 0.546), (x0 + 0.021, 0.537)], 0.007, 0.002), (128, 62, 52))
    c.paint(0.8 * c.curve([(x0 + 0.008, 0.46), (x0 + 0.009, 0.525)], 0.009, 0.004), (255, 226, 196))
    upper = smooth([(x0 - 0.044, 0.569), (x0 - 0.014, 0.570), (x0, 0.574), (x0 + 0.014, 0.570), (x0 + 0.044, 0.568), (x0, 0.585)])
    lower = smooth([(x0 - 0.044, 0.569), (x0, 0.584), (x0 + 0.044, 0.568), (x0 + 0.022, 0.597), (x0 - 0.022, 0.597)])
    c.paint(c.polygon(lower), (206, 70, 66))
    c.paint(c.polygon(upper), (164, 44, 48))
    c.paint(0.5 * c.ellipse(x0 + 0.008, 0.589, 0.014, 0.003, 0.001), (246, 170, 156))


def hat(c: Canvas, x0: float) -> None:
    c.paint(0.45 * c.ellipse(x0 - 0.01, 0.345, 0.125, 0.045, 0.012), (70, 34, 26))  # its shadow on the brow
    straw = (np.sin(np.hypot((c.x - x0) * 0.36, c.y - 0.30) * 620) * 0.14 + 0.1 * c.noise(0.015, 61, octaves=2))
    stops = ((150, 100, 40), (226, 180, 82), (255, 236, 164))
    brim = c.polygon(smooth([(x0 - 0.30, 0.335), (x0 - 0.16, 0.255), (x0 + 0.02, 0.235), (x0 + 0.19, 0.25), (x0 + 0.30, 0.315), (x0 + 0.16, 0.335), (x0, 0.322), (x0 - 0.16, 0.345)]))
    c.paint(brim, gradient(0.5 + straw + 0.7 * (c.x - x0), *stops))
    crown = c.polygon(smooth([(x0 - 0.145, 0.285), (x0 - 0.13, 0.16), (x0 - 0.05, 0.105), (x0 + 0.05, 0.105), (x0 + 0.13, 0.155), (x0 + 0.15, 0.28), (x0, 0.295)]))
    c.paint(crown, gradient(0.5 + straw + 1.6 * (c.x - x0) - 0.9 * (c.y - 0.2), *stops))
    band = c.polygon([(x0 - 0.148, 0.232), (x0, 0.247), (x0 + 0.15, 0.228), (x0 + 0.155, 0.275), (x0, 0.296), (x0 - 0.15, 0.282)], 0.001)
    c.paint(band, gradient(0.5 + 1.8 * (c.x - x0), (110, 20, 34), (200, 48, 52), (236, 110, 90)))


def draw(width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """(height, width, 3) uint8; meant for 3:2."""
    canvas = Canvas(width, height)
    for part in (sky, land, house, trees, flowers, figure):
        part(canvas)
    grain = np.random.default_rng(9).normal(0, 2.0, canvas.pixels.shape)
    return (canvas.pixels + grain).clip(0, 255).round().astype(np.uint8)


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("out", type=Path)
    Image.fromarray(draw()).save(p.parse_args().out)
