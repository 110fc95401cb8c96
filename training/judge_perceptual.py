"""Judges a perceptual network by the pictures it leads to.

Optimization from the photograph by L-BFGS, driven by the network and, for comparison, by VGG19;
both ends are scored by VGG19: content + 20 style, with the definitions of evaluate.py.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

import data
import gatys
import perceptual
import perceptual_export
from evaluate import MULTIPLE, STYLE_WEIGHT, Judge, Network

# Photographs never trained on (evaluate.py), of different kinds, with paintings of different kinds.
PAIRS = ("people_0007:starry_night", "faces_0057:udnie", "bsds_0107:great_wave",
         "coco_0147:the_scream", "urban_0057:composition_vii")


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--model", type=Path, default=data.REPOSITORY / "models" / "perceptual")
    p.add_argument("--photos", type=Path, default=data.DATA / "photos")
    p.add_argument("--paintings", type=Path, default=data.DATA / "paintings")
    p.add_argument("--evaluator", type=Path, default=data.DATA / "teachers" / "vgg19.npz")
    p.add_argument("--pairs", nargs="*", default=PAIRS, metavar="PHOTO:PAINTING")
    p.add_argument("--side", type=int, default=256, help="short side")
    p.add_argument("--iterations", type=int, default=100)
    p.add_argument("--style-weight", type=float, default=STYLE_WEIGHT, help="of the network's own loss")
    p.add_argument("--reference", type=Path, required=True, help="folder that keeps what VGG19 led to")
    p.add_argument("--sheet", type=Path, help="photograph, painting, VGG19's and the network's picture, pair by pair")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--out", type=Path, required=True)
    return p.parse_args(argv)


def named(folder: Path, stem: str) -> Path:
    return next(p for p in data.image_files(folder) if p.stem == stem)


def led_by(network: Network, painting: Path, photo: Tensor, iterations: int, style_weight: float) -> Tensor:
    """Where optimization ends up, cut off at black and white."""
    judge = Judge(network, painting)
    content = judge.content_of(photo)

    def loss(image: Tensor) -> Tensor:
        content_loss, style_loss = judge.losses(image, content)
        return content_loss + style_weight * style_loss

    return gatys.optimize(photo, loss, iterations)[1].clamp(0, 1)


def reference(o: argparse.Namespace, pair: str, vgg: Network, painting: Path, photo: Tensor) -> Tensor:
    """VGG19's end, from the folder if it is there: that takes minutes."""
    path = o.reference / f"{pair.replace(':', '-')}-{o.side}-{o.iterations}.npy"
    if not path.exists():
        o.reference.mkdir(parents=True, exist_ok=True)
        np.save(path, led_by(vgg, painting, photo, o.iterations, STYLE_WEIGHT).numpy())
    return torch.from_numpy(np.load(path))


def score(judge: Judge, image: Tensor, photo: Tensor) -> dict[str, float]:
    with torch.no_grad():
        content, style = (v.item() for v in judge.losses(image, judge.content_of(photo)))
    return {"content": round(content, 4), "style": round(style, 5), "total": round(content + STYLE_WEIGHT * style, 4)}


def strip(painting: Path, images: list[Tensor]) -> np.ndarray:
    pictures = [data.to_pixels(i) for i in images]
    height = pictures[0].shape[0]
    shown = data.load_image(painting, 256)
    canvas = np.zeros((height, height, 3), np.uint8)
    part = shown[:height, :height]
    canvas[:part.shape[0], :part.shape[1]] = part
    return np.hstack([pictures[0], canvas, *pictures[1:]])


def main(argv: list[str] | None = None) -> dict[str, Any]:
    o = arguments(argv)
    torch.set_num_threads(o.threads)
    vgg = perceptual.PerceptualNetwork(o.evaluator)
    network = perceptual_export.load(o.model)
    report: dict[str, Any] = {"side": o.side, "iterations": o.iterations, "styleWeight": o.style_weight, "pairs": {}}
    strips = []
    for pair in o.pairs:
        photo_name, painting_name = pair.split(":")
        painting = named(o.paintings, painting_name)
        photo = data.to_tensor(data.load_image(named(o.photos, photo_name), o.side, MULTIPLE))
        ends = {"vgg19": reference(o, pair, vgg, painting, photo),
                "network": led_by(network, painting, photo, o.iterations, o.style_weight)}
        judge = Judge(vgg, painting)
        row: dict[str, Any] = {"photo": score(judge, photo, photo)}
        row |= {name: score(judge, image, photo) for name, image in ends.items()}
        row["ratio"] = round(row["network"]["total"] / row["vgg19"]["total"], 3)
        report["pairs"][pair] = row
        print(pair, json.dumps(row), flush=True)
        strips.append(strip(painting, [photo, *ends.values()]))
    report["meanRatio"] = round(float(np.mean([r["ratio"] for r in report["pairs"].values()])), 3)
    o.out.write_text(json.dumps(report, indent=1) + "\n")
    if o.sheet:
        width = max(s.shape[1] for s in strips)
        rows = [np.pad(s, ((0, 0), (0, width - s.shape[1]), (0, 0))) for s in strips]
        Image.fromarray(np.vstack(rows)).save(o.sheet)
    return report


if __name__ == "__main__":
    print(main()["meanRatio"])
