"""Packs what training reads into one file, for a machine that has a GPU and no network.

Inside: `photos/` (short side 300, JPEG; those kept for evaluation are left out), `paintings/` (short side
512, which is what their Gram matrices are taken at) and `vgg19.npz` as far as the deepest layer of a loss.
"""
from __future__ import annotations

import argparse
import io
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image

import data
import perceptual
from train import PAINTING_SIDE

PHOTO_QUALITY = 75
PAINTING_QUALITY = 92


def jpeg(path: Path, side: int, quality: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(data.load_image(path, side)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def cut(encoder: Path) -> bytes:
    """Its arrays up to the layer of the content loss."""
    deepest = f"conv{perceptual.CONTENT_LAYER}"
    arrays = {name: array for name, array in np.load(encoder).items() if name.split(".")[0] <= deepest}
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def main(argv: list[str] | None = None) -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--photos", type=Path, default=data.DATA / "photos")
    p.add_argument("--paintings", type=Path, default=data.DATA / "paintings")
    p.add_argument("--evaluator", type=Path, default=data.DATA / "teachers" / "vgg19.npz")
    p.add_argument("--count", type=int, default=1500, help="of photographs at most, evenly spread")
    p.add_argument("--out", type=Path, required=True, help="a .tar file")
    o = p.parse_args(argv)
    with tarfile.open(o.out, "w") as archive:
        def add(name: str, content: bytes) -> None:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))

        add("vgg19.npz", cut(o.evaluator))
        for path in data.image_files(o.paintings):
            add(f"paintings/{path.stem}.jpg", jpeg(path, PAINTING_SIDE, PAINTING_QUALITY))
        photos = [path for path in data.image_files(o.photos) if not data.held_out(path)]
        for i in np.linspace(0, len(photos) - 1, min(o.count, len(photos))).round().astype(int):
            add(f"photos/{photos[i].stem}.jpg", jpeg(photos[i], data.SHORT_SIDE, PHOTO_QUALITY))
    print(f"{o.out}: {o.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
