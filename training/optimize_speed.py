"""Seconds of one iteration of the optimization of src/optimize in PyTorch, on the CPU; for test/perf/optimize.

Prints the median as JSON. The same network (models/perceptual), losses, optimizer and size as there.
"""
from __future__ import annotations

import argparse
import json
import statistics
import time

import torch

import optimize_goldens
import perceptual_export
from data import REPOSITORY
from torch import Tensor

STYLE_LAYERS = ("1_1", "2_1", "3_1", "4_1", "5_1")
CONTENT_LAYER = "4_2"


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--side", type=int, required=True)
    p.add_argument("--iterations", type=int, required=True)
    p.add_argument("--threads", type=int, required=True)
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    network = perceptual_export.load(REPOSITORY / "models" / "perceptual")
    content, style = (optimize_goldens.to_tensor(optimize_goldens.picture(o.side, o.side, turn), torch.float32)
                      for turn in (0, 1))
    with torch.no_grad():
        target = network(content)[CONTENT_LAYER]
        wanted = {name: optimize_goldens.gram(network(style)[name]) for name in STYLE_LAYERS}

    def total(picture: Tensor) -> Tensor:
        features = network(picture)
        style_loss = sum((optimize_goldens.gram(features[name]) - gram).square().sum() / gram.square().sum()
                         for name, gram in wanted.items()) / len(wanted)
        content_loss = (features[CONTENT_LAYER] - target).square().sum() / target.square().sum()
        variation = ((picture[..., 1:] - picture[..., :-1]).square().mean()
                     + (picture[..., 1:, :] - picture[..., :-1, :]).square().mean())
        return content_loss + style_loss + 0.1 * variation

    x = content.clone().requires_grad_(True)
    optimizer = torch.optim.Adam([x], lr=0.02)
    times = []
    for _ in range(o.iterations + 1):
        start = time.perf_counter()
        optimizer.zero_grad()
        loss = total(x)
        loss.backward()
        optimizer.step()
        loss.item()
        times.append(time.perf_counter() - start)
    print(json.dumps({"seconds": statistics.median(times[1:]), "torch": torch.__version__}))


if __name__ == "__main__":
    main()
