"""Paints the drawing with an exported model, one small picture a style: models/<tier>/thumbnails."""
from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import data
import exported
from drawing import draw

SIDE = 384  # shown at 192 CSS pixels
LIMIT = 15_000  # bytes
CENTRE = 0.62 / 1.5  # the face's place along the width


def compressed(pixels: np.ndarray) -> bytes:
    """WebP at the highest quality that stays below the limit."""
    for quality in range(86, 4, -3):
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "WEBP", quality=quality, method=6)
        if out.tell() < LIMIT:
            break
    return out.getvalue()


def sample(model: exported.Exported, mix: dict[str, float], side: int) -> np.ndarray:
    """The middle of the drawing, with the face, painted: (side, side, 3) uint8."""
    width = round(side * 1.5)
    small = np.asarray(Image.fromarray(draw()).resize((width, side), Image.LANCZOS))
    left = round(width * CENTRE) - side // 2
    return data.to_pixels(model.paint(data.to_tensor(small), mix))[:, left:left + side]


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--model", type=Path, default=data.REPOSITORY / "models" / "lite")
    o = p.parse_args()
    torch.set_num_threads(1)
    model = exported.load(o.model)
    (o.model / "thumbnails").mkdir(exist_ok=True)
    for style in model.manifest["styles"]:
        (o.model / style["thumbnail"]).write_bytes(compressed(sample(model, {style["id"]: 1.0}, SIDE)))


if __name__ == "__main__":
    main()
