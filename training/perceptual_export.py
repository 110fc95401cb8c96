"""Writes a distilled perceptual network as models/perceptual/: model.json, weights.bin, goldens, checkpoint.pt.

The format is told in README.md. `load` reads the files back, as the browser does.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

import weights_file
from compact import LAYOUT, MEAN, STD, CompactPerceptual, pooled_before
from data import REPOSITORY
from goldens import test_picture

GOLDEN_LAYERS = ("1_1", "2_1", "3_1", "4_1", "4_2", "5_1")
GOLDEN_SIDE = 32
KEPT = ("network", "lifts", "scales", "step", "seconds")  # of a checkpoint: enough to go on from


def public_name(name: str) -> str:
    """4_2 -> block4_conv2, as Keras calls VGG16's layers."""
    block, conv = name.split("_")
    return f"block{block}_conv{conv}"


def layer_entries() -> list[dict[str, Any]]:
    inputs = [3, *LAYOUT.values()]
    return [{"name": public_name(name), "in": inputs[i], "out": out, "kernel": 3, "poolBefore": pooled_before(name)}
            for i, (name, out) in enumerate(LAYOUT.items())]


def weight_arrays(network: CompactPerceptual) -> dict[str, np.ndarray]:
    """<layer>/kernel HWIO and <layer>/bias, in the order of the layers."""
    arrays = {}
    for key, weight in network.weights.items():
        name, kind = key.split("/")
        array = weight.detach().float().numpy()
        arrays[f"{public_name(name)}/{kind}"] = array.transpose(2, 3, 1, 0) if kind == "kernel" else array
    return arrays


def write(network: CompactPerceptual, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "format": "impasto-perceptual", "version": 1, "title": "VGG16 layout, quarter width, distilled",
        "input": {"order": "RGB", "scale": 1, "mean": list(MEAN), "std": list(STD)},
        "layers": layer_entries(),
        **weights_file.write(weight_arrays(network), folder / "weights.bin"),
    }
    (folder / "model.json").write_text(weights_file.dump(manifest))


def load(folder: Path) -> CompactPerceptual:
    """The exported network, float32 with the float16-rounded weights."""
    manifest = json.loads((folder / "model.json").read_text())
    arrays = weights_file.read(manifest, folder)
    network = CompactPerceptual()
    with torch.no_grad():
        for key, weight in network.weights.items():
            name, kind = key.split("/")
            array = arrays[f"{public_name(name)}/{kind}"]
            weight.copy_(torch.from_numpy((array.transpose(3, 2, 0, 1) if kind == "kernel" else array).copy()))
    return network.eval().requires_grad_(False)


def write_goldens(network: CompactPerceptual, folder: Path) -> None:
    """Features of a generated picture in float64; (H, W, C) float32 in goldens.bin, as goldens.py has it."""
    picture = test_picture(GOLDEN_SIDE, GOLDEN_SIDE)
    with torch.no_grad():
        features = network.double()(torch.from_numpy(picture).double().permute(2, 0, 1)[None])
    blob = [picture]
    entry: dict[str, Any] = {"name": f"picture-{GOLDEN_SIDE}x{GOLDEN_SIDE}", "width": GOLDEN_SIDE,
                             "height": GOLDEN_SIDE, "input": {"offset": 0, "length": picture.size}, "features": {}}
    for name in GOLDEN_LAYERS:
        maps = features[name][0].permute(1, 2, 0).numpy()
        height, width, channels = maps.shape
        entry["features"][public_name(name)] = {
            "offset": sum(a.size for a in blob), "length": maps.size,
            "width": width, "height": height, "channels": channels}
        blob.append(maps)
    (folder / "goldens.bin").write_bytes(b"".join(np.ascontiguousarray(a, "<f4").tobytes() for a in blob))
    (folder / "goldens.json").write_text('{"cases": [\n  ' + json.dumps(entry) + "\n]}\n")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--checkpoint", type=Path, required=True, help="of distil.py")
    p.add_argument("--out", type=Path, default=REPOSITORY / "models" / "perceptual")
    o = p.parse_args()
    network = CompactPerceptual()
    state = torch.load(o.checkpoint, map_location="cpu")
    network.load_state_dict(state["network"])
    write(network, o.out)
    torch.save({key: state[key] for key in KEPT}, o.out / "checkpoint.pt")
    write_goldens(load(o.out), o.out)
    print(f"{o.out}: {(o.out / 'weights.bin').stat().st_size} bytes of weights")


if __name__ == "__main__":
    main()
