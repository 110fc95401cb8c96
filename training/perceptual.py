"""Loss networks and perceptual losses (Gatys et al. 2015, Johnson et al. 2016).

Two VGG19 encoders: the ImageNet one, and a 16 times smaller one of the same layout
(Collaborative Distillation, Wang et al. 2020), many times faster to train against. The small one
was made with reflection padding; zeros, as in VGG19, cost half the time and differ at borders only.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

LAYOUT = (("1_1", "1_2"), ("2_1", "2_2"), ("3_1", "3_2", "3_3", "3_4"), ("4_1", "4_2", "4_3", "4_4"), ("5_1",))
STYLE_LAYERS = ("1_1", "2_1", "3_1", "4_1")
CONTENT_LAYER = "4_2"
SLICE = 4096  # pixels of a Gram matrix that are multiplied at a time
BGR_MEAN = (103.939, 116.779, 123.68)


class PerceptualNetwork(nn.Module):
    """Features after ReLU at the named layers, of images (N, 3, H, W) in 0..1."""

    def __init__(self, path: Path, layers: tuple[str, ...] = (*STYLE_LAYERS, CONTENT_LAYER),
                 dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        arrays = np.load(path)
        self.small = "conv0.weight" in arrays
        self.wanted, self.dtype = frozenset(layers), dtype
        last = max(layers)
        self.names = [n for block in LAYOUT for n in block if n <= last]
        if self.small:
            scale = torch.from_numpy(arrays["conv0.weight"][:, :, 0, 0])
            offset = torch.from_numpy(arrays["conv0.bias"])
        else:
            scale = torch.eye(3).flip(1) * 255  # RGB -> BGR
            offset = -torch.tensor(BGR_MEAN)
        self.register_buffer("scale", scale)
        self.register_buffer("offset", offset)
        for name in self.names:
            prefix = f"conv{name.replace('_', '')}" if self.small else f"conv{name}"
            weight = torch.from_numpy(arrays[f"{prefix}.weight"].astype(np.float32))
            bias = torch.from_numpy(arrays[f"{prefix}.bias"].astype(np.float32))
            weight = weight.to(dtype).contiguous(memory_format=torch.channels_last)
            self.register_buffer(f"weight{name}", weight)
            self.register_buffer(f"bias{name}", bias.to(dtype))
        self.to(torch.empty(0).device)

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        x = torch.einsum("oc,nchw->nohw", self.scale, images) + self.offset[:, None, None]
        x = x.to(self.dtype).contiguous(memory_format=torch.channels_last)
        features: dict[str, Tensor] = {}
        for name in self.names:
            if name.endswith("_1") and name != "1_1":
                x = F.max_pool2d(x, 2)
            x = F.conv2d(x, getattr(self, f"weight{name}"), getattr(self, f"bias{name}"), padding=1).relu_()
            if name in self.wanted:
                features[name] = x
        return features


class Gram(torch.autograd.Function):
    """F^T F of (N, P, C), float32, whose gradient, F (D + D^T), is one product where autograd makes two and adds them up.

    In slices, where they come out even: a few small products over many pixels leave most of a GPU idle.
    """

    @staticmethod
    def forward(context: Any, flat: Tensor) -> Tensor:
        context.save_for_backward(flat)
        n, pixels, channels = flat.shape
        slices = 1 if pixels % SLICE else pixels // SLICE
        parts = flat.reshape(n * slices, pixels // slices, channels)
        return (parts.transpose(1, 2) @ parts).float().view(n, slices, channels, channels).sum(1)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        (flat,) = context.saved_tensors
        return flat @ (gradient + gradient.transpose(1, 2)).to(flat.dtype)


def gram(features: Tensor) -> Tensor:
    """G = F F^T / (H W): (N, C, H, W) -> (N, C, C), float32.

    Multiplied in the features' own type, channels last: in bfloat16 four times as fast as in
    float32 on a CPU that has it, at a relative error of 0.4%.
    """
    n, c, h, w = features.shape
    return Gram.apply(features.permute(0, 2, 3, 1).reshape(n, h * w, c)) / (h * w)


def content_loss(features: Tensor, target: Tensor) -> Tensor:
    """Relative, per image: |F - Fc|^2 / |Fc|^2 -> (N,)."""
    difference = (features.float() - target.float()).square().sum((1, 2, 3))
    return difference / target.float().square().sum((1, 2, 3))


def style_loss(features: dict[str, Tensor], targets: dict[str, Tensor]) -> Tensor:
    """Relative Gram loss, |G - Gs|^2 / |Gs|^2 averaged over the layers in `targets` -> (N,)."""
    total = 0.0
    for name, target in targets.items():
        difference = (gram(features[name]) - target).square().sum((1, 2))
        total = total + difference / target.square().sum((1, 2))
    return total / len(targets)


def total_variation(images: Tensor) -> Tensor:
    """Mean squared difference of neighbours, per image -> (N,)."""
    dx = (images[:, :, :, 1:] - images[:, :, :, :-1]).square().mean((1, 2, 3))
    dy = (images[:, :, 1:] - images[:, :, :-1]).square().mean((1, 2, 3))
    return dx + dy


def lattice(images: Tensor) -> Tensor:
    """Energy of two-pixel patterns that keep their phase over 16 pixels, per image -> (N,).

    Depth-to-space lets the four pixels of a cell drift apart, which shows as a weave once the picture
    is enlarged. Texture changes its phase and costs nothing here; neither do gradients. About 4e-6 in
    photographs. Sides must be even.
    """
    n, c, height, width = images.shape
    # The device is named: a compiled function does not hear of torch's default one.
    flip_y = ((-1.0) ** torch.arange(height - 2, device=images.device))[:, None]
    flip_x = (-1.0) ** torch.arange(width - 2, device=images.device)
    low_x, high_x = low_and_high(images, 3)
    patterns = (low_and_high(high_x, 2)[0] * flip_x, low_and_high(low_x, 2)[1] * flip_y,
                low_and_high(high_x, 2)[1] * flip_y * flip_x)
    locked = F.avg_pool2d(torch.cat(patterns, 1), 16, 8)
    return locked.square().mean((2, 3)).sum(1) / c


def low_and_high(images: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """[1, 2, 1] / 4 and [1, -2, 1] / 4 along a dimension, which gets two shorter."""
    size = images.shape[dim] - 2
    outer = (images.narrow(dim, 0, size) + images.narrow(dim, 2, size)) / 4
    middle = images.narrow(dim, 1, size) / 2
    return outer + middle, outer - middle


def match_statistics(images: Tensor, reference: Tensor) -> Tensor:
    """Gives each channel the mean and deviation of the reference: what the compositor does with
    the exposure that instance normalization discards."""
    variance, mean = torch.var_mean(images, (2, 3), unbiased=False, keepdim=True)
    goal_variance, goal_mean = torch.var_mean(reference, (2, 3), unbiased=False, keepdim=True)
    return (images - mean) * ((goal_variance + 1e-4) / (variance + 1e-4)).sqrt() + goal_mean
