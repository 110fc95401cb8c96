"""Judges an exported model: losses under the real VGG19, steadiness, the published networks, Gatys.

Per style, means over the photos and the value of each photo: relative content loss at conv4_2,
relative Gram loss averaged over conv1_1..4_1 (painting at short side 512), total = content + 20 style,
total variation, shift error and static flicker in luma levels of 0..255.
"""
from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import data
import exported
import gatys
import perceptual
import steadiness
from published import PAINTINGS, Published

PHOTO_SIDE = 320
PAINTING_SIDE = 512
STYLE_WEIGHT = 20
MULTIPLE = 8
METRICS = ("content", "style", "total", "tv", "shift", "flicker")

Network = Callable[[Tensor], dict[str, Tensor]]  # images in 0..1 -> features by layer


class Judge:
    """The evaluator with one painting's Gram matrices."""

    def __init__(self, network: Network, painting: Path) -> None:
        self.network = network
        features = self._features(data.to_tensor(data.load_image(painting, PAINTING_SIDE, MULTIPLE)))
        self.grams = {n: perceptual.gram(features[n]) for n in perceptual.STYLE_LAYERS}

    @torch.no_grad()
    def _features(self, image: Tensor) -> dict[str, Tensor]:
        return self.network(image)

    def content_of(self, photo: Tensor) -> Tensor:
        return self._features(photo)[perceptual.CONTENT_LAYER]

    def losses(self, image: Tensor, content: Tensor) -> tuple[Tensor, Tensor]:
        features = self.network(image)
        return (perceptual.content_loss(features[perceptual.CONTENT_LAYER], content)[0],
                perceptual.style_loss(features, self.grams)[0])

    def total(self, image: Tensor, content: Tensor) -> Tensor:
        content_loss, style_loss = self.losses(image, content)
        return content_loss + STYLE_WEIGHT * style_loss


def measure(painter: steadiness.Painter, judge: Judge, photos: dict[str, Tensor],
            flow: Path | None = None) -> dict[str, Any]:
    """Means over the photos, `photos` with the values of each."""
    rows: dict[str, dict[str, float]] = {}
    for name, photo in photos.items():
        with torch.no_grad():
            painted = painter(photo)
            content, style = (v.item() for v in judge.losses(painted, judge.content_of(photo)))
        rows[name] = {
            "content": content, "style": style, "total": content + STYLE_WEIGHT * style,
            "tv": steadiness.total_variation(painted),
            "shift": steadiness.shift_error(painter, photo),
            "flicker": steadiness.static_flicker(painter, photo),
        }
    result: dict[str, Any] = {m: float(np.mean([r[m] for r in rows.values()])) for m in METRICS}
    if flow:
        result["warp"] = steadiness.warping_error(painter, flow)
    return {**result, "photos": rows}


def compare_gatys(judge: Judge, photos: dict[str, Tensor], rows: dict[str, Any], iterations: int,
                  known: dict[str, list[float]]) -> dict[str, Any]:
    """At which iteration of optimization the loss of the network is reached, photo by photo.

    `known`: losses of optimization by photo, from before; they have nothing to do with the network.
    """
    out: dict[str, Any] = {"iterations": iterations, "reached": {}, "losses": {}}
    for name, photo in photos.items():
        losses = known.get(name, [])[:iterations + 1]
        if len(losses) <= iterations:
            content = judge.content_of(photo)
            losses, _ = gatys.optimize(photo, lambda image: judge.total(image, content), iterations)
        out["losses"][name] = [round(v, 4) for v in losses]
        out["reached"][name] = gatys.reached(losses, rows["photos"][name]["total"])
    out["mean"] = [float(v) for v in np.mean(list(out["losses"].values()), 0).round(4)]
    out["meanReached"] = gatys.reached(out["mean"], rows["total"])  # null: never, the network is better
    return out


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return round(value, 5) if isinstance(value, float) else value


def table(report: dict[str, Any]) -> str:
    """The report as a Markdown table, for cards and the log."""
    columns = [*METRICS, "warp"]
    lines = ["| style | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for group, mark in (("styles", ""), ("published", " (published)")):
        for style, row in report.get(group, {}).items():
            cells = [f"{row[c]:.{3 if c in ('content', 'total') else 4 if c == 'style' else 2}f}" if c in row else ""
                     for c in columns]
            lines.append(f"| {style}{mark} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--model", type=Path, required=True, help="folder of model.json")
    p.add_argument("--photos", type=Path, default=data.DATA / "photos")
    p.add_argument("--held-out", type=int, metavar="N",
                   help="only N photos of those never trained on, evenly spread (numbers ending in 7)")
    p.add_argument("--paintings", type=Path, default=data.DATA / "paintings")
    p.add_argument("--evaluator", type=Path, default=data.DATA / "teachers" / "vgg19.npz")
    p.add_argument("--styles", help="comma-separated; default all whose painting is there")
    p.add_argument("--others", type=Path, metavar="REPORT",
                   help="take the styles that are not asked for from this report, of weights that differ in none of them")
    p.add_argument("--compare", type=Path, help="folder of published checkpoints")
    p.add_argument("--gatys", type=int, metavar="N", help="iterations of optimization to compare with")
    p.add_argument("--optimized", type=Path, metavar="REPORT",
                   help="take the losses of optimization from this report as far as it has them: another network's will do")
    p.add_argument("--flow", type=Path, help="folder of a frame pair with its optical flow")
    p.add_argument("--device", default="cpu", help="e.g. cuda")
    p.add_argument("--threads", type=int, default=0)
    p.add_argument("--out", type=Path, required=True)
    return p.parse_args(argv)


def evenly(files: list[Path], count: int) -> list[Path]:
    """`count` of the files at most, evenly spread."""
    return [files[i] for i in np.linspace(0, len(files) - 1, min(count, len(files))).round().astype(int)]


def unseen(folder: Path, count: int) -> list[Path]:
    """Photographs never trained on."""
    return evenly([p for p in data.image_files(folder) if data.held_out(p)], count)


def select_photos(options: argparse.Namespace) -> dict[str, Tensor]:
    folder, count = options.photos, options.held_out
    files = unseen(folder, count) if count else data.image_files(folder)
    return {p.name: data.to_tensor(data.load_image(p, PHOTO_SIDE, MULTIPLE)) for p in files}


def main(argv: list[str] | None = None) -> dict[str, Any]:
    o = arguments(argv)
    if o.threads:
        torch.set_num_threads(o.threads)
    if o.device != "cpu":
        torch.set_default_device(o.device)
        torch.backends.cudnn.allow_tf32 = False  # a judge is exact
    model = exported.load(o.model)
    network = perceptual.PerceptualNetwork(o.evaluator)
    photos = select_photos(o)
    paintings = {p.stem: p for p in data.image_files(o.paintings)}
    wanted = o.styles.split(",") if o.styles else model.style_ids
    earlier = json.loads(o.optimized.read_text())["styles"] if o.optimized else {}
    others = json.loads(o.others.read_text())["styles"] if o.others else {}
    styles = {name: rows for name, rows in others.items() if name not in wanted}
    report: dict[str, Any] = {"model": model.manifest["tier"], "weights": model.manifest["weights"]["sha256"],
                              "photos": list(photos)}
    if o.compare:
        report["published"] = {}
    for style in (s for s in wanted if s in model.style_ids and s in paintings):
        started = time.monotonic()
        judge = Judge(network, paintings[style])
        rows = measure(lambda image: model.paint(image, {style: 1.0}), judge, photos, o.flow)
        if o.gatys:
            known = earlier.get(style, {}).get("gatys", {}).get("losses", {})
            rows["gatys"] = compare_gatys(judge, photos, rows, o.gatys, known)
        styles[style] = rows
        report["styles"] = {name: styles[name] for name in model.style_ids if name in styles}
        for folder, painting in PAINTINGS.items():
            if o.compare and painting == style and (o.compare / folder).is_dir():
                report["published"][style] = measure(Published(o.compare / folder), judge, photos, o.flow)
        o.out.write_text(json.dumps(rounded(report), indent=1) + "\n")  # a long run leaves what it has
        print(f"{style}: content {rows['content']:.3f} style {rows['style']:.4f} "
              f"({time.monotonic() - started:.0f} s)", file=sys.stderr, flush=True)
    return report


if __name__ == "__main__":
    print(table(main()))
