"""Architectures as data, and the one module that executes them.

A layer is (upsample) -> reflection pad -> convolution -> (+ bias) -> (conditional instance
normalization) -> (+ residual) -> activation -> (depth to space), the semantics of model.json.

Johnson et al. 2016 (the network), Ulyanov et al. 2016 (instance normalization),
Dumoulin et al. 2017 (one gamma and beta per style: conditional instance normalization).
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

EPSILON = 1e-5


@dataclass(frozen=True)
class Layer:
    name: str
    kernel: int
    stride: int
    inputs: int
    outputs: int
    padding: str = "reflect"
    upsample: tuple[str, int] | None = None  # ("nearest" | "bilinear", factor)
    norm: bool = True
    bias: bool = False
    activation: str = "relu"  # "relu" | "none" | "tanh"
    residual: str | None = None
    depth_to_space: int = 1

    def to_json(self) -> dict[str, Any]:
        up = self.upsample and {"mode": self.upsample[0], "factor": self.upsample[1]}
        return {
            "name": self.name, "kernel": self.kernel, "stride": self.stride,
            "in": self.inputs, "out": self.outputs, "padding": self.padding,
            "upsample": up, "norm": self.norm, "bias": self.bias,
            "activation": self.activation, "residual": self.residual,
            "depthToSpace": self.depth_to_space,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Layer:
        up = data["upsample"]
        return Layer(
            data["name"], data["kernel"], data["stride"], data["in"], data["out"],
            data["padding"], (up["mode"], up["factor"]) if up else None, data["norm"],
            data["bias"], data["activation"], data["residual"], data["depthToSpace"],
        )


@dataclass(frozen=True)
class Architecture:
    tier: str
    title: str
    multiple: int  # sides are reflection-padded to a multiple of this, the output cropped
    layers: tuple[Layer, ...]


def _residual_blocks(count: int, channels: int, source: str) -> list[Layer]:
    """No activation after a block's second convolution, so that the sum stays linear."""
    layers: list[Layer] = []
    for i in range(1, count + 1):
        layers += [
            Layer(f"res{i}a", 3, 1, channels, channels),
            Layer(f"res{i}b", 3, 1, channels, channels, activation="none", residual=source),
        ]
        source = f"res{i}b"
    return layers


def _lean(tier: str, title: str, width: int, blocks: int) -> Architecture:
    """Nothing at full size: the first layer halves, depth-to-space doubles; the trunk is at a quarter."""
    return Architecture(tier, title, 4, (
        Layer("stem", 5, 2, 3, width),
        Layer("down1", 3, 2, width, 3 * width),
        *_residual_blocks(blocks, 3 * width, "down1"),
        Layer("up1", 3, 1, 3 * width, 3 * width // 2, upsample=("bilinear", 2)),
        Layer("out", 3, 1, 3 * width // 2, 12, norm=False, bias=True, activation="tanh", depth_to_space=2),
    ))


def _johnson(tier: str, title: str, width: int) -> Architecture:
    """The network of Johnson et al. with instance normalization; `width` channels at full size."""
    return Architecture(tier, title, 4, (
        Layer("conv1", 9, 1, 3, width),
        Layer("conv2", 3, 2, width, 2 * width),
        Layer("conv3", 3, 2, 2 * width, 4 * width),
        *_residual_blocks(5, 4 * width, "conv3"),
        Layer("up1", 3, 1, 4 * width, 2 * width, upsample=("nearest", 2)),
        Layer("up2", 3, 1, 2 * width, width, upsample=("nearest", 2)),
        Layer("out", 9, 1, width, 3, norm=False, bias=True, activation="tanh"),
    ))


ARCHITECTURES: dict[str, Architecture] = {
    a.tier: a for a in (
        _lean("lite", "Fast", 16, 4), _lean("standard", "Balanced", 24, 5), _johnson("johnson", "Best", 32),
    )
}


def depth_to_space(x: Tensor, block: int) -> Tensor:
    """(N, r*r*C, H, W) -> (N, C, rH, rW), channel (dy*r + dx)*C + c as TensorFlow orders it."""
    n, channels, h, w = x.shape
    c = channels // (block * block)
    x = x.view(n, block, block, c, h, w).permute(0, 3, 4, 1, 5, 2)
    return x.reshape(n, c, h * block, w * block)


def upsample(x: Tensor, mode: str, factor: int) -> Tensor:
    """F.interpolate with corners not aligned; twice bilinear is a third of the work as sums of neighbours."""
    if (mode, factor) != ("bilinear", 2):
        return F.interpolate(x, scale_factor=factor, mode=mode, align_corners=False if mode == "bilinear" else None)
    for dim in (2, 3):
        size = x.shape[dim]
        near = x * 0.75
        far = x * 0.25
        before = torch.cat([far.narrow(dim, 0, 1), far.narrow(dim, 0, size - 1)], dim)
        after = torch.cat([far.narrow(dim, 1, size - 1), far.narrow(dim, size - 1, 1)], dim)
        x = torch.stack([near + before, near + after], dim + 1).flatten(dim, dim + 1)
    return x


def instance_norm(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """Per image and channel, biased variance; x (N, C, H, W), gamma and beta (N, C).

    Statistics and the affine map are never bfloat16, whatever the maps are.
    """
    exact = x.float() if x.dtype == torch.bfloat16 else x
    return (norm_by_steps if x.is_cuda else norm_as_batch)(exact, gamma, beta).to(x.dtype)


def norm_by_steps(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """For a GPU, where train.py has the steps fused."""
    variance, mean = torch.var_mean(x, (2, 3), unbiased=False, keepdim=True)
    return (x - mean) * (gamma[:, :, None, None] * torch.rsqrt(variance + EPSILON)) + beta[:, :, None, None]


def norm_as_batch(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """Batch normalization of one image with N * C channels: faster than the steps one by one."""
    channels = x.reshape(1, -1, *x.shape[2:])
    normal = F.batch_norm(channels, None, None, gamma.reshape(-1), beta.reshape(-1), training=True, eps=EPSILON)
    return normal.view(x.shape)


def blend(mix: Tensor, rows: Tensor) -> Tensor:
    """mix (N, R) of rows (R, C) -> (N, C); no matrix product, which autocast would do in bfloat16."""
    return (mix[:, :, None] * rows).sum(1)


class StyleNetwork(nn.Module):
    """Executes an architecture for `rows` styles; row 0 is the identity."""

    def __init__(self, layers: tuple[Layer, ...], rows: int, multiple: int = 4) -> None:
        super().__init__()
        self.layers, self.rows, self.multiple = layers, rows, multiple
        self.weights = nn.ParameterDict()
        for layer in layers:
            kernel = torch.empty(layer.outputs, layer.inputs, layer.kernel, layer.kernel)
            nn.init.kaiming_normal_(kernel)
            if layer.activation == "tanh":
                kernel *= 0.25  # start in tanh's linear part
            self.weights[f"{layer.name}/kernel"] = nn.Parameter(kernel)
            if layer.bias:
                self.weights[f"{layer.name}/bias"] = nn.Parameter(torch.zeros(layer.outputs))
            if layer.norm:
                self.weights[f"{layer.name}/gamma"] = nn.Parameter(torch.ones(rows, layer.outputs))
                self.weights[f"{layer.name}/beta"] = nn.Parameter(torch.zeros(rows, layer.outputs))

    def forward(self, image: Tensor, mix: Tensor) -> Tensor:
        """image (N, 3, H, W) in 0..1; mix (N, rows), each row summing to 1 -> (N, 3, H, W) in 0..1."""
        height, width = image.shape[2:]
        x = image * 2 - 1
        bottom, right = -height % self.multiple, -width % self.multiple
        if bottom or right:
            x = F.pad(x, (0, right, 0, bottom), mode="reflect")
        x = self.run(x, mix)
        return ((x + 1) / 2)[:, :, :height, :width]

    def run(self, x: Tensor, mix: Tensor, after: str | None = None, until: str | None = None) -> Tensor:
        """The layers behind `after`, up to and with `until`; no residual may reach over either."""
        names = [layer.name for layer in self.layers]
        first = names.index(after) + 1 if after else 0
        layers = self.layers[first : names.index(until) + 1 if until else None]
        kept: dict[str, Tensor] = {}
        wanted = {layer.residual for layer in layers}
        for layer in layers:
            x = self._layer(layer, x, mix, kept)
            if layer.name in wanted:
                kept[layer.name] = x
        return x

    def _layer(self, layer: Layer, x: Tensor, mix: Tensor, kept: dict[str, Tensor]) -> Tensor:
        weights = self.weights
        if layer.upsample:
            x = upsample(x, *layer.upsample)
        x = F.pad(x, (layer.kernel // 2,) * 4, mode=layer.padding)
        bias = weights[f"{layer.name}/bias"] if layer.bias else None
        x = F.conv2d(x, weights[f"{layer.name}/kernel"], bias, stride=layer.stride)
        if layer.norm:
            gamma, beta = (blend(mix, weights[f"{layer.name}/{kind}"]) for kind in ("gamma", "beta"))
            x = instance_norm(x, gamma, beta)
        if layer.residual:
            x = x + kept[layer.residual]
        if layer.activation == "relu":
            x = F.relu(x)
        elif layer.activation == "tanh":
            x = torch.tanh(x)
        return depth_to_space(x, layer.depth_to_space) if layer.depth_to_space > 1 else x


def one_hot_mix(rows: Tensor, strength: Tensor, count: int) -> Tensor:
    """Style rows (N,) at strengths (N,) -> (N, count); the identity (row 0) takes the rest."""
    mix = torch.zeros(len(rows), count)
    mix[torch.arange(len(rows)), rows] = strength
    mix[:, 0] += 1 - strength
    return mix
