"""A network that is given another's trunk has it whole, and its ends can learn to fit."""
from __future__ import annotations

import unittest

import with_pytorch  # noqa: F401

import torch

from networks import ARCHITECTURES, StyleNetwork, one_hot_mix
from transplant import ends_loss, moved_trunk, teacher_layers
from widen import widen


class TransplantTest(unittest.TestCase):
    def test_the_trunk_is_the_same_and_the_ends_learn(self) -> None:
        torch.manual_seed(0)
        lean, new = ARCHITECTURES["lite"].layers, ARCHITECTURES["johnson"].layers
        small, student = StyleNetwork(lean, 3), StyleNetwork(new, 3)
        for name, weight in small.named_parameters():
            if name.endswith(("gamma", "beta")):
                torch.nn.init.normal_(weight, 0.5, 0.5)
        teacher = StyleNetwork(teacher_layers(lean, new), 3)
        teacher.load_state_dict(widen(small.state_dict(), lean, teacher.layers))
        student.load_state_dict(moved_trunk(teacher), strict=False)
        image, mix = torch.rand(2, 3, 24, 32), one_hot_mix(torch.tensor([1, 2]), torch.tensor([1.0, 0.7]), 3)
        with torch.no_grad():
            self.assertLess((teacher(image, mix) - small(image, mix)).abs().max().item(), 1e-4)
            stem = teacher.run(image * 2 - 1, mix, until="stem")
            trunk = teacher.run(stem, mix, after="stem", until="res5b")
            given = student.run(stem, mix, after="conv2", until="res5b")
        self.assertLess((given - trunk).abs().max().item(), 1e-4)

        optimizer = torch.optim.Adam(student.parameters(), 1e-3)
        losses = []
        for _ in range(20):
            head, tail = ends_loss(student, teacher, image, mix)
            losses.append((head.item(), tail.item()))
            optimizer.zero_grad()
            (head + tail).backward()
            optimizer.step()
        for first, last in zip(losses[0], losses[-1]):
            self.assertLess(last, 0.9 * first)


if __name__ == "__main__":
    unittest.main()
