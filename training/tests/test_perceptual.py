"""The perceptual network: distilled, exported, judged."""
from __future__ import annotations

import json
import unittest
from pathlib import Path

import with_pytorch  # noqa: F401

import numpy as np
import torch

import compact
import distil
import first_guess
import judge_perceptual
import perceptual
import perceptual_export
from workshop import Workshop


class Perceptual(Workshop):
    def distil(self, run: str, *extra: str) -> distil.Distiller:
        r = self.root
        options = ["--photos", f"{r}/photos", "--paintings", f"{r}/paintings", "--teacher", f"{r}/encoder.npz",
                   "--painter", str(self.exported_model()), "--cache", f"{r}/cache", "--run", f"{r}/{run}",
                   "--scenes", "2", "--side", "48", "--hold", "3", *extra]
        distiller = distil.Distiller(distil.arguments(options))
        distiller.train()
        return distiller

    def begun(self) -> Path:
        """A checkpoint to start from: the first guess takes seconds."""
        checkpoint = self.root / "features" / "checkpoint.pt"
        if not checkpoint.exists():
            self.distil("features", "--steps", "10")
        return checkpoint

    def perceptual_model(self) -> Path:
        folder = self.root / "perceptual"
        if not folder.exists():
            torch.manual_seed(5)
            perceptual_export.write(compact.CompactPerceptual(), folder)
            perceptual_export.write_goldens(perceptual_export.load(folder), folder)
        return folder

    def test_the_first_guess_explains_the_teacher_and_lifts_become_isometries(self) -> None:
        lines = [json.loads(line) for line in (self.begun().parent / "log.jsonl").read_text().splitlines()]
        self.assertLess(lines[0]["features"], 0.5)  # the sum of six relative distances
        self.assertLess(lines[-1]["isometry"], lines[0]["isometry"])

    def test_pivots_are_the_channels_that_others_follow_from(self) -> None:
        a, b, c = torch.linalg.qr(torch.randn(400, 3)).Q.t()
        rows = torch.stack([3 * a, a + 0.1 * c, 2 * b, 0.1 * (a + b) + 0.05 * c])
        self.assertEqual(sorted(first_guess.pivots(rows @ rows.t(), 2)), [0, 2])

    def test_gradients_are_compared_and_pictures_move(self) -> None:
        start = ("--gradient", "1", "--start", str(self.begun()))
        distiller = self.distil("gradients", "--steps", "2", *start)
        for scene in distiller.current:
            scene.steps_left = 5
        before = [scene.images.clone() for scene in distiller.current]
        self.assertTrue(0 < distiller.losses()["gradient"].item() < 2)
        for old, scene in zip(before, distiller.current):
            self.assertTrue(torch.equal(old[:2], scene.images[:2]))
            self.assertFalse(torch.equal(old[2], scene.images[2]))
        resumed = self.distil("gradients", "--steps", "3", "--gradient", "1", "--resume")
        self.assertEqual(resumed.step, 3)

    def test_scenes_may_go_towards_whole_paintings(self) -> None:
        distiller = self.distil("wholes", "--steps", "2", "--gradient", "1", "--whole", "1", "--start", str(self.begun()))
        self.assertTrue(all(s.goal is not None for s in distiller.current))
        wholes, student = distiller.wholes, distiller.student
        crops = {n: torch.zeros(2, *g.shape[1:]) for n, g in wholes.ours[0].items()}
        first, second = distiller.current
        first.goal, second.goal = 0, None
        goals = wholes.goals(crops, wholes.ours, distiller.current)
        self.assertTrue(torch.equal(goals["4_1"][0], wholes.ours[0]["4_1"][0]))
        self.assertEqual(goals["4_1"][1].abs().sum().item(), 0)
        with torch.no_grad():
            student.weights["1_1/kernel"] *= 2
        old = wholes.ours[0]["1_1"]
        wholes.refresh(student, 0)
        self.assertFalse(torch.equal(wholes.ours[0]["1_1"], old))

    def test_feature_distance_is_that_of_the_lifted_maps(self) -> None:
        distiller = self.distil("exact", "--steps", "1", "--start", str(self.begun()))
        images = torch.rand(3, 3, 48, 48)
        distiller.teacher = perceptual.PerceptualNetwork(self.root / "encoder.npz", distil.LAYERS)
        known = distiller.ask(images)
        features = {n: f.detach() for n, f in distiller.student(images).items()}
        expected = 0.0
        for name in distil.LAYERS:
            target = known.features[name] / distiller.lifts.scales[name]
            lifted = torch.einsum("tc,nchw->nthw", distiller.lifts.matrices[name], features[name])
            relative = (lifted - target).square().sum((1, 2, 3)) / target.square().sum((1, 2, 3))
            expected += distil.LAYER_WEIGHTS[name] * relative.mean().item()
        grams = {n: perceptual.gram(features[n]) for n in distil.LAYERS}
        self.assertAlmostEqual(distiller.compare(features, grams, known)["features"].item(), expected, places=3)

    def test_the_exported_layers_are_vgg16s(self) -> None:
        manifest = json.loads((self.perceptual_model() / "model.json").read_text())
        self.assertEqual(manifest["format"], "impasto-perceptual")
        self.assertEqual([layer["name"] for layer in manifest["layers"] if layer["poolBefore"]],
                         [f"block{b}_conv1" for b in (2, 3, 4, 5)])
        self.assertEqual([layer["out"] for layer in manifest["layers"]], [16] * 2 + [32] * 2 + [64] * 3 + [128] * 4)
        shapes = {w["name"]: w["shape"] for w in manifest["weightsManifest"][0]["weights"]}
        self.assertEqual(shapes["block3_conv1/kernel"], [3, 3, 32, 64])

    def test_its_goldens_agree_with_the_exported_weights(self) -> None:
        folder = self.perceptual_model()
        case = json.loads((folder / "goldens.json").read_text())["cases"][0]
        values = np.fromfile(folder / "goldens.bin", "<f4")
        take = lambda p, *shape: torch.from_numpy(values[p["offset"]:p["offset"] + p["length"]].reshape(shape).copy())
        picture = take(case["input"], case["height"], case["width"], 3)
        features = perceptual_export.load(folder)(picture.permute(2, 0, 1)[None])
        for name, public in ((n, perceptual_export.public_name(n)) for n in perceptual_export.GOLDEN_LAYERS):
            entry = case["features"][public]
            golden = take(entry, entry["height"], entry["width"], entry["channels"])
            self.assertTrue(torch.allclose(features[name][0].permute(1, 2, 0), golden, atol=1e-3), name)

    def test_the_judge_compares_both_ends(self) -> None:
        r = self.root
        options = ["--model", str(self.perceptual_model()), "--photos", f"{r}/photos", "--paintings", f"{r}/paintings",
                   "--evaluator", f"{r}/encoder.npz", "--pairs", "photo_7:dots", "--side", "64", "--iterations", "3",
                   "--reference", f"{r}/reference", "--sheet", f"{r}/sheet.png", "--out", f"{r}/judged.json"]
        pair = judge_perceptual.main(options)["pairs"]["photo_7:dots"]
        self.assertLess(pair["vgg19"]["total"], pair["photo"]["total"])
        self.assertAlmostEqual(pair["ratio"], pair["network"]["total"] / pair["vgg19"]["total"], places=2)
        self.assertTrue((r / "sheet.png").exists())
        self.assertEqual(judge_perceptual.main(options)["pairs"]["photo_7:dots"], pair)  # from the kept reference


if __name__ == "__main__":
    unittest.main()
