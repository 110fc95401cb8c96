"""Writes torchvision's VGG19 as the file that `--evaluator` and distil.py's `--teacher` read.

    python3 training/vgg19_file.py vgg19-dcbb9e9d.pth vgg19.npz

The .pth is https://download.pytorch.org/models/vgg19-dcbb9e9d.pth (548 MB), or what `torch.save` makes of the
`state_dict()` of `torchvision.models.vgg19(weights="IMAGENET1K_V1")`. The .npz holds `conv1_1.weight` (OIHW) and
`conv1_1.bias` to `conv5_1`, float32, of a network that reads BGR in 0..255 less the mean; torchvision's reads RGB in
0..1, normalized, which the first layer is converted for. torchvision's weights were trained anew: features, and losses
by them, are not those of Simonyan and Zisserman's weights, which taught and judged the committed models.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from perceptual import BGR_MEAN, LAYOUT

MEAN, DEVIATION = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])  # of torchvision's RGB


def convert(state: dict[str, Tensor]) -> dict[str, np.ndarray]:
    """torchvision's `features.0.weight`… as `conv1_1.weight`…"""
    arrays: dict[str, Tensor] = {}
    module = 0
    for block in LAYOUT:
        for name in block:
            arrays[f"conv{name}.weight"] = state[f"features.{module}.weight"].float()
            arrays[f"conv{name}.bias"] = state[f"features.{module}.bias"].float()
            module += 2  # past its ReLU
        module += 1  # past the pooling
    weight = arrays["conv1_1.weight"]
    # What the mean that is taken off here would be to torchvision: nearly zero.
    offset = (torch.tensor(BGR_MEAN).flip(0) / 255 - MEAN) / DEVIATION
    arrays["conv1_1.bias"] = arrays["conv1_1.bias"] + (weight.sum((2, 3)) * offset).sum(1)
    arrays["conv1_1.weight"] = (weight / (255 * DEVIATION)[:, None, None]).flip(1)
    return {name: value.numpy() for name, value in arrays.items()}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("state", type=Path, help="torchvision's .pth")
    p.add_argument("out", type=Path, help="the .npz")
    o = p.parse_args()
    np.savez(o.out, **convert(torch.load(o.state, map_location="cpu")))


if __name__ == "__main__":
    main()
