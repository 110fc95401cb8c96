"""Motion that is made up, and what a painter that does not follow it pays."""
from __future__ import annotations

import unittest
from collections.abc import Callable
from unittest.mock import patch

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
        self.moving = consistency.random_flow(8, 48, 40, generator()) + 1

    def test_whole_pixels_move_without_blur(self) -> None:
        flow = torch.zeros(8, 48, 40, 2) + torch.tensor([-3.0, -2.0])
        moved, known = consistency.warp(self.images, flow)
        expected = data.shifted(self.images, 3, 2)
        self.assertLess(((moved - expected) * known).abs().max().item(), 1e-5)
        self.assertEqual(known.sum().item(), 8 * (40 - 3) * (48 - 2))

    def test_motion_stays_within_what_a_camera_does(self) -> None:
        flow = consistency.random_flow(64, 48, 40, generator())
        still = (flow == 0).flatten(1).all(1)
        whole = (flow[~still] == flow[~still].round()).flatten(1).all(1)
        for share in (still, whole):
            self.assertTrue(0.2 < share.float().mean().item() < 0.8)
        self.assertLess(flow.abs().max().item(), consistency.SHIFT + 6 * consistency.WAVE)

    def loss(self, paint: Callable[[torch.Tensor], torch.Tensor], flow: torch.Tensor) -> torch.Tensor:
        again = consistency.seen_again(self.images, flow, generator())
        return consistency.inconsistency(paint(self.images), paint(again), flow)

    def test_a_painter_that_follows_pays_for_noise_alone(self) -> None:
        loss = self.loss(lambda x: 1 - x, self.moving)
        self.assertEqual(loss.shape, (8,))
        self.assertLess(loss.max().item(), (2 * consistency.NOISE) ** 2 + consistency.EXPOSURE ** 2)

    def test_a_painter_with_a_fixed_pattern_pays_where_something_moves(self) -> None:
        stripes = (torch.arange(40) % 10 < 5).float() * 0.3
        pays = lambda flow: self.loss(lambda x: x * 0.7 + stripes, flow).mean() / self.loss(lambda x: x, flow).mean()  # noqa: E731
        self.assertGreater(pays(self.moving).item(), 5)
        self.assertLess(pays(torch.zeros_like(self.moving)).item(), 1)

    def test_a_frame_costs_more_than_as_much_elsewhere(self) -> None:
        moving = torch.zeros(8, 48, 40, 2) + torch.tensor([4.0, -4.0])

        def cost(columns: slice) -> float:
            line = torch.zeros(40)
            line[columns] = 0.1
            return (self.loss(lambda x: x + line, moving) - self.loss(lambda x: x, moving)).mean().item()

        self.assertGreater(cost(slice(37, None)), 3 * cost(slice(18, 21)))

    def test_noise_counts_more_where_nothing_moves(self) -> None:
        with patch.object(consistency, "FRAME_WEIGHT", 0):  # in pictures so small noise along a side counts as a frame
            still = self.loss(lambda x: x, torch.zeros_like(self.moving))
            moving = self.loss(lambda x: x, torch.ones_like(self.moving))
        ratio = (still / moving).mean().item()
        self.assertTrue(0.8 < ratio / consistency.STILL_WEIGHT < 1.2, ratio)


if __name__ == "__main__":
    unittest.main()
