"""Losses, gradients and a descent for the tests of src/optimize, by PyTorch on a small random network.

Writes test/browser/optimize/pictures.bin (pictures and masks, (H, W, channels), a byte a value of 0..255),
gradients.bin (float32, little-endian, (H, W, 3)), goldens.json (what lies where, losses, a curve) and
network.impv (the network; format in src/optimize/network-file.ts). Losses and gradients are computed in float64, the descent in float32.
"""
from __future__ import annotations

import argparse
import json
import struct
from pathlib import Path
from typing import Any, Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from data import REPOSITORY
from goldens import test_picture

WIDTHS = {"block1_conv1": 4, "block1_conv2": 4, "block2_conv1": 8, "block2_conv2": 8, "block3_conv1": 8,
          "block3_conv2": 8, "block3_conv3": 8, "block4_conv1": 16, "block4_conv2": 16, "block4_conv3": 16,
          "block5_conv1": 16}
# In the order of VGG's own weights, so that both orders are tested.
INPUT = {"order": "BGR", "scale": 255, "mean": [103.939, 116.779, 123.68], "std": [60.0, 62.0, 64.0]}
CONTENT_LAYER = "block4_conv2"
STYLE_LAYERS = {"block1_conv1": 1.0, "block2_conv1": 2.0, "block3_conv1": 0.5, "block4_conv1": 1.0,
                "block5_conv1": 1.5}
WEIGHTS = {"content": 1.0, "style": 4.0, "variation": 2.0}
DESCENT_SIDE = 96
EVALUATIONS = 60


class Network:
    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.layers: list[dict[str, Any]] = []
        self.arrays: dict[str, np.ndarray] = {}
        inputs = 3
        for name, out in WIDTHS.items():
            pool = name.endswith("conv1") and name != "block1_conv1"
            self.layers.append({"name": name, "in": inputs, "out": out, "kernel": 3, "poolBefore": pool})
            kernel = random.normal(0, np.sqrt(2 / (9 * inputs)), (3, 3, inputs, out))
            self.arrays[f"{name}/kernel"] = kernel.astype("<f2")
            self.arrays[f"{name}/bias"] = random.normal(0, 0.05, out).astype("<f2")
            inputs = out

    def features(self, picture: Tensor) -> dict[str, Tensor]:
        """(1, 3, H, W) RGB 0..1 -> every layer's output after its ReLU."""
        mean, std = (torch.tensor(INPUT[k], dtype=picture.dtype)[:, None, None] for k in ("mean", "std"))
        x = (picture.flip(1) * INPUT["scale"] - mean) / std
        outputs = {}
        for layer in self.layers:
            name = layer["name"]
            kernel, bias = (torch.from_numpy(self.arrays[f"{name}/{k}"].astype(np.float64)).to(picture.dtype)
                            for k in ("kernel", "bias"))
            if layer["poolBefore"]:
                x = F.max_pool2d(x, 2)
            x = F.relu(F.conv2d(x, kernel.permute(3, 2, 0, 1), bias, padding=1))
            outputs[name] = x
        return outputs

    def write(self, path: Path) -> None:
        half = {"dtype": "float32", "quantization": {"dtype": "float16"}}
        entries = [{"name": n, "shape": list(a.shape), **half} for n, a in self.arrays.items()]
        blob = b"".join(a.tobytes() for a in self.arrays.values())
        header = json.dumps({
            "format": "impasto-perceptual", "version": 1, "input": INPUT, "layers": self.layers,
            "weightsManifest": [{"paths": [], "weights": entries}], "weights": {"bytes": len(blob), "sha256": ""},
        }).encode()
        path.write_bytes(b"IMPV" + struct.pack("<I", len(header)) + header + blob)


def gram(features: Tensor, mask: Tensor | None = None) -> Tensor:
    rows = features.flatten(2)[0]
    if mask is None:
        return rows @ rows.T / rows.shape[1]
    weights = mask.flatten()
    return (rows * weights) @ rows.T / weights.sum()


def losses(network: Network, content: Tensor, styles: list[tuple[Tensor, float]], mask: Tensor | None = None
           ) -> Callable[[Tensor], dict[str, Tensor]]:
    """The losses of src/protocol/optimize.ts as functions of a picture."""
    target = network.features(content)[CONTENT_LAYER]
    style_features = [(network.features(picture), weight) for picture, weight in styles]
    shares = sum(weight for _, weight in styles)
    layers = sum(STYLE_LAYERS.values())

    def mask_at(name: str) -> Tensor | None:
        if mask is None:
            return None
        small = mask
        for _ in range(int(name[5]) - 1):
            small = F.avg_pool2d(small, 2)
        return small

    def evaluate(picture: Tensor) -> dict[str, Tensor]:
        features = network.features(picture)
        style = picture.new_zeros(())
        for name, weight in STYLE_LAYERS.items():
            actual = gram(features[name], mask_at(name))
            for wanted, share in style_features:
                distance = (actual - gram(wanted[name])).square().sum() / gram(wanted[name]).square().sum()
                style = style + weight / layers * share / shares * distance
        across = (picture[..., 1:] - picture[..., :-1]).square().mean()
        down = (picture[..., 1:, :] - picture[..., :-1, :]).square().mean()
        return {
            "content": (features[CONTENT_LAYER] - target).square().sum() / target.square().sum(),
            "style": style,
            "variation": across + down,
        }
    return evaluate


def picture(width: int, height: int, turn: int) -> np.ndarray:
    """The test picture in whole 255ths, its channels turned and its sides mirrored, so that pictures differ."""
    image = np.roll(test_picture(width, height), turn, 2)
    return in_255ths(image[::-1] if turn % 2 else image)


def in_255ths(image: np.ndarray) -> np.ndarray:
    return (np.round(image * 255) / 255).astype(np.float32)


def to_tensor(image: np.ndarray, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.from_numpy(image).to(dtype).permute(2, 0, 1)[None].contiguous()


class Blob:
    def __init__(self, dtype: str, scale: int) -> None:
        self.parts: list[np.ndarray] = []
        self.dtype, self.scale = dtype, scale

    def store(self, array: np.ndarray) -> dict[str, int]:
        entry = {"offset": sum(a.size for a in self.parts), "length": array.size,
                 "height": array.shape[0], "width": array.shape[1]}
        scaled = np.round(array * 255) if self.scale == 255 else array
        self.parts.append(np.ascontiguousarray(scaled, self.dtype))
        return entry

    def write(self, path: Path) -> None:
        path.write_bytes(b"".join(a.tobytes() for a in self.parts))


def gradient_case(network: Network, blobs: dict[str, Blob], name: str, masked: bool, second: bool) -> dict[str, Any]:
    width, height = 37, 34
    pictures = {"content": picture(width, height, 0), "style": picture(42, 35, 1), "start": picture(width, height, 2)}
    styles = [(to_tensor(pictures["style"]), 1.0)]
    if second:
        pictures["second"] = picture(35, 39, 4)
        styles.append((to_tensor(pictures["second"]), 3.0))
    y, x = np.mgrid[0:height, 0:width]
    mask = in_255ths(np.clip(1.5 - np.hypot(x - 14, y - 12) / 10, 0, 1))[..., None]
    evaluate = losses(network, to_tensor(pictures["content"]), styles, to_tensor(mask) if masked else None)
    entry: dict[str, Any] = {"name": name, "losses": {}, "gradients": {},
                             "pictures": {k: blobs["pictures"].store(v) for k, v in pictures.items()}}
    if masked:
        entry["mask"] = blobs["pictures"].store(mask)
    # The mask and the other style change nothing else.
    for loss in ["style"] if masked or second else WEIGHTS:
        start = to_tensor(pictures["start"]).requires_grad_(True)
        value = evaluate(start)[loss]
        value.backward()
        entry["losses"][loss] = value.item()
        entry["gradients"][loss] = blobs["gradients"].store(start.grad[0].permute(1, 2, 0).numpy())
    return entry


def descent(network: Network) -> dict[str, Any]:
    """Totals by function evaluation of torch.optim.LBFGS, from the content; the best so far at each."""
    content, style = (to_tensor(picture(DESCENT_SIDE, DESCENT_SIDE, turn), torch.float32) for turn in (0, 1))
    evaluate = losses(network, content, [(style, 1.0)])
    x = content.clone().requires_grad_(True)
    totals: list[float] = []
    optimizer = torch.optim.LBFGS([x], lr=1, max_iter=EVALUATIONS, max_eval=EVALUATIONS, history_size=8,
                                  tolerance_grad=0, tolerance_change=0, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        values = evaluate(x)
        total = sum(WEIGHTS[name] * value for name, value in values.items())
        total.backward()
        totals.append(min([total.item(), *totals[-1:]]))
        return total

    optimizer.step(closure)
    return {"side": DESCENT_SIDE, "totals": totals[:EVALUATIONS]}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", type=Path, default=REPOSITORY / "test" / "browser" / "optimize")
    o = p.parse_args()
    torch.set_num_threads(1)
    network = Network(5)
    blobs = {"pictures": Blob("u1", 255), "gradients": Blob("<f4", 1)}
    cases = [gradient_case(network, blobs, "plain", masked=False, second=False),
             gradient_case(network, blobs, "masked", masked=True, second=False),
             gradient_case(network, blobs, "two styles", masked=False, second=True)]
    pair = {name: blobs["pictures"].store(picture(DESCENT_SIDE, DESCENT_SIDE, turn))
            for name, turn in (("content", 0), ("style", 1))}
    settings = {"contentLayer": CONTENT_LAYER, "styleLayers": STYLE_LAYERS,
                **{f"{name}Weight": weight for name, weight in WEIGHTS.items()}}
    goldens = {"settings": settings, "cases": cases, "descent": {**descent(network), "pictures": pair}}
    network.write(o.out / "network.impv")
    (o.out / "goldens.json").write_text(json.dumps(goldens, indent=2) + "\n")
    for name, blob in blobs.items():
        blob.write(o.out / f"{name}.bin")


if __name__ == "__main__":
    main()
