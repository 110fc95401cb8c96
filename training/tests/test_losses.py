"""Distances between pictures, on pictures whose distance is known."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import with_pytorch  # noqa: F401

import numpy as np
import torch
import torch.nn.functional as F

import perceptual
import vgg19_file
from workshop import Workshop


class Losses(Workshop):
    def test_an_image_is_at_no_distance_from_itself(self) -> None:
        network = perceptual.PerceptualNetwork(self.root / "encoder.npz")
        image = torch.rand(1, 3, 32, 32)
        features = network(image)
        grams = {n: perceptual.gram(features[n]) for n in perceptual.STYLE_LAYERS}
        self.assertEqual(perceptual.style_loss(features, grams).item(), 0)
        self.assertEqual(perceptual.content_loss(features["4_2"], features["4_2"]).item(), 0)

    def test_gram_is_normalized_by_the_map(self) -> None:
        self.assertEqual(perceptual.gram(torch.full((1, 2, 3, 5), 2.0)).tolist(), [[[4, 4], [4, 4]]])

    def test_gram_by_slices_is_the_same(self) -> None:
        features = torch.rand(2, 3, 128, 64, requires_grad=True)  # two slices
        flat = features.flatten(2)
        expected = flat @ flat.transpose(1, 2) / flat.shape[2]
        self.assertTrue(torch.allclose(perceptual.gram(features), expected, atol=1e-5))
        weights = torch.rand(2, 3, 3)
        gradients = [torch.autograd.grad((g * weights).sum(), features)[0] for g in (perceptual.gram(features), expected)]
        self.assertTrue(torch.allclose(*gradients, atol=1e-7))

    def test_a_lattice_costs_and_gradients_do_not(self) -> None:
        flat = torch.full((1, 3, 64, 64), 0.5)
        columns, slope = flat.clone(), torch.linspace(0, 1, 64).expand(1, 3, 64, 64)
        columns[:, :, :, ::2] += 0.03
        self.assertGreater(perceptual.lattice(columns).item(), 1e-4)
        for image in (flat, slope, slope.transpose(2, 3)):
            self.assertLess(perceptual.lattice(image).item(), 1e-9)

    def test_the_layers_of_torchvision_are_converted(self) -> None:
        state, inputs, module = {}, 3, 0
        for block in perceptual.LAYOUT:
            for _ in block:
                state[f"features.{module}.weight"] = torch.randn(4, inputs, 3, 3)
                state[f"features.{module}.bias"] = torch.randn(4)
                inputs, module = 4, module + 2
            module += 1
        with tempfile.TemporaryDirectory() as folder:
            np.savez(Path(folder) / "vgg19.npz", **vgg19_file.convert(state))
            network = perceptual.PerceptualNetwork(Path(folder) / "vgg19.npz", ("1_1", "1_2"))
        image = torch.rand(1, 3, 12, 12)
        normal = (image - vgg19_file.MEAN[:, None, None]) / vgg19_file.DEVIATION[:, None, None]
        first = F.relu(F.conv2d(normal, state["features.0.weight"], state["features.0.bias"]))
        found = network(image)
        torch.testing.assert_close(found["1_1"][:, :, 1:-1, 1:-1], first, rtol=1e-3, atol=1e-3)
        second = F.relu(F.conv2d(first, state["features.2.weight"], state["features.2.bias"]))
        torch.testing.assert_close(found["1_2"][:, :, 2:-2, 2:-2], second, rtol=1e-3, atol=1e-2)

    def test_statistics_are_given_back(self) -> None:
        photo = torch.rand(1, 3, 16, 16)
        restored = perceptual.match_statistics(photo * 0.3 + 0.4, photo)
        self.assertTrue(torch.allclose(restored, photo, atol=0.01))


if __name__ == "__main__":
    unittest.main()
