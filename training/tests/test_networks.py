"""The networks have the shapes, and their parts the sums, of the design."""
from __future__ import annotations

import unittest

import with_pytorch  # noqa: F401

import torch

from networks import ARCHITECTURES, StyleNetwork, depth_to_space, norm_as_batch, norm_by_steps, one_hot_mix


class Networks(unittest.TestCase):
    def test_every_tier_keeps_the_size_even_where_strides_do_not_divide_it(self) -> None:
        for architecture in ARCHITECTURES.values():
            network = StyleNetwork(architecture.layers, 2, architecture.multiple)
            mix = one_hot_mix(torch.tensor([1]), torch.ones(1), 2)
            for height, width in ((16, 24), (39, 53)):
                out = network(torch.rand(1, 3, height, width), mix)
                self.assertEqual(out.shape, (1, 3, height, width))
                self.assertTrue(0 <= out.min() and out.max() <= 1)

    def test_parameters_are_those_of_the_design(self) -> None:
        for tier, millions in (("lite", 0.19), ("standard", 0.51), ("johnson", 1.67)):
            layers = ARCHITECTURES[tier].layers
            count = sum(layer.kernel ** 2 * layer.inputs * layer.outputs for layer in layers)
            self.assertAlmostEqual(count / 1e6, millions, delta=0.01)

    def test_depth_to_space_orders_channels_as_tensorflow(self) -> None:
        x = torch.arange(12.0).view(1, 12, 1, 1)
        out = depth_to_space(x, 2)
        self.assertEqual(out[0, :, 0, 1].tolist(), [3, 4, 5])
        self.assertEqual(out[0, :, 1, 0].tolist(), [6, 7, 8])

    def test_instance_norm_agrees_with_pytorch(self) -> None:
        x = torch.randn(2, 5, 7, 6)
        for norm in (norm_as_batch, norm_by_steps):
            out = norm(x, torch.full((2, 5), 2.0), torch.full((2, 5), 0.5))
            self.assertTrue(torch.allclose(out, torch.nn.functional.instance_norm(x) * 2 + 0.5, atol=1e-5), norm)

    def test_strength_interpolates_between_identity_and_style(self) -> None:
        mix = one_hot_mix(torch.tensor([2, 1, 2]), torch.tensor([0.0, 1.0, 0.25]), 3)
        self.assertEqual(mix.tolist(), [[1, 0, 0], [0, 1, 0], [0.75, 0, 0.25]])


if __name__ == "__main__":
    unittest.main()
