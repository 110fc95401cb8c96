"""What is exported can be read back, and its goldens hold."""
from __future__ import annotations

import json
import unittest

import with_pytorch  # noqa: F401

import numpy as np
import torch

import export
import exported
import train
from workshop import Workshop


class Export(Workshop):
    def test_what_is_read_back_is_what_was_written(self) -> None:
        folder = self.exported_model()
        state = train.load_weights(folder / "checkpoint.npz")
        for name, weight in exported.load(folder).network.state_dict().items():
            self.assertTrue(torch.equal(weight, state[name].half().float()), name)

    def test_kernels_are_stored_hwio_and_rows_cover_the_identity(self) -> None:
        manifest = json.loads((self.exported_model() / "model.json").read_text())
        shapes = {w["name"]: w["shape"] for w in manifest["weightsManifest"][0]["weights"]}
        self.assertEqual(shapes["stem/kernel"], [5, 5, 3, 16])
        self.assertEqual(shapes["stem/gamma"], [3, 16])
        self.assertEqual([s["row"] for s in manifest["styles"]], [1, 2])

    def test_goldens_agree_with_the_exported_weights(self) -> None:
        folder = self.exported_model()
        model = exported.load(folder)
        values = np.fromfile(folder / "goldens.bin", "<f4")
        for case in json.loads((folder / "goldens.json").read_text())["cases"]:
            shape = (case["height"], case["width"], 3)
            picture, painted = (values[p["offset"]:p["offset"] + p["length"]].reshape(shape)
                                for p in (case["input"], case["output"]))
            image = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None]
            out = model.paint(image, case["mix"])[0].permute(1, 2, 0).numpy()
            self.assertLess(np.abs(out - painted).max(), 1e-3, case["name"])

    def test_a_softened_style_is_what_less_of_it_was(self) -> None:
        model, image = exported.load(self.exported_model()), torch.rand(1, 3, 16, 16)
        before = {style: model.paint(image, {style: strength}) for style, strength in (("dots", 0.7), ("lines", 1.0))}
        state = model.network.state_dict()
        model.network.load_state_dict(export.with_strengths(state, self.root / "styles.json", {"dots": 0.7}))
        for style, painted in before.items():
            torch.testing.assert_close(model.paint(image, {style: 1.0}), painted, rtol=0, atol=1e-4)

    def test_damaged_weights_are_refused(self) -> None:
        folder = self.exported_model()
        good = (folder / "weights.bin").read_bytes()
        (folder / "weights.bin").write_bytes(good[:-2] + b"\x00\x01")
        with self.assertRaises(ValueError):
            exported.load(folder)
        (folder / "weights.bin").write_bytes(good)


if __name__ == "__main__":
    unittest.main()
