"""What a network is trained on, how it grows by a style, and how a run goes on."""
from __future__ import annotations

import json
import tarfile
import unittest

import with_pytorch  # noqa: F401

import numpy as np
import torch

import data
import one_style
import pack
import train
from networks import ARCHITECTURES, StyleNetwork, one_hot_mix
from workshop import Workshop


class Training(Workshop):
    def test_photographs_for_evaluation_are_left_out(self) -> None:
        photos = data.Photos(self.root / "photos", self.root / "cache")
        self.assertEqual(len(photos), 3)
        self.assertEqual(photos.crops(2, np.random.default_rng(0)).shape, (2, 3, 256, 256))
        large = data.Photos(self.root / "photos", self.root / "cache", crop=384)  # than they are
        self.assertEqual(large.crops(2, np.random.default_rng(0)).shape, (2, 3, 384, 384))

    def test_parts_of_some_photographs_are_out_of_focus(self) -> None:
        photos = torch.rand(200, 3, 64, 64)
        seen = data.defocused(photos, torch.Generator().manual_seed(1))
        changed = (seen - photos).abs().amax((1, 2, 3)) > 0.1
        self.assertTrue(0.1 < changed.float().mean().item() < 0.3)
        self.assertTrue(torch.equal(seen[~changed], photos[~changed]))
        rough = lambda images: (images[..., 1:] - images[..., :-1]).abs().mean()  # noqa: E731
        self.assertLess(rough(seen[changed]).item(), 0.8 * rough(photos[changed]).item())

    def test_a_style_with_a_larger_share_comes_more_often(self) -> None:
        styles = json.loads((self.root / "styles.json").read_text())
        styles["dots"]["share"] = 3
        (self.root / "styles-shares.json").write_text(json.dumps(styles))
        trainer = train.Trainer(train.arguments(self.options("shares", "--styles", f"{self.root}/styles-shares.json")))
        taken = trainer.next_styles(8)
        self.assertEqual([trainer.styles[i].id for i in taken].count("dots"), 6)

    def test_one_style_can_be_learnt_again_alone(self) -> None:
        model = self.exported_model()
        trainer = one_style.OneStyle(train.arguments(self.options(
            "again", "--steps", "2", "--steady", "100", "--only", "lines", "--start", f"{model}/checkpoint.npz")))
        trainer.train()
        before, after = train.load_weights(model / "checkpoint.npz"), train.load_weights(trainer.checkpoint)
        for name, weight in before.items():
            rows = name.endswith(("gamma", "beta"))
            self.assertTrue(torch.equal(after[name][:2] if rows else after[name], weight[:2] if rows else weight), name)
        self.assertTrue(any(not torch.equal(after[n][2], w[2]) for n, w in before.items() if n.endswith("gamma")))

    def test_a_painting_that_is_missing_is_named(self) -> None:
        (self.root / "empty").mkdir()
        with self.assertRaisesRegex(SystemExit, "dots, lines"):
            train.Trainer(train.arguments(self.options("no-paintings", "--paintings", f"{self.root}/empty")))

    def test_a_pack_has_what_training_reads(self) -> None:
        r, packed = self.root, self.root / "packed"
        pack.main(["--photos", f"{r}/photos", "--paintings", f"{r}/paintings", "--evaluator", f"{r}/encoder.npz",
                   "--out", f"{r}/pack.tar.xz"])
        with tarfile.open(r / "pack.tar.xz") as archive:
            archive.extractall(packed)
        self.assertEqual(len(list((packed / "photos").iterdir())), 3)
        self.assertEqual([p.name for p in (packed / "unseen").iterdir()], ["photo_7.png"])
        trainer = train.Trainer(train.arguments([
            "--styles", f"{r}/styles.json", "--photos", f"{packed}/photos", "--paintings", f"{packed}/paintings",
            "--evaluator", f"{packed}/vgg19.npz", "--cache", f"{packed}/cache", "--run", f"{r}/packed-run", "--steps", "1"]))
        trainer.train()
        self.assertEqual(trainer.step, 1)

    def test_styles_added_to_a_network_begin_as_the_identity(self) -> None:
        layers = ARCHITECTURES["lite"].layers
        small, large = StyleNetwork(layers, 2, 4), StyleNetwork(layers, 4, 4)
        large.load_state_dict(train.with_new_rows(small.state_dict(), large.state_dict()))
        image = torch.rand(1, 3, 16, 16)
        paint = lambda network, rows, row: network(image, one_hot_mix(torch.tensor([row]), torch.ones(1), rows))
        self.assertTrue(torch.equal(paint(large, 4, 1), paint(small, 2, 1)))
        self.assertTrue(torch.equal(paint(large, 4, 3), paint(small, 2, 0)))

    def test_an_interrupted_run_goes_on(self) -> None:
        train.Trainer(train.arguments(self.options("run", "--steps", "2"))).train()
        log = self.root / "run" / "log.jsonl"
        log.write_text(log.read_text() + '{"step": 3, "sec')  # killed
        resumed = train.Trainer(train.arguments(self.options("run", "--steps", "3", "--resume")))
        self.assertEqual(resumed.step, 2)
        resumed.train()
        steps = lambda: [json.loads(line)["step"] for line in log.read_text().splitlines()]
        self.assertEqual(steps(), [1, 2, 3])
        again = train.Trainer(train.arguments(self.options("other", "--start", f"{self.root}/run/checkpoint.pt")))
        for name, weight in again.network.state_dict().items():
            self.assertTrue(torch.equal(weight, resumed.network.state_dict()[name]))
        train.Trainer(train.arguments(self.options("run", "--steps", "1"))).train()
        self.assertEqual(steps(), [1])  # begun anew


if __name__ == "__main__":
    unittest.main()
