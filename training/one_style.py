"""train.py --only: one style of a trained tier learnt again, its (gamma, beta) alone."""
from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

import train
from networks import StyleNetwork


class OneStyle(train.Trainer):
    """A tier of which one style is learnt again, and nothing else changes."""

    def load_styles(self) -> list[train.Style]:
        styles = super().load_styles()
        self.number = [style.id for style in styles].index(self.options.only)
        return styles

    def _groups(self) -> list[dict[str, Any]]:
        return row_alone(self.network, self.number + 1)

    def next_styles(self, count: int) -> list[int]:
        return [self.number] * count


def row_alone(network: StyleNetwork, row: int) -> list[dict[str, Any]]:
    """Parameter groups of an optimizer that changes the (gamma, beta) of one row only."""

    def of_row(gradient: Tensor) -> Tensor:
        kept = torch.zeros_like(gradient)
        kept[row] = gradient[row]
        return kept

    rows = []
    for name, weight in network.named_parameters():
        if name.endswith(("gamma", "beta")):
            weight.register_hook(of_row)
            rows.append(weight)
        else:
            weight.requires_grad_(False)
    return [{"params": rows, "scale": 1.0}]
