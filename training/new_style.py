"""Learns one new style on top of a trained tier: its (gamma, beta) alone, the convolutions as they are.

Writes style.json and style.bin, which the page can load (README.md tells the format). The first
guess is that row of the tier which already comes nearest to the painting.
"""
from __future__ import annotations

import argparse
import base64
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

import data
import exported
import perceptual
import thumbnails
import train
import weights_file
from one_style import row_alone

THUMBNAIL_SIDE = 192
GUESS_PHOTOS = 4  # to choose the first guess by
NEW = 1  # the row of the style that is learnt; 0 is the identity


def identifier(title: str) -> str:
    """The Night Café -> the_night_caf"""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "style"


class NewStyle(train.Trainer):
    """A network of two rows: the tier's identity and the new style."""

    def __init__(self, options: argparse.Namespace) -> None:
        options.id = options.id or identifier(options.title)
        options.run = options.run or Path("/tmp/train") / f"style-{options.id}"
        data.use(options.device)
        self.model = exported.load(options.model or data.REPOSITORY / "models" / options.tier)
        super().__init__(options)

    def load_styles(self) -> list[train.Style]:
        return [train.load_style(self.options.id, self.options.add, self.options.weight, self.judge)]

    def _groups(self) -> list[dict[str, Any]]:
        return row_alone(self.network, NEW)

    def begin(self) -> None:
        row = self.nearest_row()
        self.network.load_state_dict({
            name: value[[self.model.manifest["identityRow"], row]] if name.endswith(("gamma", "beta")) else value
            for name, value in self.model.network.state_dict().items()
        })

    @torch.no_grad()
    def nearest_row(self) -> int:
        """The row of the tier's style with the least style loss against the new painting."""
        photos = self.photos.crops(GUESS_PHOTOS, np.random.default_rng(0))
        targets = {n: g[None] for n, g in self.styles[0].grams.items()}

        def loss(style: dict[str, Any]) -> float:
            painted = self.model.network(photos, self.model.mix({style["id"]: 1.0}).expand(len(photos), -1))
            return perceptual.style_loss(self.judge(painted), targets).mean().item()

        nearest = min(self.model.manifest["styles"], key=loss)
        print(f"begins as {nearest['id']}", flush=True)
        return nearest["row"]


def thumbnail(model: exported.Exported) -> str:
    """The drawing painted in the style: a small JPEG as a data: URL."""
    out = io.BytesIO()
    Image.fromarray(thumbnails.sample(model, {model.style_ids[0]: 1.0}, THUMBNAIL_SIDE)).save(out, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


def write(trainer: NewStyle) -> None:
    o, manifest = trainer.options, trainer.model.manifest
    arrays = {name.removeprefix("weights."): value[NEW].cpu().numpy()
              for name, value in trainer.network.state_dict().items() if name.endswith(("gamma", "beta"))}
    painted = exported.Exported(trainer.network.requires_grad_(False),
                                {"identityRow": 0, "styles": [{"id": o.id, "row": NEW}]})
    told = {key: getattr(o, key) for key in ("artist", "year", "licence") if getattr(o, key)}
    style = {
        "format": "impasto-style", "version": 1, "tier": manifest["tier"], "model": manifest["weights"]["sha256"],
        "id": o.id, "title": o.title, **told,
        **weights_file.write(arrays, o.run / "style.bin"),
        "thumbnail": thumbnail(painted),
    }
    (o.run / "style.json").write_text(weights_file.dump(style))


def learn(options: argparse.Namespace) -> None:
    trainer = NewStyle(options)
    trainer.train()
    write(trainer)
    print(f"{options.run}: style.json, style.bin ({(options.run / 'style.bin').stat().st_size} bytes)")


def load(folder: Path, model: exported.Exported) -> exported.Exported:
    """The tier with the style of `folder` as its only one. ValueError if it belongs to other weights."""
    style = json.loads((folder / "style.json").read_text())
    if style["model"] != model.manifest["weights"]["sha256"]:
        raise ValueError(f"{folder}: a style of another network")
    arrays = weights_file.read(style, folder)
    state = model.network.state_dict()
    identity = model.manifest["identityRow"]
    for name, array in arrays.items():
        key = f"weights.{name}"
        state[key] = torch.stack([state[key][identity], torch.from_numpy(array.copy())])
    network = exported.StyleNetwork(model.network.layers, 2, model.network.multiple)
    network.load_state_dict(state)
    return exported.Exported(network.eval().requires_grad_(False),
                             {"identityRow": 0, "styles": [{"id": style["id"], "row": NEW}]})
