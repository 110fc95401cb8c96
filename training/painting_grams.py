"""Writes what the browser knows of the paintings when it paints by optimization: their Gram matrices.

The paintings themselves are no part of the repository. models/perceptual/paintings.json and
paintings.bin hold, for each painting at short side 512, the Gram matrices FF^T/(HW) of the exported
perceptual network, of the painting in colour and in grey, and the statistics of its colours.
To be repeated whenever the perceptual network is exported anew. The format is told in README.md.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import perceptual_export
import weights_file
from compact import CompactPerceptual
from data import DATA, REPOSITORY, image_files, load_image, to_tensor

SHORT_SIDE = 512
STYLE_LAYERS = ("1_1", "2_1", "3_1", "4_1", "5_1")
LUMA = (0.299, 0.587, 0.114)


def grey(image: Tensor) -> Tensor:
    """(1, 3, H, W): the brightness in all three channels."""
    luma = torch.tensor(LUMA).view(1, 3, 1, 1)
    return (image * luma).sum(1, keepdim=True).expand(-1, 3, -1, -1)


def gram_matrices(network: CompactPerceptual, image: Tensor) -> dict[str, np.ndarray]:
    """Public layer name -> (C, C)."""
    with torch.no_grad():
        features = network(image)
    maps = {name: features[name][0].flatten(1).double() for name in STYLE_LAYERS}
    return {perceptual_export.public_name(n): (f @ f.T / f.shape[1]).numpy() for n, f in maps.items()}


def colour_statistics(image: Tensor) -> dict[str, list[float]]:
    """Mean (3) and covariance (9, row by row) of RGB in 0..1."""
    pixels = image[0].flatten(1).double().numpy()
    covariance = np.cov(pixels, bias=True)
    return {"mean": pixels.mean(1).round(6).tolist(), "covariance": covariance.flatten().round(8).tolist()}


def describe(network: CompactPerceptual, painting: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The painting's entry, and its arrays: upper triangles, each divided by its largest value."""
    image = to_tensor(load_image(painting, SHORT_SIDE, multiple=8))
    entry: dict[str, Any] = {"id": painting.stem, **colour_statistics(image), "scales": {}}
    arrays = {}
    for kind, picture in (("colour", image), ("grey", grey(image))):
        for layer, gram in gram_matrices(network, picture).items():
            scale = float(np.float32(np.abs(gram).max()))
            entry["scales"][f"{kind}/{layer}"] = scale
            arrays[f"{painting.stem}/{kind}/{layer}"] = gram[np.triu_indices(len(gram))] / scale
    return entry, arrays


def write(model: Path, paintings: list[Path]) -> None:
    network = perceptual_export.load(model)
    entries: list[dict[str, Any]] = []
    arrays: dict[str, np.ndarray] = {}
    for painting in paintings:
        entry, own = describe(network, painting)
        entries.append(entry)
        arrays |= own
    manifest = {
        "format": "impasto-paintings", "version": 1, "shortSide": SHORT_SIDE,
        # Of the network that the matrices belong to.
        "network": json.loads((model / "model.json").read_text())["weights"]["sha256"],
        "styles": entries,
        **weights_file.write(arrays, model / "paintings.bin"),
    }
    (model / "paintings.json").write_text(weights_file.dump(manifest))


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--model", type=Path, default=REPOSITORY / "models" / "perceptual")
    p.add_argument("--paintings", type=Path, default=DATA / "paintings")
    options = p.parse_args()
    write(options.model, image_files(options.paintings))


if __name__ == "__main__":
    main()
