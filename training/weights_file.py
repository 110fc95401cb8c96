"""A file of float16 weights and the TensorFlow.js weights manifest that describes it.

The values are little-endian, in the order of the manifest, without gaps.
"""
from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

LISTS = ("layers", "styles")  # one line of JSON for each entry


def write(arrays: dict[str, np.ndarray], path: Path) -> dict[str, Any]:
    """Writes the values; returns the two entries of the JSON file beside it: weightsManifest and weights."""
    blob = b"".join(a.astype("<f2").tobytes() for a in arrays.values())
    path.write_bytes(blob)
    quantization = {"dtype": "float16", "original_dtype": "float32"}
    return {
        "weightsManifest": [{"paths": [path.name], "weights": [
            {"name": name, "shape": list(a.shape), "dtype": "float32", "quantization": quantization}
            for name, a in arrays.items()
        ]}],
        "weights": {"bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()},
    }


def read(manifest: dict[str, Any], folder: Path) -> dict[str, np.ndarray]:
    """Name -> float32 array. ValueError if the bytes are not those that the manifest describes."""
    group = manifest["weightsManifest"][0]
    blob = b"".join((folder / path).read_bytes() for path in group["paths"])
    if hashlib.sha256(blob).hexdigest() != manifest["weights"]["sha256"]:
        raise ValueError(f"{folder}: {group['paths'][0]} is not the file that the manifest describes")
    values = np.frombuffer(blob, "<f2").astype(np.float32)
    arrays, offset = {}, 0
    for entry in group["weights"]:
        size = math.prod(entry["shape"])
        arrays[entry["name"]] = values[offset:offset + size].reshape(entry["shape"])
        offset += size
    return arrays


def dump(manifest: dict[str, Any]) -> str:
    """JSON with one line for each layer, style and weight, so that differences can be read."""
    lines = []
    for key, value in manifest.items():
        if key in LISTS:
            value = "[\n    " + ",\n    ".join(json.dumps(v) for v in value) + "\n  ]"
        elif key == "weightsManifest":
            weights = ",\n      ".join(json.dumps(w) for w in value[0]["weights"])
            value = f'[{{"paths": {json.dumps(value[0]["paths"])}, "weights": [\n      {weights}\n  ]}}]'
        else:
            value = json.dumps(value)
        lines.append(f'  "{key}": {value}')
    return "{\n" + ",\n".join(lines) + "\n}\n"
