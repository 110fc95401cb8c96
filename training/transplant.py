"""Gives the network of Johnson et al. the trunk of a trained lean one, so that it need not begin at nothing.

The trunk (the last halving and the residual blocks) is made wider as in widen.py and moved over. What
stands before and behind it has another shape in the two networks: there the new layers learn to do what
the old ones do, each end by itself, from the old network's own features. No loss network is needed.
"""
from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

import data
from networks import ARCHITECTURES, Layer, StyleNetwork, one_hot_mix
from schedule import Schedule
from train import load_weights, sample_strengths
from widen import widen

# Where a lean layer's channels go; residual blocks keep their names.
MOVED = {"stem": "conv2", "down1": "conv3", "up1": "up1"}
FEATURE_SHARE = 0.1  # of the head's loss, beside the picture's squared error


def teacher_layers(lean: tuple[Layer, ...], new: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """`lean` with as many residual blocks and channels as `new` has where the two correspond."""
    widths = {layer.name: layer.outputs for layer in new}
    stem, down, *_, up, out = lean
    blocks = [replace(layer, residual=layer.residual and layer.residual.replace(MOVED[down.name], down.name))
              for layer in new if layer.name.startswith("res")]
    inputs, layers = 3, []
    for layer in (stem, down, *blocks, up):
        layers.append(replace(layer, inputs=inputs, outputs=widths[MOVED.get(layer.name, layer.name)]))
        inputs = layers[-1].outputs
    return (*layers, replace(out, inputs=inputs))


def moved_trunk(teacher: StyleNetwork) -> dict[str, Tensor]:
    """The teacher's trunk under the names of the new network. `up1` reads another enlargement: a beginning only."""
    names = {f"weights.{old}/": f"weights.{new}/" for old, new in MOVED.items() if old != "stem"}
    state = {}
    for name, value in teacher.state_dict().items():
        prefix = name[: name.index("/") + 1]
        if prefix in names or prefix.startswith("weights.res"):
            state[names.get(prefix, prefix) + name[len(prefix):]] = value.clone()
    return state


def ends_loss(student: StyleNetwork, teacher: StyleNetwork, photos: Tensor, mix: Tensor) -> tuple[Tensor, Tensor]:
    """How far the student's two ends are from the teacher's: features after `conv2`, relative, and pixels in 0..1."""
    with torch.no_grad():
        stem = teacher.run(photos * 2 - 1, mix, until="stem")
        trunk = teacher.run(stem, mix, after="stem", until="res5b")
        picture = teacher.run(trunk, mix, after="res5b")
    head = student.run(photos * 2 - 1, mix, until="conv2")
    tail = student.run(trunk, mix, after="res5b")
    return F.mse_loss(head, stem) / stem.square().mean(), F.mse_loss(tail, picture) / 4


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--start", type=Path, required=True, help="checkpoint (.pt or .npz) of the lean network")
    p.add_argument("--from", dest="lean", choices=ARCHITECTURES, default="standard")
    p.add_argument("--to", dest="tier", choices=ARCHITECTURES, default="johnson")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--photos", type=Path, default=data.DATA / "photos")
    p.add_argument("--cache", type=Path, default=Path("/tmp/train/cache"))
    p.add_argument("--steps", type=int, default=800)
    p.add_argument("--rate", type=float, default=3e-3)
    p.add_argument("--batch", type=int, default=8)
    p.add_argument("--crop", type=int, default=128)
    p.add_argument("--threads", type=int, default=2)
    o = p.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(o.threads)
    rng = np.random.default_rng(1)

    weights = load_weights(o.start)
    rows = next(value for name, value in weights.items() if name.endswith("gamma")).shape[0]
    lean, new = ARCHITECTURES[o.lean].layers, ARCHITECTURES[o.tier].layers
    teacher = StyleNetwork(teacher_layers(lean, new), rows)
    teacher.load_state_dict(widen(weights, lean, teacher.layers))
    student = StyleNetwork(new, rows)
    student.load_state_dict(moved_trunk(teacher), strict=False)

    photos = data.Photos(o.photos, o.cache, o.crop)
    optimizer = torch.optim.Adam(student.parameters())
    schedule = Schedule(o.steps)
    for step in range(o.steps):
        mix = one_hot_mix(torch.from_numpy(rng.integers(1, rows, o.batch)), sample_strengths(o.batch, 0.3, rng), rows)
        head, tail = ends_loss(student, teacher, photos.crops(o.batch, rng), mix)
        optimizer.param_groups[0]["lr"] = o.rate * schedule.rate(step, 0)
        optimizer.zero_grad(set_to_none=True)
        (FEATURE_SHARE * head + tail).backward()
        optimizer.step()
        if (step + 1) % 50 == 0:
            print(f"step {step + 1} head {head.item():.4f} tail {-10 * tail.log10().item():.1f} dB", flush=True)
    o.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"network": student.state_dict()}, o.out)


if __name__ == "__main__":
    main()
