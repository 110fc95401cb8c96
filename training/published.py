"""The published per-style networks (L. Engstrom's fast-style-transfer, as ml5.js serves them).

1.67 M parameters each, zero padding as TensorFlow's SAME, transposed convolutions. Only to compare with.
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

import data

EPSILON = 1e-3
PAINTINGS = {"udnie": "udnie", "wave": "great_wave"}  # folder -> the painting's id


class Published:
    def __init__(self, folder: Path) -> None:
        self.variables: list[Tensor] = []
        manifest = json.loads((folder / "manifest.json").read_text())
        for i in range(len(manifest)):
            entry = manifest["Variable" + (f"_{i}" if i else "")]
            array = np.fromfile(folder / entry["filename"], "<f4").reshape(entry["shape"])
            if array.ndim == 4:
                # HWIO -> OIHW; for the transposed convolutions HWOI -> IOHW, as PyTorch wants it.
                array = array.transpose(3, 2, 0, 1)
            self.variables.append(data.here(array.copy()))

    def _norm(self, x: Tensor, i: int) -> Tensor:
        shift, scale = (self.variables[j][:, None, None] for j in (i + 1, i + 2))
        variance, mean = torch.var_mean(x, (2, 3), unbiased=False, keepdim=True)
        return (x - mean) / (variance + EPSILON).sqrt() * scale + shift

    def _convolve(self, x: Tensor, i: int, stride: int = 1) -> Tensor:
        kernel = self.variables[i]
        padding = []
        for size in (x.shape[3], x.shape[2]):
            total = max(0, (-(-size // stride) - 1) * stride + kernel.shape[2] - size)
            padding += [total // 2, total - total // 2]
        return self._norm(F.conv2d(F.pad(x, padding), kernel, stride=stride), i)

    def _grow(self, x: Tensor, i: int) -> Tensor:
        height, width = x.shape[2:]
        y = F.conv_transpose2d(x, self.variables[i], stride=2)[:, :, :2 * height, :2 * width]
        return F.relu(self._norm(y, i))

    @torch.no_grad()
    def __call__(self, image: Tensor) -> Tensor:
        """(1, 3, H, W) in 0..1, sides divisible by 4 -> the same, painted."""
        x = F.relu(self._convolve(image * 255, 0))
        x = F.relu(self._convolve(x, 3, 2))
        x = F.relu(self._convolve(x, 6, 2))
        for i in range(9, 39, 6):
            x = x + self._convolve(F.relu(self._convolve(x, i)), i + 3)
        x = self._convolve(self._grow(self._grow(x, 39), 42), 45)
        return ((torch.tanh(x) * 150 + 255 / 2) / 255).clamp(0, 1)
