"""A sheet to look at: pictures down, styles (or strengths of one style) across."""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import data
import exported
from drawing import draw


def row(model: exported.Exported, pixels: np.ndarray, mixes: list[dict[str, float]], columns: int) -> np.ndarray:
    """The picture and what is painted of it, `columns` beside each other, the rest below."""
    image = data.to_tensor(pixels)
    tiles = [pixels, *(data.to_pixels(model.paint(image, mix)) for mix in mixes)]
    tiles += [np.zeros_like(pixels)] * (-len(tiles) % columns)
    return np.vstack([np.hstack(tiles[i:i + columns]) for i in range(0, len(tiles), columns)])


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--model", type=Path, default=data.REPOSITORY / "models" / "lite")
    p.add_argument("--photos", type=Path, nargs="*", default=[], help="files; the drawing if none")
    p.add_argument("--styles", help="comma-separated, default all")
    p.add_argument("--strengths", help="comma-separated, e.g. 0,0.25,0.5,0.75,1: of the styles in turn")
    p.add_argument("--side", type=int, default=240, help="short side of each picture")
    p.add_argument("--columns", type=int, help="pictures beside each other; default one row for each photo")
    p.add_argument("--quality", type=int, default=80, help="if it is a JPEG")
    p.add_argument("--out", type=Path, required=True)
    o = p.parse_args()
    torch.set_num_threads(1)
    model = exported.load(o.model)
    ids = o.styles.split(",") if o.styles else model.style_ids
    strengths = [float(s) for s in o.strengths.split(",")] if o.strengths else [1.0]
    mixes = [{i: s} for i in ids for s in strengths]
    if o.photos:
        pictures = [data.load_image(path, o.side) for path in o.photos]
    else:
        size = (o.side * 3 // 2, o.side)
        pictures = [np.asarray(Image.fromarray(draw()).resize(size, Image.LANCZOS))]
    rows = [row(model, pixels, mixes, o.columns or len(mixes) + 1) for pixels in pictures]
    width = max(r.shape[1] for r in rows)
    rows = [np.pad(r, ((0, 0), (0, width - r.shape[1]), (0, 0))) for r in rows]
    Image.fromarray(np.vstack(rows)).save(o.out, quality=o.quality)


if __name__ == "__main__":
    main()
