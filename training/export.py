"""Writes a training checkpoint as models/<tier>/: model.json, weights.bin, goldens, checkpoint.npz."""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import exported
import goldens
import train
import weights_file
from data import REPOSITORY
from networks import ARCHITECTURES, EPSILON, Architecture

IDENTITY_ROW = 0


def weight_arrays(architecture: Architecture, state: dict[str, Tensor]) -> dict[str, np.ndarray]:
    """Name -> array in the exported layout: kernels HWIO, gamma and beta (rows, C), bias (C,)."""
    arrays = {}
    for layer in architecture.layers:
        for kind in ("kernel", "bias", "gamma", "beta"):
            name = f"{layer.name}/{kind}"
            if f"weights.{name}" in state:
                array = state[f"weights.{name}"].float().numpy()
                arrays[name] = array.transpose(2, 3, 1, 0) if kind == "kernel" else array
    return arrays


def style_entries(config: Path) -> list[dict[str, Any]]:
    """Rows follow the order of the config, as in training; row 0 is the identity."""
    return [
        {"id": name, "title": s["title"], "artist": s["artist"], "year": s["year"],
         "licence": f"Public domain ({s['artist']} died in {s['died']})",
         "row": row, "thumbnail": f"thumbnails/{name}.webp"}
        for row, (name, s) in enumerate(json.loads(config.read_text()).items(), IDENTITY_ROW + 1)
    ]


def write_model(architecture: Architecture, state: dict[str, Tensor], config: Path, folder: Path) -> None:
    """Throws before anything is written where the weights have other rows than the config has styles."""
    styles = style_entries(config)
    rows = {len(value) for name, value in state.items() if name.endswith(("gamma", "beta"))}
    if rows != {len(styles) + 1}:
        raise SystemExit(f"{config} has {len(styles)} styles, the checkpoint rows for {max(rows) - 1}")
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "format": "impasto-network", "version": 1,
        "tier": architecture.tier, "title": architecture.title,
        "epsilon": EPSILON, "multiple": architecture.multiple,
        "layers": [layer.to_json() for layer in architecture.layers],
        "identityRow": IDENTITY_ROW,
        "styles": styles,
        **weights_file.write(weight_arrays(architecture, state), folder / "weights.bin"),
    }
    (folder / "model.json").write_text(weights_file.dump(manifest))


def with_strengths(state: dict[str, Tensor], config: Path, strengths: dict[str, float]) -> dict[str, Tensor]:
    """Styles whose full strength is from now on what another was: their rows are drawn towards the identity's, or away.

    Training weighs content against style for all images alike; this sets the balance of a single style afterwards.
    """
    row = {entry["id"]: entry["row"] for entry in style_entries(config)}
    changed = dict(state)
    for name, value in state.items():
        if name.endswith(("gamma", "beta")):
            changed[name] = value.clone()
            for style, strength in strengths.items():
                changed[name][row[style]] = torch.lerp(value[IDENTITY_ROW], value[row[style]], strength)
    return changed


def named_strength(text: str) -> tuple[str, float]:
    """great_wave=0.94"""
    style, strength = text.split("=")
    return style, float(strength)


def write_checkpoint(state: dict[str, Tensor], path: Path) -> None:
    """The weights in float32 and PyTorch's layout: what a later run starts from (train.py --start)."""
    np.savez_compressed(path, **{k.removeprefix("weights."): v.numpy() for k, v in state.items()})


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--tier", choices=ARCHITECTURES, default="lite")
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--styles", type=Path, default=Path(__file__).with_name("styles.json"))
    p.add_argument("--out", type=Path, help="default: models/<tier>")
    p.add_argument("--strengths", type=named_strength, nargs="+", default=[], metavar="STYLE=STRENGTH",
                   help="styles whose full strength shall be this one of the checkpoint: below 1 is softer")
    p.add_argument("--interim", action="store_true", help="leave checkpoint.npz as it is")
    o = p.parse_args()
    folder = o.out or REPOSITORY / "models" / o.tier
    state = with_strengths(train.load_weights(o.checkpoint), o.styles, dict(o.strengths))
    write_model(ARCHITECTURES[o.tier], state, o.styles, folder)
    goldens.write(exported.load(folder), folder)
    if not o.interim:
        write_checkpoint(state, folder / "checkpoint.npz")
    print(f"{folder}: {(folder / 'weights.bin').stat().st_size} bytes of weights")


if __name__ == "__main__":
    main()
