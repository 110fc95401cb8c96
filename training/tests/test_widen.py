"""Weights made of weights: a widened network paints what the narrow one paints; a blend lies between two states."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import with_pytorch  # noqa: F401

import torch

import blend
from networks import ARCHITECTURES, StyleNetwork, one_hot_mix
from train import load_weights
from widen import widen


class WidenTest(unittest.TestCase):
    def test_it_paints_the_same_and_its_copies_part(self) -> None:
        torch.manual_seed(0)
        narrow, wide = ARCHITECTURES["lite"].layers, ARCHITECTURES["standard"].layers
        small, large = StyleNetwork(narrow, 3), StyleNetwork(wide, 3)
        for name, weight in small.named_parameters():
            if name.endswith(("gamma", "beta")):
                torch.nn.init.normal_(weight, 0.5, 0.5)
        large.load_state_dict(widen(small.state_dict(), narrow, wide))
        image, mix = torch.rand(1, 3, 24, 20), one_hot_mix(torch.tensor([2]), torch.tensor([0.7]), 3)
        painted = large(image, mix)
        self.assertLess((painted - small(image, mix)).abs().max().item(), 1e-5)
        painted.square().sum().backward()
        # Of the trunk's 72 channels 48 are those there were; the others are copies, and get gradients of their own.
        gradient = large.weights["down1/kernel"].grad
        alike = (gradient[48:, None] - gradient[None, :48]).flatten(2).norm(dim=2).amin()
        self.assertGreater(alike.item(), 0.01 * gradient.norm().item() / 72 ** 0.5)
        # A new block is not dead: its gamma learns first.
        self.assertGreater(large.weights["res5b/gamma"].grad.norm().item(), 0)

    def test_halfway_between_two_states(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            start, end, out = (Path(folder) / f"{name}.pt" for name in ("start", "end", "out"))
            torch.save({"network": {"weights.out/bias": torch.tensor([1.0, 2.0])}}, start)
            torch.save({"network": {"weights.out/bias": torch.tensor([2.0, 6.0])}}, end)
            blend.main(["--start", str(start), "--end", str(end), "--part", "0.25", "--out", str(out)])
            self.assertEqual(load_weights(out)["weights.out/bias"].tolist(), [1.25, 3.0])


if __name__ == "__main__":
    unittest.main()
