"""Reads what the browser reads: model.json and weights.bin of an exported tier."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

import weights_file
from networks import Layer, StyleNetwork


@dataclass
class Exported:
    network: StyleNetwork  # float32, with the float16-rounded weights
    manifest: dict[str, Any]

    @property
    def style_ids(self) -> list[str]:
        return [s["id"] for s in self.manifest["styles"]]

    def mix(self, weights: dict[str, float]) -> Tensor:
        """{style id: weight} -> (1, rows); the identity row takes what is left of 1."""
        mix = torch.zeros(1, self.network.rows)
        mix[0, self.manifest["identityRow"]] = 1 - sum(weights.values())
        for style in self.manifest["styles"]:
            mix[0, style["row"]] += weights.get(style["id"], 0.0)
        return mix

    @torch.no_grad()
    def paint(self, image: Tensor, weights: dict[str, float]) -> Tensor:
        """(1, 3, H, W) in 0..1 -> the same size, painted."""
        dtype = next(self.network.parameters()).dtype
        return self.network(image.to(dtype), self.mix(weights).to(dtype)).clamp(0, 1)


def load(folder: Path) -> Exported:
    manifest = json.loads((folder / "model.json").read_text())
    layers = tuple(Layer.from_json(entry) for entry in manifest["layers"])
    network = StyleNetwork(layers, len(manifest["styles"]) + 1, manifest["multiple"])
    state = {}
    for name, array in weights_file.read(manifest, folder).items():
        if name.endswith("/kernel"):
            array = array.transpose(3, 2, 0, 1)  # HWIO -> OIHW
        state[f"weights.{name}"] = torch.from_numpy(array.copy())
    network.load_state_dict(state)
    return Exported(network.eval().requires_grad_(False), manifest)
