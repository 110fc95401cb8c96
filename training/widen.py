"""Makes a larger network of a trained one: it paints the same, and has room to learn more.

Wider: channels are repeated, and what reads them shares its weight out unevenly over the copies, so
that the copies get different gradients and part. Deeper: a new residual block begins by adding
nothing (Chen et al. 2016, Net2Net).
"""
from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from networks import ARCHITECTURES, Layer
from train import load_weights

UNEVEN = 0.3  # deviation of a copy's share, around 1 / copies


def copies_of(narrow: int, wide: int) -> Tensor:
    """Which channel of the narrow layer each channel of the wide one is a copy of; every one is there."""
    order = [torch.arange(narrow)] + [torch.randperm(narrow) for _ in range(wide // narrow)]
    return torch.cat(order)[:wide]


def shares_of(source: Tensor, narrow: int, outputs: int) -> Tensor:
    """By what the kernel of each copy is multiplied: (outputs, copies), the copies of a channel summing to 1."""
    shares = 1 + UNEVEN * torch.randn(outputs, len(source))
    total = torch.zeros(outputs, narrow).index_add_(1, source, shares)
    copies = torch.bincount(source, minlength=narrow)
    return torch.where(copies[source] > 1, shares / total[:, source], torch.ones(()))


def widen(weights: dict[str, Tensor], narrow: tuple[Layer, ...], wide: tuple[Layer, ...]) -> dict[str, Tensor]:
    """State of a network of `wide` layers that computes what `weights` compute in `narrow` ones.

    Layers go by their names; those that `narrow` lacks must belong to residual blocks.
    """
    known = {layer.name: layer for layer in narrow}
    rows = next(value for name, value in weights.items() if name.endswith("gamma")).shape[0]
    sources: dict[str, Tensor] = {}  # what each layer's channels are copies of
    reads = torch.arange(wide[0].inputs)  # the same of what the next layer reads
    state = {}
    for layer in wide:
        old = known.get(layer.name)
        # Both sides of a sum must be copies of the same channels.
        source = sources[layer.residual] if layer.residual else None
        if old is None:
            state |= beginning(layer, rows)
            source = torch.arange(layer.outputs) if source is None else source
        else:
            source = copies_of(old.outputs, layer.outputs) if source is None else source
            state |= repeated(weights, old, source, reads)
        sources[layer.name] = reads = source
    return state


def repeated(weights: dict[str, Tensor], layer: Layer, source: Tensor, reads: Tensor) -> dict[str, Tensor]:
    prefix = f"weights.{layer.name}/"
    kernel = weights[prefix + "kernel"][source][:, reads]
    state = {prefix + "kernel": kernel * shares_of(reads, layer.inputs, len(source))[:, :, None, None]}
    if layer.norm:
        state |= {prefix + part: weights[prefix + part][:, source] for part in ("gamma", "beta")}
    if layer.bias:
        state[prefix + "bias"] = weights[prefix + "bias"][source]
    return state


def beginning(layer: Layer, rows: int) -> dict[str, Tensor]:
    """A new layer; with gamma = 0 the second one of a residual block adds nothing."""
    kernel = torch.nn.init.kaiming_normal_(torch.empty(layer.outputs, layer.inputs, layer.kernel, layer.kernel))
    gamma = torch.full((rows, layer.outputs), 0.0 if layer.residual else 1.0)
    parts = {"kernel": kernel, "gamma": gamma, "beta": torch.zeros(rows, layer.outputs)}
    return {f"weights.{layer.name}/{part}": value for part, value in parts.items()}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--start", type=Path, required=True, help="checkpoint (.pt or .npz) of the smaller network")
    p.add_argument("--from", dest="narrow", choices=ARCHITECTURES, default="lite")
    p.add_argument("--to", dest="wide", choices=ARCHITECTURES, default="standard")
    p.add_argument("--out", type=Path, required=True)
    o = p.parse_args()
    torch.manual_seed(1)
    weights = widen(load_weights(o.start), ARCHITECTURES[o.narrow].layers, ARCHITECTURES[o.wide].layers)
    o.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"network": weights}, o.out)


if __name__ == "__main__":
    main()
