"""Makes a wider network of a trained one: it paints the same, and has room to learn more.

Every channel is repeated, and what reads it shares its weight out unevenly over the copies
(Chen et al. 2016, Net2Net), so that the copies get different gradients and part.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from networks import ARCHITECTURES, Layer
from train import load_weights

UNEVEN = 0.3  # deviation of a copy's share, around 1 / copies


def widen(weights: dict[str, Tensor], narrow: tuple[Layer, ...], wide: tuple[Layer, ...]) -> dict[str, Tensor]:
    """State of a `wide` network that computes what `weights` compute in a `narrow` one of the same layers."""
    result = {}
    for old, new in zip(narrow, wide, strict=True):
        inputs, outputs = new.inputs // old.inputs, new.outputs // old.outputs
        kernel = weights[f"weights.{old.name}/kernel"].repeat(outputs, 1, 1, 1)
        shares = UNEVEN * torch.randn(inputs, *kernel.shape[:2], 1, 1) if inputs > 1 else torch.zeros(1, 1, 1, 1, 1)
        shares = shares - shares.mean(0) + 1 / inputs
        result[f"weights.{old.name}/kernel"] = torch.cat(list(kernel * shares), 1)
        for part in ("gamma", "beta"):
            if old.norm:
                result[f"weights.{old.name}/{part}"] = weights[f"weights.{old.name}/{part}"].repeat(1, outputs)
        if old.bias:
            result[f"weights.{old.name}/bias"] = weights[f"weights.{old.name}/bias"].repeat(outputs)
    return result


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--start", type=Path, required=True, help="checkpoint of the narrow network")
    p.add_argument("--from", dest="narrow", choices=ARCHITECTURES, default="standard")
    p.add_argument("--to", dest="wide", choices=ARCHITECTURES, default="johnson")
    p.add_argument("--out", type=Path, required=True)
    o = p.parse_args()
    torch.manual_seed(1)
    weights = widen(load_weights(o.start), ARCHITECTURES[o.narrow].layers, ARCHITECTURES[o.wide].layers)
    o.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"network": weights}, o.out)


if __name__ == "__main__":
    main()
