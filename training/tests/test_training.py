"""Tiny, on made-up data: seconds to run. /usr/bin/python3 -m unittest discover -s training/tests"""
from __future__ import annotations

import json
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
try:
    import torch
except ImportError as error:  # skipped visibly where PyTorch is not installed
    raise unittest.SkipTest("PyTorch is not installed") from error

import compact
import curves
import data
import distil
import drawing
import evaluate
import export
import exported
import first_guess
import gatys
import judge_perceptual
import new_style
import perceptual
import perceptual_export
import plot
import steadiness
import train
from networks import ARCHITECTURES, StyleNetwork, depth_to_space, instance_norm, one_hot_mix

STYLES = {name: {"title": name.title(), "artist": "Nobody", "died": 1900, "year": "1899", "weight": 1.0}
          for name in ("dots", "lines")}


def random_picture(path: Path, width: int, height: int, seed: int) -> None:
    small = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    Image.fromarray(small).resize((width, height), Image.BICUBIC).save(path)


def tiny_encoder(path: Path) -> None:
    """Random weights in the layout of the small VGG19, four channels everywhere."""
    rng = np.random.default_rng(0)
    arrays = {"conv0.weight": np.eye(3, dtype=np.float32)[:, :, None, None], "conv0.bias": np.zeros(3, np.float32)}
    inputs = 3
    for name in (n for block in perceptual.LAYOUT for n in block):
        key = f"conv{name.replace('_', '')}"
        arrays[f"{key}.weight"] = rng.normal(0, 0.3, (4, inputs, 3, 3)).astype(np.float32)
        arrays[f"{key}.bias"] = np.full(4, 0.1, np.float32)
        inputs = 4
    np.savez(path, **arrays)


class Workshop(unittest.TestCase):
    """A temporary folder with photographs, paintings, a loss network and a style table."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.temporary = tempfile.TemporaryDirectory()
        cls.root = Path(cls.temporary.name)
        torch.set_num_threads(2)
        for folder in ("photos", "paintings"):
            (cls.root / folder).mkdir()
        for i in range(4, 8):
            random_picture(cls.root / "photos" / f"photo_{i}.png", 320, 304, i)
        for i, name in enumerate(STYLES):
            random_picture(cls.root / "paintings" / f"{name}.png", 96, 80, 20 + i)
        tiny_encoder(cls.root / "encoder.npz")
        (cls.root / "styles.json").write_text(json.dumps(STYLES))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.temporary.cleanup()

    def options(self, run: str, *extra: str) -> list[str]:
        r = self.root
        return ["--styles", f"{r}/styles.json", "--photos", f"{r}/photos", "--paintings", f"{r}/paintings",
                "--evaluator", f"{r}/encoder.npz", "--cache", f"{r}/cache", "--run", f"{r}/{run}",
                "--batch", "2", *extra]

    def exported_model(self) -> Path:
        folder = self.root / "model"
        if not folder.exists():
            torch.manual_seed(3)
            network = StyleNetwork(ARCHITECTURES["lite"].layers, 3)
            for name, weight in network.named_parameters():
                if "gamma" in name or "beta" in name:
                    torch.nn.init.normal_(weight, 0.5, 0.5)
            state = network.state_dict()
            export.write_model(ARCHITECTURES["lite"], state, self.root / "styles.json", folder)
            export.goldens.write(exported.load(folder), folder)
            export.write_checkpoint(state, folder / "checkpoint.npz")
        return folder


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
        for tier, millions in (("lite", 0.19), ("standard", 0.42), ("johnson", 1.67)):
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
        out = instance_norm(x, torch.full((2, 5), 2.0), torch.full((2, 5), 0.5))
        self.assertTrue(torch.allclose(out, torch.nn.functional.instance_norm(x) * 2 + 0.5, atol=1e-5))

    def test_strength_interpolates_between_identity_and_style(self) -> None:
        mix = one_hot_mix(torch.tensor([2, 1, 2]), torch.tensor([0.0, 1.0, 0.25]), 3)
        self.assertEqual(mix.tolist(), [[1, 0, 0], [0, 1, 0], [0.75, 0, 0.25]])


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


class Training(Workshop):
    def test_photographs_for_evaluation_are_left_out(self) -> None:
        photos = data.Photos(self.root / "photos", self.root / "cache")
        self.assertEqual(len(photos), 3)
        self.assertEqual(photos.crops(2, np.random.default_rng(0)).shape, (2, 3, 256, 256))

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
        resumed = train.Trainer(train.arguments(self.options("run", "--steps", "3", "--resume")))
        self.assertEqual(resumed.step, 2)
        resumed.train()
        lines = [json.loads(line) for line in (self.root / "run" / "log.jsonl").read_text().splitlines()]
        self.assertEqual([line["step"] for line in lines], [1, 2, 3])
        again = train.Trainer(train.arguments(self.options("other", "--start", f"{self.root}/run/checkpoint.pt")))
        for name, weight in again.network.state_dict().items():
            self.assertTrue(torch.equal(weight, resumed.network.state_dict()[name]))


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

    def test_damaged_weights_are_refused(self) -> None:
        folder = self.exported_model()
        good = (folder / "weights.bin").read_bytes()
        (folder / "weights.bin").write_bytes(good[:-2] + b"\x00\x01")
        with self.assertRaises(ValueError):
            exported.load(folder)
        (folder / "weights.bin").write_bytes(good)


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
        evaluate.main(["--model", str(self.exported_model()), "--photos", f"{r}/photos", "--held-out", "1",
                       "--paintings", f"{r}/paintings", "--evaluator", f"{r}/encoder.npz",
                       "--styles", "lines", "--gatys", "2", "--out", str(out)])
        report = json.loads(out.read_text())
        self.assertEqual(list(report["styles"]), ["lines"])
        self.assertEqual(report["photos"], ["photo_7.png"])
        self.assertTrue(set(evaluate.METRICS) <= set(report["styles"]["lines"]))
        self.assertEqual(len(report["styles"]["lines"]["gatys"]["mean"]), 3)


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


class Perceptual(Workshop):
    def distil(self, run: str, *extra: str) -> distil.Distiller:
        r = self.root
        options = ["--photos", f"{r}/photos", "--paintings", f"{r}/paintings", "--teacher", f"{r}/encoder.npz",
                   "--painter", str(self.exported_model()), "--cache", f"{r}/cache", "--run", f"{r}/{run}",
                   "--scenes", "2", "--side", "48", "--hold", "3", *extra]
        distiller = distil.Distiller(distil.arguments(options))
        distiller.train()
        return distiller

    def perceptual_model(self) -> Path:
        folder = self.root / "perceptual"
        if not folder.exists():
            torch.manual_seed(5)
            perceptual_export.write(compact.CompactPerceptual(), folder)
            perceptual_export.write_goldens(perceptual_export.load(folder), folder)
        return folder

    def test_the_first_guess_explains_the_teacher_and_lifts_become_isometries(self) -> None:
        self.distil("features", "--steps", "10")
        lines = [json.loads(line) for line in (self.root / "features" / "log.jsonl").read_text().splitlines()]
        self.assertLess(lines[0]["features"], 0.5)  # the sum of six relative distances
        self.assertLess(lines[-1]["isometry"], lines[0]["isometry"])

    def test_pivots_are_the_channels_that_others_follow_from(self) -> None:
        a, b, c = torch.linalg.qr(torch.randn(400, 3)).Q.t()
        rows = torch.stack([3 * a, a + 0.1 * c, 2 * b, 0.1 * (a + b) + 0.05 * c])
        self.assertEqual(sorted(first_guess.pivots(rows @ rows.t(), 2)), [0, 2])

    def test_gradients_are_compared_and_pictures_move(self) -> None:
        distiller = self.distil("gradients", "--steps", "2", "--gradient", "1")
        for scene in distiller.current:
            scene.steps_left = 5
        before = [scene.images.clone() for scene in distiller.current]
        self.assertTrue(0 < distiller.losses()["gradient"].item() < 2)
        for old, scene in zip(before, distiller.current):
            self.assertTrue(torch.equal(old[:2], scene.images[:2]))
            self.assertFalse(torch.equal(old[2], scene.images[2]))
        resumed = self.distil("gradients", "--steps", "3", "--gradient", "1", "--resume")
        self.assertEqual(resumed.step, 3)

    def test_feature_distance_is_that_of_the_lifted_maps(self) -> None:
        distiller = self.distil("exact", "--steps", "1")
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


class Curves(unittest.TestCase):
    def test_a_log_is_drawn(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "run" / "log.jsonl"
            log.parent.mkdir()
            records = [{"step": i, "seconds": 60.0 * i, "total": 10.0 / i, "features": 1.0 / i} for i in (1, 2, 3)]
            log.write_text("".join(json.dumps(r) + "\n" for r in records) + '{"step": 4, "sec')  # interrupted
            phase = curves.phase(log)
            self.assertEqual((phase["step"], phase["minutes"]), ([1, 2, 3], [1.0, 2.0, 3.0]))
            picture = plot.draw([phase])
            self.assertEqual(picture.count("<polyline"), 2)
            self.assertEqual(xml.etree.ElementTree.fromstring(picture).tag, "{http://www.w3.org/2000/svg}svg")


class Drawing(unittest.TestCase):
    def test_the_drawing_is_a_picture_and_always_the_same(self) -> None:
        picture = drawing.draw(96, 64)
        self.assertEqual(picture.shape, (64, 96, 3))
        self.assertGreater(picture.std(), 30)
        self.assertTrue(np.array_equal(picture, drawing.draw(96, 64)))


if __name__ == "__main__":
    unittest.main()
