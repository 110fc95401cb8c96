"""A style of one's own, learnt and kept apart from the network."""
from __future__ import annotations

import json
import unittest

import with_pytorch  # noqa: F401

import torch

import exported
import new_style
import train
from workshop import Workshop


class AddedStyle(Workshop):
    def test_a_new_style_is_learnt_and_leaves_the_network_as_it_is(self) -> None:
        folder, out = self.exported_model(), self.root / "added"
        new_style.learn(train.arguments(self.options(
            "added", "--steps", "2", "--add", f"{self.root}/paintings/dots.png", "--title", "New Dots",
            "--artist", "Nobody", "--model", str(folder))))
        style = json.loads((out / "style.json").read_text())
        self.assertEqual((style["format"], style["tier"], style["id"]), ("impasto-style", "lite", "new_dots"))
        self.assertTrue(style["thumbnail"].startswith("data:image/jpeg;base64,"))
        self.assertNotIn("year", style)
        self.assertEqual((out / "style.bin").stat().st_size, 944 * 2)  # gamma and beta of lite
        model = exported.load(folder)
        added = new_style.load(out, model)
        image = torch.rand(1, 3, 32, 32)
        self.assertTrue(torch.equal(added.paint(image, {}), model.paint(image, {})))
        painted = added.paint(image, {"new_dots": 1.0})
        for known in model.style_ids:  # it begins as one of these
            self.assertGreater((painted - model.paint(image, {known: 1.0})).abs().max().item(), 1e-4)

    def test_a_style_of_another_network_is_refused(self) -> None:
        folder = self.root / "foreign"
        folder.mkdir()
        (folder / "style.json").write_text(json.dumps({"model": "0" * 64}))
        with self.assertRaises(ValueError):
            new_style.load(folder, exported.load(self.exported_model()))

    def test_a_title_makes_an_identifier(self) -> None:
        self.assertEqual(new_style.identifier("The Night Watch, 1642"), "the_night_watch_1642")
        self.assertEqual(new_style.identifier("夜"), "style")


if __name__ == "__main__":
    unittest.main()
