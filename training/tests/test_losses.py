"""Distances between pictures, on pictures whose distance is known."""
from __future__ import annotations

import unittest

import with_pytorch  # noqa: F401

import torch

import perceptual
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

    def test_a_lattice_costs_and_gradients_do_not(self) -> None:
        flat = torch.full((1, 3, 64, 64), 0.5)
        columns, slope = flat.clone(), torch.linspace(0, 1, 64).expand(1, 3, 64, 64)
        columns[:, :, :, ::2] += 0.03
        self.assertGreater(perceptual.lattice(columns).item(), 1e-4)
        for image in (flat, slope, slope.transpose(2, 3)):
            self.assertLess(perceptual.lattice(image).item(), 1e-9)

    def test_statistics_are_given_back(self) -> None:
        photo = torch.rand(1, 3, 16, 16)
        restored = perceptual.match_statistics(photo * 0.3 + 0.4, photo)
        self.assertTrue(torch.allclose(restored, photo, atol=0.01))


if __name__ == "__main__":
    unittest.main()
