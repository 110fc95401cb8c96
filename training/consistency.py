"""Consistency under motion and noise, as a loss (after Gao et al. 2018, ReCoNet, on made-up motion).

Moving or disturbing the photo and painting it must give what painting it and then moving the
painting gives. Made-up motion is exact everywhere, so that no occlusions need to be found.
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

SHIFT = 8  # pixels, whole ones: more than a stride of every network
WAVE = 2.0  # pixels, deviation of the smooth part
COARSE = 5  # nodes of the smooth part along a side
NOISE = 3 / 255  # largest deviation
EXPOSURE = 0.04
STILL = 0.5  # share of the images that are disturbed without being moved
STILL_WEIGHT = 6.0
BAND = 8  # pixels along a side in which frames are looked for
FRAME_WEIGHT = 8.0


def random_flow(count: int, height: int, width: int, generator: torch.Generator) -> Tensor:
    """Where each pixel of the moved image comes from, minus itself, in pixels -> (count, H, W, 2).

    Whole pixels for half of the images that move, so that bilinear blur is not what is learned.
    """
    shift = torch.randint(-SHIFT, SHIFT + 1, (count, 1, 1, 2), generator=generator).float()
    coarse = torch.randn(count, 2, COARSE, COARSE, generator=generator) * WAVE
    wave = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=True).permute(0, 2, 3, 1)
    smooth, moving = ((torch.rand(count, 1, 1, 1, generator=generator) < share).float() for share in (0.5, 1 - STILL))
    return moving * (shift + smooth * wave)


def warp(images: Tensor, flow: Tensor) -> tuple[Tensor, Tensor]:
    """Moves (N, C, H, W) by `flow`; also says where that is known: (N, 1, H, W) of 0 and 1."""
    height, width = images.shape[2:]
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    x, y = x + flow[..., 0], y + flow[..., 1]
    known = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
    grid = torch.stack([x / (width - 1), y / (height - 1)], -1) * 2 - 1
    return F.grid_sample(images, grid, align_corners=True, padding_mode="reflection"), known[:, None].float()


def disturbed(images: Tensor, generator: torch.Generator) -> Tensor:
    """Sensor noise and a drift of exposure."""
    count = len(images)
    exposure = 1 + EXPOSURE * (2 * torch.rand(count, 1, 1, 1, generator=generator) - 1)
    deviation = NOISE * torch.rand(count, 1, 1, 1, generator=generator)
    return (images * exposure + deviation * torch.randn(images.shape, generator=generator)).clamp(0, 1)


def seen_again(images: Tensor, flow: Tensor, generator: torch.Generator) -> Tensor:
    """The images (N, 3, H, W) a moment later: moved, with other noise, in other light."""
    return disturbed(warp(images, flow)[0], generator)


def inconsistency(painted: Tensor, again: Tensor, flow: Tensor) -> Tensor:
    """Mean squared difference of what is painted of `seen_again` and what was painted, moved -> (N,).

    An image that does not move counts STILL_WEIGHT times: its differences are as much smaller.
    """
    expected, known = warp(painted, flow)
    difference = (again - expected) * known
    still = (flow == 0).flatten(1).all(1)
    mean = difference.square().mean(1).sum((1, 2)) / known.sum((1, 2, 3))
    return torch.where(still, STILL_WEIGHT * mean, mean + FRAME_WEIGHT * framed(difference))


def framed(difference: Tensor) -> Tensor:
    """What stays at the sides while the picture moves: a frame, drawn because a painting has one -> (N,).

    The difference's mean along each side, squared: texture cancels out in it, a frame does not. An even change of light is none.
    """
    sides = []
    for along in (2, 3):
        profile = difference.mean(along)
        profile = profile - profile.mean(2, keepdim=True)
        sides += [profile[..., :BAND], profile[..., -BAND:]]
    return torch.cat(sides, 2).square().mean((1, 2))
