"""Distils VGG19 into the compact perceptual network that drives optimization in the browser.

A scene is a photograph, a crop of a painting and a picture on its way from the one to the other.
1x1 lifts, kept near isometries and thrown away afterwards, compare features and Gram matrices; the
network's own Gram distances and its own gradient on the picture's pixels, which are all that
optimization uses, are compared with VGG19's directly. Held for several steps, a picture is
optimized by the student meanwhile, so that the student meets the pictures it leads to.
"""
from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import data
import first_guess
import perceptual
from compact import LAYOUT, CompactPerceptual
from scenes import LAYERS, Features, Known, Scene, Scenes, WholePaintings
from schedule import Schedule
from run_log import open_log
from train import clipped_step

# The deep layers are the hard ones, and content and style both hang on them.
LAYER_WEIGHTS = {"1_1": 0.5, "2_1": 0.5, "3_1": 1.0, "4_1": 2.0, "4_2": 2.0, "5_1": 0.5}
GUESS_SCENES = 32  # to fit the first guess to
GRADIENT_CELLS = (1, 2, 4, 8)  # pixels: the scales at which gradients are compared


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--photos", type=Path, default=data.DATA / "photos")
    p.add_argument("--paintings", type=Path, default=data.DATA / "paintings")
    p.add_argument("--teacher", type=Path, default=data.DATA / "teachers" / "vgg19.npz")
    p.add_argument("--painter", type=Path, default=data.REPOSITORY / "models" / "lite")
    p.add_argument("--cache", type=Path, default=Path("/tmp/train/cache"))
    p.add_argument("--run", type=Path, required=True, help="folder for log.jsonl and checkpoint.pt")
    p.add_argument("--start", type=Path, help="checkpoint whose weights and lifts to start from")
    p.add_argument("--resume", action="store_true")
    p.add_argument("--steps", type=int, default=6000)
    p.add_argument("--seconds", type=float, help="ends after that time, the rate falling with it, if not after --steps")
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--scenes", type=int, default=4, help="a batch: three images each")
    p.add_argument("--side", type=int, default=160)
    p.add_argument("--hold", type=int, default=1, help="steps a scene stays, its picture being optimized")
    p.add_argument("--whole", type=float, default=0.5, help="share of the scenes that go towards a whole painting")
    p.add_argument("--isometry", type=float, default=1.0)
    p.add_argument("--distance", type=float, default=0.1, help="on the logarithm of Gram distances")
    p.add_argument("--gradient", type=float, default=0.0, help="on 1 - cosine of the pixels' gradients")
    p.add_argument("--style-weights", type=float, nargs=2, default=(1.0, 60.0),
                   help="between which that of the loss is drawn whose gradient is compared")
    p.add_argument("--device", default="cpu", help="e.g. cuda")
    p.add_argument("--log-every", type=int, default=1, help="steps")
    p.add_argument("--checkpoint-minutes", type=float, default=3.0)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args(argv)


class Lifts(nn.Module):
    """One 1x1 convolution a layer, student's channels -> teacher's, begun as isometries.

    Teacher features are divided by `scales`, so that a lift that is an isometry (LᵀL = I) keeps norms.
    """

    def __init__(self, teacher: Features) -> None:
        super().__init__()
        self.matrices = nn.ParameterDict()
        for name in LAYERS:
            matrix = torch.empty(teacher[name].shape[1], LAYOUT[name])
            nn.init.orthogonal_(matrix)
            self.matrices[name] = nn.Parameter(matrix)
        self.scales = {n: teacher[n].float().square().mean().sqrt().item() for n in LAYERS}

    def deviation(self) -> Tensor:
        """Mean squared deviation of LᵀL from the nearest multiple of I, summed over the layers."""
        total = torch.zeros(())
        for matrix in self.matrices.values():
            product = matrix.t() @ matrix
            scaled = product / product.diagonal().mean()
            total = total + (scaled - torch.eye(len(product))).square().sum() / len(product)
        return total


def gram_distance(grams: Tensor, targets: Tensor) -> Tensor:
    """|G - Gs|^2 / |Gs|^2 for each image -> (N,)."""
    return (grams - targets).square().sum((1, 2)) / targets.square().sum((1, 2))


def optimization_loss(picture: Features, photo: Features, painting_grams: Features,
                      style_weights: dict[str, float]) -> Tensor:
    """What Gatys optimization minimizes, for each image, by a network's own features -> (N,)."""
    total = perceptual.content_loss(picture[perceptual.CONTENT_LAYER], photo[perceptual.CONTENT_LAYER])
    for name, weight in style_weights.items():
        total = total + weight * gram_distance(perceptual.gram(picture[name]), painting_grams[name])
    return total


def cross_gram(a: Tensor, b: Tensor) -> Tensor:
    """A B^T / (H W), in the type of the first: (N, C, H, W), (N, D, H, W) -> (N, C, D) float32."""
    x, y = (f.permute(0, 2, 3, 1).flatten(1, 2).to(a.dtype) for f in (a, b))
    return (x.transpose(1, 2) @ y).float() / x.shape[1]


def gradient_distance(gradient: Tensor, wanted: Tensor) -> Tensor:
    """1 - cosine, averaged over images and scales: the coarse ones decide the colours of large regions."""
    cosines = []
    for cell in GRADIENT_CELLS:
        a, b = (F.avg_pool2d(g, cell).flatten(1) for g in (gradient, wanted))
        cosines.append(F.cosine_similarity(a, b, eps=1e-12).mean())
    return 1 - torch.stack(cosines).mean()


class Distiller:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        torch.set_num_threads(options.threads)
        data.use(options.device)
        torch.manual_seed(options.seed)
        self.teacher = perceptual.PerceptualNetwork(options.teacher, LAYERS, torch.bfloat16)
        self.student = CompactPerceptual()
        self.scenes = Scenes(options, np.random.default_rng(options.seed))
        self.current: list[Scene] = []
        with torch.no_grad():
            self.lifts = Lifts(self.teacher(self.scenes.photos.crops(4, self.scenes.rng)))
        weights = [*self.student.parameters(), *self.lifts.parameters()]
        self.optimizer = torch.optim.Adam(weights)
        self.schedule = Schedule(options.steps, options.seconds)
        self.step, self.seconds = 0, 0.0
        options.run.mkdir(parents=True, exist_ok=True)
        if options.resume or options.start:
            self._load(self.checkpoint if options.resume else options.start)
        else:
            samples = torch.cat([torch.cat(self.scenes.new()[0]) for _ in range(GUESS_SCENES)])
            teacher = perceptual.PerceptualNetwork(options.teacher, LAYERS)
            first_guess.begin(self.student, self.lifts.matrices, self.lifts.scales, teacher, samples)
        self.wholes = WholePaintings(options.paintings, self.teacher, self.student)
        self.scenes.rng = np.random.default_rng((options.seed, self.step))

    @property
    def checkpoint(self) -> Path:
        return self.options.run / "checkpoint.pt"

    def _load(self, path: Path) -> None:
        state = torch.load(path, map_location=data.device())
        self.student.load_state_dict(state["network"])
        self.lifts.load_state_dict(state["lifts"])
        self.lifts.scales = state["scales"]
        if self.options.resume:
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds = state["step"], state["seconds"]

    def save(self) -> None:
        state = {"network": self.student.state_dict(), "lifts": self.lifts.state_dict(), "scales": self.lifts.scales,
                 "optimizer": self.optimizer.state_dict(), "step": self.step, "seconds": self.seconds}
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def ask(self, images: Tensor) -> Known:
        """The teacher's features, unscaled, and its Gram matrices, scaled as the lifts expect them."""
        with torch.no_grad():
            features = self.teacher(images)
            return Known(features, {n: perceptual.gram(f) / self.lifts.scales[n] ** 2 for n, f in features.items()})

    def renew(self) -> None:
        """Replaces the scenes that have served; their ends are spread over the steps."""
        o = self.options
        self.current = [s for s in self.current if s.steps_left > 0]
        while len(self.current) < o.scenes:
            parts, painting = self.scenes.new()
            images = torch.cat(parts)
            steps = 1 + int(self.scenes.rng.integers(2 * o.hold - 1))
            goal = painting if self.scenes.rng.random() < o.whole else None
            self.current.append(Scene(images, [self.ask(i[None]) for i in images], steps,
                                      (torch.zeros_like(images[2]), torch.zeros_like(images[2])), goal))

    def draw_style_weights(self) -> dict[str, float]:
        """So that the gradients of content, of each style layer and of all together are compared."""
        rng = self.scenes.rng
        weight = np.exp(rng.uniform(*np.log(self.options.style_weights)))
        shares = np.exp(rng.normal(0, 1, len(perceptual.STYLE_LAYERS)))
        return dict(zip(perceptual.STYLE_LAYERS, (weight * shares / shares.sum()).tolist()))

    def teacher_gradient(self, pictures: Tensor, photos: Known, paintings: Known,
                         style_weights: dict[str, float]) -> Tensor:
        """The teacher's gradient on the pictures' pixels; what it says of the pictures is renewed."""
        pixels = pictures.clone().requires_grad_()
        features = self.teacher(pixels)
        grams = {n: g * self.lifts.scales[n] ** 2 for n, g in paintings.grams.items()}
        grams = self.wholes.goals(grams, self.wholes.theirs, self.current)
        total = optimization_loss(features, photos.features, grams, style_weights).sum()
        gradient, = torch.autograd.grad(total, pixels)
        for i, scene in enumerate(self.current):
            one = {n: f[i:i + 1].detach() for n, f in features.items()}
            scene.known[2] = Known(one, {n: perceptual.gram(f) / self.lifts.scales[n] ** 2 for n, f in one.items()})
        return gradient

    def losses(self) -> dict[str, Tensor]:
        o = self.options
        self.renew()
        photos, paintings = (Known.join([s.known[i] for s in self.current]) for i in (0, 1))
        images = torch.cat([torch.stack([s.images[i] for s in self.current]) for i in range(3)])
        pictures = images[2 * len(self.current):]
        style_weights = self.draw_style_weights()
        wanted = self.teacher_gradient(pictures, photos, paintings, style_weights) if o.gradient else None
        pixels = pictures.requires_grad_(wanted is not None)
        features = self.student(torch.cat([images[:2 * len(self.current)], pixels]))
        grams = {n: perceptual.gram(features[n]) for n in LAYERS}
        out = self.compare(features, grams, Known.join([photos, paintings, *(s.known[2] for s in self.current)]))
        if wanted is not None:
            photo, _, picture = ({n: features[n].chunk(3)[i] for n in LAYERS} for i in range(3))
            self.wholes.refresh(self.student, self.step)
            crops = {n: g.chunk(3)[1] for n, g in grams.items()}
            painting_grams = self.wholes.goals(crops, self.wholes.ours, self.current)
            total = optimization_loss(picture, photo, painting_grams, style_weights).sum()
            gradient, = torch.autograd.grad(total, pixels, create_graph=True)
            out["gradient"] = gradient_distance(gradient, wanted)
            for i, scene in enumerate(self.current):
                scene.move(gradient[i].detach())
        for scene in self.current:
            scene.steps_left -= 1
        return out

    def compare(self, features: Features, grams: Features, teacher: Known) -> dict[str, Tensor]:
        """Features and Gram matrices through the lifts; Gram distances between the images as they are.

        |L F - T|^2 = tr(L F F^T L^T) - 2 tr(L^T T F^T) + tr(T T^T): lifted maps are never made.
        """
        sums = {"features": 0.0, "grams": 0.0, "distance": 0.0}
        for name in LAYERS:
            matrix, ours, theirs = self.lifts.matrices[name], grams[name], teacher.grams[name]
            lifted = matrix @ ours @ matrix.t()
            cross = cross_gram(teacher.features[name], features[name]) / self.lifts.scales[name]
            energy = theirs.diagonal(dim1=1, dim2=2).sum(1)
            error = lifted.diagonal(dim1=1, dim2=2).sum(1) - 2 * (cross * matrix).sum((1, 2)) + energy
            # Rolled by a third, photographs meet paintings, paintings pictures, pictures photographs.
            a, b = (gram_distance(g, g.roll(len(g) // 3, 0)) for g in (ours, theirs))
            weight = LAYER_WEIGHTS[name]
            sums["features"] += weight * (error / energy).mean()
            sums["grams"] += weight * gram_distance(lifted, theirs).mean()
            sums["distance"] += weight * ((a + 1e-4).log() - (b + 1e-4).log()).square().mean()
        return {**sums, "isometry": self.lifts.deviation()}

    def train(self) -> None:
        o = self.options
        weights = {"features": 1.0, "grams": 1.0, "distance": o.distance, "isometry": o.isometry, "gradient": o.gradient}
        started = saved = time.monotonic()
        before = self.seconds
        with open_log(o.run, o.resume) as log:
            while not self.schedule.over(self.step, self.seconds):
                self.optimizer.param_groups[0]["lr"] = o.rate * self.schedule.rate(self.step, self.seconds)
                losses = self.losses()
                total = sum(weights[name] * value for name, value in losses.items())
                self.optimizer.zero_grad(set_to_none=True)
                total.backward()
                clipped_step(self.optimizer)
                self.step += 1
                now = time.monotonic()
                self.seconds = before + now - started
                if self.step % o.log_every == 0:
                    record = {"step": self.step, "seconds": round(self.seconds, 1), "total": total.item(),
                              **{n: round(v.item(), 5) for n, v in losses.items()}}
                    log.write(json.dumps(record) + "\n")
                    if self.step % 50 == 0:
                        log.flush()
                        print(json.dumps(record), flush=True)
                if now - saved > 60 * o.checkpoint_minutes:
                    log.flush()
                    self.save()
                    saved = now
        self.save()


if __name__ == "__main__":
    Distiller(arguments()).train()
