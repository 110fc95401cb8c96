"""Motion that is made up, and what a painter that does not follow it pays."""
from __future__ import annotations

import unittest

import with_pytorch  # noqa: F401

import torch

import torch.nn.functional as F

import consistency
import data


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(3)


class ConsistencyTest(unittest.TestCase):
    def setUp(self) -> None:
        self.images = F.interpolate(torch.rand(8, 3, 6, 6, generator=generator()), (48, 40), mode="bicubic").clamp(0, 1)

    def test_whole_pixels_move_without_blur(self) -> None:
        flow = torch.zeros(8, 48, 40, 2) + torch.tensor([-3.0, -2.0])
        moved, known = consistency.warp(self.images, flow)
        expected = data.shifted(self.images, 3, 2)
        self.assertLess(((moved - expected) * known).abs().max().item(), 1e-5)
        self.assertEqual(known.sum().item(), 8 * (40 - 3) * (48 - 2))

    def test_motion_stays_within_what_a_camera_does(self) -> None:
        flow = consistency.random_flow(64, 48, 40, generator())
        whole = (flow == flow.round()).flatten(1).all(1)
        self.assertTrue(0.2 < whole.float().mean().item() < 0.8)
        self.assertLess(flow.abs().max().item(), consistency.SHIFT + 6 * consistency.WAVE)

    def test_a_painter_that_follows_pays_for_noise_alone(self) -> None:
        paint = lambda x: 1 - x  # noqa: E731
        loss = consistency.consistency(paint, self.images, paint(self.images), generator())
        self.assertEqual(loss.shape, (8,))
        self.assertLess(loss.max().item(), (2 * consistency.NOISE) ** 2 + consistency.EXPOSURE ** 2)

    def test_a_painter_with_a_fixed_pattern_pays(self) -> None:
        stripes = (torch.arange(40) % 10 < 5).float() * 0.3
        paint = lambda x: x * 0.7 + stripes  # noqa: E731
        follows = consistency.consistency(lambda x: x, self.images, self.images, generator())
        loss = consistency.consistency(paint, self.images, paint(self.images), generator())
        self.assertGreater(loss.mean().item(), 5 * follows.mean().item())


if __name__ == "__main__":
    unittest.main()
