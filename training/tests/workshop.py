"""What the tests work with: tiny photographs, paintings, networks and styles, made up."""
from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

import with_pytorch  # noqa: F401

import numpy as np
import torch
from PIL import Image

import export
import exported
import perceptual
from networks import ARCHITECTURES, StyleNetwork

STYLES = {name: {"title": name.title(), "artist": "Nobody", "died": 1900, "year": "1899", "weight": 1.0}
          for name in ("dots", "lines")}


def random_picture(path: Path, width: int, height: int, seed: int) -> None:
    small = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    Image.fromarray(small).resize((width, height), Image.BICUBIC).save(path)


def tiny_encoder(path: Path) -> None:
    """Random weights in the layout of the small VGG19, four channels everywhere."""
    rng = np.random.default_rng(0)
    arrays = {"conv0.weight": np.eye(3, dtype=np.float32)[:, :, None, None], "conv0.bias": np.zeros(3, np.float32)}
    inputs = 3
    for name in (n for block in perceptual.LAYOUT for n in block):
        key = f"conv{name.replace('_', '')}"
        arrays[f"{key}.weight"] = rng.normal(0, 0.3, (4, inputs, 3, 3)).astype(np.float32)
        arrays[f"{key}.bias"] = np.full(4, 0.1, np.float32)
        inputs = 4
    np.savez(path, **arrays)


class Workshop(unittest.TestCase):
    """A temporary folder with photographs, paintings, a loss network and a style table."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.temporary = tempfile.TemporaryDirectory()
        cls.root = Path(cls.temporary.name)
        torch.set_num_threads(2)
        for folder in ("photos", "paintings"):
            (cls.root / folder).mkdir()
        for i in range(4, 8):
            random_picture(cls.root / "photos" / f"photo_{i}.png", 320, 304, i)
        for i, name in enumerate(STYLES):
            random_picture(cls.root / "paintings" / f"{name}.png", 96, 80, 20 + i)
        tiny_encoder(cls.root / "encoder.npz")
        (cls.root / "styles.json").write_text(json.dumps(STYLES))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.temporary.cleanup()

    def options(self, run: str, *extra: str) -> list[str]:
        r = self.root
        return ["--styles", f"{r}/styles.json", "--photos", f"{r}/photos", "--paintings", f"{r}/paintings",
                "--evaluator", f"{r}/encoder.npz", "--cache", f"{r}/cache", "--run", f"{r}/{run}",
                "--batch", "2", "--crop", "64", *extra]

    def exported_model(self) -> Path:
        folder = self.root / "model"
        if not folder.exists():
            torch.manual_seed(3)
            network = StyleNetwork(ARCHITECTURES["lite"].layers, 3)
            for name, weight in network.named_parameters():
                if "gamma" in name or "beta" in name:
                    torch.nn.init.normal_(weight, 0.5, 0.5)
            state = network.state_dict()
            export.write_model(ARCHITECTURES["lite"], state, self.root / "styles.json", folder)
            export.goldens.write(exported.load(folder), folder)
            export.write_checkpoint(state, folder / "checkpoint.npz")
        return folder
