"""What distil.py learns from: photographs, paintings, and pictures on their way from one to the other."""
from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

import data
import exported
import perceptual

LAYERS = ("1_1", "2_1", "3_1", "4_1", "4_2", "5_1")  # that are compared
PAINTING_SIDES = (256, 640)  # short side of a painting a crop is taken from
WHOLE_SIDE = 512  # short side of a painting whose Gram matrices are a goal, as in evaluate.py
PIXEL_RATE = 0.03  # Adam's first one, of the pictures under optimization; it falls with their steps

Features = dict[str, Tensor]


@dataclass
class Known:
    """What the teacher says of images: features (N, C, H, W) and their Gram matrices, scaled."""

    features: Features
    grams: Features

    @staticmethod
    def join(parts: list[Known]) -> Known:
        return Known(*({n: torch.cat([pick(p)[n] for p in parts]) for n in LAYERS}
                       for pick in (lambda p: p.features, lambda p: p.grams)))


@dataclass
class Scene:
    """Images (3, 3, side, side) in 0..1: photograph, painting, picture; the teacher's word on each."""

    images: Tensor
    known: list[Known]
    steps_left: int
    moments: tuple[Tensor, Tensor]  # Adam's
    goal: int | None = None  # the whole painting it goes towards; None: the crop
    taken: int = 0

    def move(self, gradient: Tensor) -> None:
        """One step of Adam on the picture; gradient (3, side, side)."""
        self.taken += 1
        first, second = self.moments
        first.mul_(0.9).add_(gradient, alpha=0.1)
        second.mul_(0.99).addcmul_(gradient, gradient, value=0.01)
        step = (first / (1 - 0.9 ** self.taken)) / ((second / (1 - 0.99 ** self.taken)).sqrt() + 1e-8)
        self.images[2] = (self.images[2] - PIXEL_RATE / (1 + self.taken / 10) * step).clamp(0, 1)


class Scenes:
    """Makes new scenes: photographs, paintings at many sizes, and pictures between the two."""

    def __init__(self, options: argparse.Namespace, rng: np.random.Generator) -> None:
        self.options, self.rng = options, rng
        self.photos = data.Photos(options.photos, options.cache)
        self.painter = exported.load(options.painter)
        low, high = PAINTING_SIDES
        self.paintings = [Image.fromarray(data.load_image(p, high)) for p in data.image_files(options.paintings)]
        self.low = low / high

    def window(self, images: Tensor) -> Tensor:
        side = self.options.side
        y, x = (self.rng.integers(n - side + 1) for n in images.shape[2:])
        return images[:, :, y:y + side, x:x + side]

    def painting(self, index: int) -> Tensor:
        """A crop of one."""
        image = self.paintings[index]
        # The resized painting is never made whole: a larger window of the original is shrunk.
        source = round(self.options.side / np.exp(self.rng.uniform(np.log(self.low), 0)))
        source = min(source, *image.size)
        x, y = (int(self.rng.integers(n - source + 1)) for n in image.size)
        box = (x, y, x + source, y + source)
        return data.to_tensor(np.asarray(image.resize((self.options.side,) * 2, Image.LANCZOS, box)))

    def new(self) -> tuple[tuple[Tensor, Tensor, Tensor], int]:
        """A photograph, a painting and a picture: stylized, mixed and disturbed by chance; which painting it is."""
        crop = self.photos.crops(1, self.rng)
        style = self.rng.choice(self.painter.style_ids)
        painted = self.painter.paint(crop, {style: float(self.rng.uniform(0.3, 1.0))})
        photo, painted = self.window(torch.cat([crop, painted])).split(1)
        share = float(np.clip(self.rng.uniform(-0.5, 1.3), 0, 1))  # a quarter photographs, a sixth painted
        noise = float(self.rng.choice([0, 0, 0.02, 0.1])) * torch.randn(photo.shape)
        index = int(self.rng.integers(len(self.paintings)))
        return (photo, self.painting(index), (photo + share * (painted - photo) + noise).clamp(0, 1)), index


class WholePaintings:
    """Gram matrices of whole paintings by teacher and student, which are what optimization really goes towards.

    The student's are constants to its gradient, and a few steps old: they change slowly and cost much.
    """

    def __init__(self, paintings: Path, teacher: nn.Module, student: nn.Module) -> None:
        images = (data.load_image(p, WHOLE_SIDE, 8) for p in data.image_files(paintings))
        self.images = [data.to_tensor(i) for i in images]
        self.theirs = [self.grams(teacher, i) for i in self.images]
        self.ours = [self.grams(student, i) for i in self.images]

    @staticmethod
    @torch.no_grad()
    def grams(network: nn.Module, image: Tensor) -> Features:
        features = network(image)
        return {n: perceptual.gram(features[n]) for n in perceptual.STYLE_LAYERS}

    def refresh(self, student: nn.Module, step: int) -> None:
        """One painting at every other step, in turns."""
        index, odd = divmod(step % (2 * len(self.images)), 2)
        if not odd:
            self.ours[index] = self.grams(student, self.images[index])

    @staticmethod
    def goals(grams: Features, wholes: list[Features], scenes: list[Scene]) -> Features:
        """The crops' Gram matrices (N, C, C), with those of whole paintings where these are the goal."""
        return {n: torch.stack([crop if s.goal is None else wholes[s.goal][n][0]
                                for crop, s in zip(grams[n], scenes)]) for n in perceptual.STYLE_LAYERS}
