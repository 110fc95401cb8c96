"""A widened network paints what the narrow one paints, and can become another."""
from __future__ import annotations

import unittest

import with_pytorch  # noqa: F401

import torch

from networks import ARCHITECTURES, StyleNetwork, one_hot_mix
from widen import widen


class WidenTest(unittest.TestCase):
    def test_it_paints_the_same_and_its_copies_part(self) -> None:
        torch.manual_seed(0)
        narrow, wide = ARCHITECTURES["standard"].layers, ARCHITECTURES["johnson"].layers
        small, large = StyleNetwork(narrow, 3), StyleNetwork(wide, 3)
        for name, weight in small.named_parameters():
            if name.endswith(("gamma", "beta")):
                torch.nn.init.normal_(weight, 0.5, 0.5)
        large.load_state_dict(widen(small.state_dict(), narrow, wide))
        image, mix = torch.rand(1, 3, 24, 20), one_hot_mix(torch.tensor([2]), torch.tensor([0.7]), 3)
        painted = large(image, mix)
        self.assertLess((painted - small(image, mix)).abs().max().item(), 1e-5)
        painted.square().sum().backward()
        gradient = large.weights["res2a/kernel"].grad
        first, second = gradient.chunk(2)
        self.assertGreater((first - second).norm().item(), 0.1 * gradient.norm().item())


if __name__ == "__main__":
    unittest.main()
