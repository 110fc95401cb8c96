"""How steady a painter is: flicker, shift error and warping error, in luma levels of 0..255.

A painter is any function (1, 3, H, W) in 0..1 -> the same shape. Blur lowers these figures too,
so they are only worth something beside the style loss.
"""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

import data

Painter = Callable[[Tensor], Tensor]
NOISE = 2 / 255
DRIFT = 0.03
FRAMES = 6
SHIFTS = (1, 2, 3)  # pixels, along the diagonal
BORDER = 8  # left out of the shift error: there the clamped border differs
OCCLUSION = 0.06  # a pixel whose warped colour differs more is no longer the same point


def luma(image: Tensor) -> Tensor:
    """(1, 3, H, W) in 0..1 -> (H, W) in 0..255."""
    r, g, b = image[0]
    return 255 * (0.299 * r + 0.587 * g + 0.114 * b)


def difference(a: Tensor, b: Tensor) -> float:
    return (luma(a) - luma(b)).abs().mean().item()


def total_variation(image: Tensor) -> float:
    """Mean absolute difference of neighbours, both ways."""
    y = luma(image)
    return ((y[:, 1:] - y[:, :-1]).abs().mean() + (y[1:] - y[:-1]).abs().mean()).item()


def noisy_frames(photo: Tensor) -> list[Tensor]:
    """A still photograph as a camera sees it: sensor noise and a drifting exposure."""
    generator = torch.Generator().manual_seed(0)  # on the processor: the same noise on every device
    frames = []
    for _ in range(FRAMES):
        exposure = 1 + DRIFT * (2 * torch.rand(1, generator=generator, device="cpu").item() - 1)
        noise = NOISE * torch.randn(photo.shape, generator=generator, device="cpu")
        frames.append((photo * exposure + noise.to(photo.device)).clamp(0, 1))
    return frames


def static_flicker(painter: Painter, photo: Tensor) -> float:
    """Mean absolute change from frame to frame of a still, noisy photograph."""
    painted = [painter(frame) for frame in noisy_frames(photo)]
    return float(np.mean([difference(a, b) for a, b in zip(painted, painted[1:])]))


def shift_error(painter: Painter, photo: Tensor) -> float:
    """|f(shift x) - shift f(x)| for diagonal shifts of 1 to 3 pixels."""
    painted, errors = painter(photo), []
    for s in SHIFTS:
        shifted = painter(data.shifted(photo, s, s))
        expected = data.shifted(painted, s, s)
        inside = (..., slice(BORDER, -BORDER), slice(BORDER, -BORDER))
        errors.append(difference(shifted[inside], expected[inside]))
    return float(np.mean(errors))


def read_flow(path: Path) -> Tensor:
    """A Middlebury .flo file -> (H, W, 2): where each pixel of frame 1 lies in frame 2, minus itself."""
    raw = path.read_bytes()
    if np.frombuffer(raw, "<f4", 1)[0] != np.float32(202021.25):
        raise ValueError(f"{path} is not a .flo file")
    width, height = np.frombuffer(raw, "<i4", 2, 4)
    return data.here(np.frombuffer(raw, "<f4", width * height * 2, 12).reshape(height, width, 2).copy())


def warp_back(image: Tensor, flow: Tensor) -> Tensor:
    """Frame 2 seen from frame 1."""
    height, width = flow.shape[:2]
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    grid = torch.stack([(x + flow[..., 0]) / (width - 1), (y + flow[..., 1]) / (height - 1)], -1)
    return F.grid_sample(image, grid[None] * 2 - 1, align_corners=True, padding_mode="border")


def warping_error(painter: Painter, folder: Path) -> float:
    """|f(frame 1) - warp(f(frame 2))| where the frames themselves agree."""
    first, second = (data.to_tensor(data.load_image(folder / f"frame_000{i}.png", 436)) for i in (1, 2))
    flow = read_flow(folder / "frame_0001.flo")
    visible = (first - warp_back(second, flow)).abs().amax(1)[0] < OCCLUSION
    a, b = painter(first), warp_back(painter(second), flow)
    return (luma(a) - luma(b)).abs()[visible].mean().item()
