"""Measures on pictures whose measures are known, and the report that gathers them."""
from __future__ import annotations

import json
import unittest

import with_pytorch  # noqa: F401

import torch

import data
import evaluate
import gatys
import steadiness
from workshop import Workshop


class Evaluation(Workshop):
    def test_metrics_on_known_inputs(self) -> None:
        photo = torch.rand(1, 3, 40, 40)
        self.assertLess(steadiness.shift_error(lambda x: x, photo), 1e-4)
        self.assertEqual(steadiness.static_flicker(lambda x: x * 0, photo), 0)
        self.assertGreater(steadiness.static_flicker(lambda x: x, photo), 1)
        stripes = torch.zeros(1, 3, 8, 8)
        stripes[..., ::2] = 1
        self.assertAlmostEqual(steadiness.total_variation(stripes), 255, places=2)

    def test_warping_a_moved_picture_back(self) -> None:
        image = torch.rand(1, 3, 20, 20)
        flow = torch.full((20, 20, 2), 2.0)
        back = steadiness.warp_back(data.shifted(image, 2, 2), flow)
        self.assertTrue(torch.allclose(back[..., :18, :18], image[..., :18, :18], atol=1e-4))

    def test_optimization_descends(self) -> None:
        goal = torch.rand(1, 3, 8, 8)
        losses, end = gatys.optimize(torch.zeros(1, 3, 8, 8), lambda x: (x - goal).square().sum(), 4)
        self.assertEqual(len(losses), 5)
        self.assertLess(losses[-1], losses[0] * 0.01)
        self.assertTrue(torch.allclose(end, goal, atol=0.05))
        self.assertEqual(gatys.reached([3.0, 2.0, 1.0], 2.5), 1)
        self.assertIsNone(gatys.reached([3.0, 2.0], 1.0))

    def test_the_report_has_every_metric(self) -> None:
        r = self.root
        out = r / "report.json"
        options = ["--model", str(self.exported_model()), "--photos", f"{r}/photos", "--held-out", "1",
                   "--paintings", f"{r}/paintings", "--evaluator", f"{r}/encoder.npz", "--styles", "lines"]
        evaluate.main([*options, "--gatys", "2", "--out", str(out)])
        report = json.loads(out.read_text())
        self.assertEqual(list(report["styles"]), ["lines"])
        self.assertEqual(report["photos"], ["photo_7.png"])
        self.assertTrue(set(evaluate.METRICS) <= set(report["styles"]["lines"]))
        self.assertEqual(len(report["styles"]["lines"]["gatys"]["mean"]), 3)
        # Optimization is not done again where its losses are known.
        report["styles"]["lines"]["gatys"]["losses"]["photo_7.png"] = [30.0, 20.0, 10.0]
        out.write_text(json.dumps(report))
        again = evaluate.main([*options, "--gatys", "1", "--optimized", str(out), "--out", f"{r}/again.json"])
        self.assertEqual(again["styles"]["lines"]["gatys"]["mean"], [30.0, 20.0])

    def test_styles_that_are_not_asked_for_come_from_another_report(self) -> None:
        r = self.root
        (r / "others.json").write_text(json.dumps({"styles": {"dots": {"total": 7.0}, "lines": {"total": 8.0}}}))
        report = evaluate.main(["--model", str(self.exported_model()), "--photos", f"{r}/photos", "--held-out", "1",
                                "--paintings", f"{r}/paintings", "--evaluator", f"{r}/encoder.npz", "--styles", "lines",
                                "--others", f"{r}/others.json", "--out", f"{r}/with-others.json"])
        self.assertEqual(list(report["styles"]), ["dots", "lines"])
        self.assertEqual(report["styles"]["dots"], {"total": 7.0})
        self.assertNotEqual(report["styles"]["lines"]["total"], 8.0)


if __name__ == "__main__":
    unittest.main()
