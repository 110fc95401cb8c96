"""Packs what training and judging read into one file, for a machine that has a GPU and no network.

Inside: `photos/` (short side 300, WebP; those kept for evaluation are left out), `unseen/` (the photographs that
figures are measured on), `paintings/`, `flow/` and `vgg19.npz` as far as the deepest layer of a loss.
"""
from __future__ import annotations

import argparse
import io
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image

import data
import evaluate
import perceptual

QUALITY = 60


def small(path: Path) -> bytes:
    out = io.BytesIO()
    Image.fromarray(data.load_image(path, data.SHORT_SIDE)).save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def cut(encoder: Path) -> bytes:
    """Its arrays up to the layer of the content loss."""
    deepest = f"conv{perceptual.CONTENT_LAYER}"
    arrays = {name: array for name, array in np.load(encoder).items() if name.split(".")[0] <= deepest}
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def main(argv: list[str] | None = None) -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--photos", type=Path, default=data.DATA / "photos")
    p.add_argument("--paintings", type=Path, default=data.DATA / "paintings")
    p.add_argument("--flow", type=Path, default=data.DATA / "flow")
    p.add_argument("--evaluator", type=Path, default=data.DATA / "teachers" / "vgg19.npz")
    p.add_argument("--count", type=int, default=1700, help="of photographs at most, evenly spread")
    p.add_argument("--unseen", type=int, default=6, help="photographs that figures are measured on")
    p.add_argument("--out", type=Path, required=True, help="a .tar.xz file")
    o = p.parse_args(argv)
    with tarfile.open(o.out, "w:xz") as archive:
        def add(name: str, content: bytes) -> None:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))

        add("vgg19.npz", cut(o.evaluator))
        copies = {"unseen": evaluate.unseen(o.photos, o.unseen), "paintings": data.image_files(o.paintings),
                  "flow": sorted(o.flow.iterdir()) if o.flow.is_dir() else []}
        for folder, files in copies.items():
            for path in files:
                add(f"{folder}/{path.name}", path.read_bytes())
        photos = [path for path in data.image_files(o.photos) if not data.held_out(path)]
        for path in evaluate.evenly(photos, o.count):
            add(f"photos/{path.stem}.webp", small(path))
    print(f"{o.out}: {o.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
