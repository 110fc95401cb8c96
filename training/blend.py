"""Weights between those of two checkpoints of one training: part of the way that a last phase went.

Between a state and what fine-tuning made of it the losses of a network are smooth, so that a part of the
gain can be had for less of the price (Wortsman et al. 2022, Robust fine-tuning of zero-shot models).
"""
from __future__ import annotations

import argparse
from pathlib import Path

import torch

from train import load_weights


def main(argv: list[str] | None = None) -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--start", type=Path, required=True, help="checkpoint (.pt or .npz) that fine-tuning began from")
    p.add_argument("--end", type=Path, required=True, help="the one that it ended with")
    p.add_argument("--part", type=float, required=True, help="of the way, 0 to 1")
    p.add_argument("--out", type=Path, required=True)
    o = p.parse_args(argv)
    start, end = load_weights(o.start), load_weights(o.end)
    torch.save({"network": {name: torch.lerp(weight, end[name], o.part) for name, weight in start.items()}}, o.out)


if __name__ == "__main__":
    main()
