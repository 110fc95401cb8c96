"""Golden inputs and outputs for the parity tests of every engine, from the exported weights.

Tensors are float32, little-endian, (height, width, 3) RGB in 0..1, in goldens.bin; goldens.json
says which case lies where (offset and length counted in floats). Computed in float64.
"""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from exported import Exported


def test_picture(width: int, height: int) -> np.ndarray:
    """(H, W, 3) float32 in 0..1: gradients, a disc, a bar, stripes, a little noise."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    u, v = x / (width - 1), y / (height - 1)
    picture = np.stack([u, v, 1 - (u + v) / 2], 2) * 0.7 + 0.15
    picture[np.hypot(u - 0.35, (v - 0.4) * height / width) < 0.18] = (0.9, 0.75, 0.2)
    picture[(np.abs(u - 0.75) < 0.08) & (v > 0.3)] = (0.15, 0.2, 0.45)
    picture[v > 0.85] *= 0.75 + 0.25 * np.sin(u[v > 0.85] * 40)[:, None]
    picture += np.random.default_rng(7).normal(0, 0.02, picture.shape)
    return picture.clip(0, 1).astype(np.float32)


def cases(ids: list[str]) -> list[tuple[str, int, int, dict[str, float]]]:
    a, b, c = ids[0], ids[len(ids) // 3], ids[2 * len(ids) // 3]
    return [
        (f"{a}-64x48", 64, 48, {a: 1.0}),
        (f"{b}-64x48", 64, 48, {b: 1.0}),
        (f"{c}-64x48", 64, 48, {c: 1.0}),
        (f"{a}-53x39", 53, 39, {a: 1.0}),
        (f"{a}-half-64x48", 64, 48, {a: 0.5}),
        (f"{a}-{b}-mix-64x48", 64, 48, {a: 0.6, b: 0.4}),
    ]


def write(model: Exported, folder: Path) -> None:
    model.network.double()
    blob: list[np.ndarray] = []
    stored: dict[tuple[int, int], dict[str, int]] = {}

    def store(picture: np.ndarray) -> dict[str, int]:
        offset = sum(p.size for p in blob)
        blob.append(np.ascontiguousarray(picture, "<f4"))
        return {"offset": offset, "length": picture.size}

    entries: list[dict[str, Any]] = []
    for name, width, height, mix in cases(model.style_ids):
        picture = test_picture(width, height)
        if (width, height) not in stored:
            stored[width, height] = store(picture)
        image = torch.from_numpy(picture).permute(2, 0, 1)[None]
        painted = model.paint(image, mix)[0].permute(1, 2, 0).numpy()
        entries.append({"name": name, "width": width, "height": height, "mix": mix,
                        "input": stored[width, height], "output": store(painted)})
    (folder / "goldens.bin").write_bytes(b"".join(p.tobytes() for p in blob))
    text = ",\n  ".join(json.dumps(e) for e in entries)
    (folder / "goldens.json").write_text('{"cases": [\n  ' + text + "\n]}\n")
