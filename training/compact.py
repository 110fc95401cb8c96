"""The perceptual network of our own: VGG16's layout through block5_conv1 at quarter width.

0.62 M parameters. Drives optimization in the browser (Gatys et al. 2015); distil.py teaches it,
perceptual_export.py writes it. Features are keyed as in perceptual.py ("4_2" is block4_conv2).
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LAYOUT = {"1_1": 16, "1_2": 16, "2_1": 32, "2_2": 32, "3_1": 64, "3_2": 64, "3_3": 64,
          "4_1": 128, "4_2": 128, "4_3": 128, "5_1": 128}  # layer -> channels
MEAN = (0.485, 0.456, 0.406)  # of RGB in 0..1
STD = (0.229, 0.224, 0.225)


def pooled_before(name: str) -> bool:
    return name.endswith("_1") and name != "1_1"


class CompactPerceptual(nn.Module):
    """Features after ReLU at every layer up to `last`, of images (N, 3, H, W) in 0..1."""

    def __init__(self, last: str = "5_1") -> None:
        super().__init__()
        self.last = last
        self.weights = nn.ParameterDict()
        inputs = 3
        for name, outputs in LAYOUT.items():
            kernel = torch.empty(outputs, inputs, 3, 3)
            nn.init.kaiming_normal_(kernel)
            self.weights[f"{name}/kernel"] = nn.Parameter(kernel)
            self.weights[f"{name}/bias"] = nn.Parameter(torch.zeros(outputs))
            inputs = outputs
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None])
        self.register_buffer("std", torch.tensor(STD)[:, None, None])

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        x = (images - self.mean) / self.std
        features: dict[str, Tensor] = {}
        for name in (n for n in LAYOUT if n <= self.last):
            if pooled_before(name):
                x = F.max_pool2d(x, 2)
            x = F.relu(F.conv2d(x, self.weights[f"{name}/kernel"], self.weights[f"{name}/bias"], padding=1))
            features[name] = x
        return features
