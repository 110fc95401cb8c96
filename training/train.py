"""Trains one tier: a style network with conditional instance normalization for many paintings.

A phase is a loss network, a learning rate and a number of minutes or steps; phases follow each
other with `--start`, an interrupted one goes on with `--resume`. See runs/ for exact commands.
"""
from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import torch
from torch import Tensor

import data
import perceptual
from consistency import consistency
from networks import ARCHITECTURES, StyleNetwork, one_hot_mix
from run_log import open_log
from schedule import Schedule

PAINTING_SIDE = 512
CLIP = 5.0  # gradient norm
FLUSH = 50  # steps whose figures stay on the device: asking for them stalls it
FIGURES = ("strength", "content_loss", "style_loss", "pixel_loss", "variation", "lattice")  # of an image, in the log


@dataclass
class Style:
    id: str
    weight: float
    grams: dict[str, Tensor]  # layer -> (C, C)


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--tier", choices=ARCHITECTURES, default="lite")
    p.add_argument("--styles", type=Path, default=Path(__file__).with_name("styles.json"))
    p.add_argument("--photos", type=Path, default=data.DATA / "photos")
    p.add_argument("--paintings", type=Path, default=data.DATA / "paintings")
    p.add_argument("--evaluator", type=Path, help="default the small loss network; with --add the real VGG19")
    p.add_argument("--cache", type=Path, default=Path("/tmp/train/cache"))
    p.add_argument("--run", type=Path, help="folder for log.jsonl and checkpoint.pt; with --add, for the style too")
    p.add_argument("--start", type=Path, help="checkpoint (.pt or .npz) whose weights to start from")
    p.add_argument("--resume", action="store_true", help="go on from the run's own checkpoint")
    p.add_argument("--steps", type=int, help="default 10,000; with --add 400")
    p.add_argument("--seconds", type=float, help="ends after that time, the rate falling with it, if not after --steps")
    p.add_argument("--rate", type=float, help="default 2e-3; with --add 1e-2")
    p.add_argument("--batch", type=int, default=4)
    p.add_argument("--crop", type=int, default=data.CROP, help="side; smaller is faster, to begin with")
    p.add_argument("--per-photo", type=int, default=1, help="styles painted per photo of a batch")
    p.add_argument("--style-weight", type=float, default=15.0, help="on the mean over layers")
    p.add_argument("--pixel-weight", type=float, default=20.0, help="times (1 - strength)^2")
    p.add_argument("--variation", type=float, default=0.5)
    p.add_argument("--lattice", type=float, default=1500.0, help="against two-pixel patterns of fixed phase")
    p.add_argument("--steady", type=float, default=0.0, help="on consistency under motion and noise")
    p.add_argument("--partial", type=float, default=0.3, help="share of the images at a strength below 1")
    p.add_argument("--student-bf16", action="store_true")
    p.add_argument("--device", default="cpu", help="e.g. cuda")
    p.add_argument("--log-every", type=int, default=1, help="steps; the log of a GPU's run is long")
    p.add_argument("--checkpoint-minutes", type=float, default=5.0)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    new = p.add_argument_group("a new style")
    new.add_argument("--add", type=Path, metavar="PAINTING", help="a picture file")
    new.add_argument("--title")
    new.add_argument("--id", help="default: made from the title")
    new.add_argument("--artist")
    new.add_argument("--year")
    new.add_argument("--licence")
    new.add_argument("--model", type=Path, help="the trained tier; default models/<tier>")
    new.add_argument("--weight", type=float, default=1.0, help="of the style loss, beside --style-weight")
    o = p.parse_args(argv)
    if o.add and not o.title:
        p.error("a new style needs a --title")
    if not o.add and not o.run:
        p.error("--run is needed: the folder that keeps the run")
    o.steps = o.steps or (400 if o.add else 10_000)
    o.rate = o.rate or (1e-2 if o.add else 2e-3)
    o.evaluator = o.evaluator or data.DATA / "teachers" / ("vgg19.npz" if o.add else "vgg19_small16x.npz")
    return o


def load_style(name: str, painting: Path, weight: float, network: perceptual.PerceptualNetwork) -> Style:
    with torch.no_grad():
        features = network(data.to_tensor(data.load_image(painting, PAINTING_SIDE, 8)))
    return Style(name, weight, {n: perceptual.gram(features[n].float())[0] for n in perceptual.STYLE_LAYERS})


def sample_strengths(count: int, partial: float, rng: np.random.Generator) -> Tensor:
    """1 for most; below it for a share of `partial`, of these a fifth exactly 0: the photo."""
    strengths = np.clip(rng.uniform(-0.25, 1.0, count), 0, 1)
    return data.here(np.where(rng.random(count) < partial, strengths, 1.0)).float()


@dataclass
class Pending:
    """What a step will have been, as soon as the device has done it."""

    step: int
    seconds: float
    total: Tensor
    unsteady: Tensor | None
    styles: list[int]
    figures: Tensor  # (len(FIGURES), images)


class Trainer:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        torch.set_num_threads(options.threads)
        data.use(options.device)
        torch.manual_seed(options.seed)
        self.judge = perceptual.PerceptualNetwork(options.evaluator, dtype=torch.bfloat16)
        self.styles = self.load_styles()
        self.grams = {n: torch.stack([s.grams[n] for s in self.styles]) for n in perceptual.STYLE_LAYERS}
        self.style_weights = data.here(np.array([s.weight for s in self.styles], np.float32))
        architecture = ARCHITECTURES[options.tier]
        self.network = StyleNetwork(architecture.layers, len(self.styles) + 1, architecture.multiple)
        self.optimizer = self._optimizer()
        self.photos = data.Photos(options.photos, options.cache, options.crop)
        self.schedule = Schedule(options.steps, options.seconds)
        self.step, self.seconds, self.queue = 0, 0.0, []
        options.run.mkdir(parents=True, exist_ok=True)
        if options.resume:
            self._resume()
        else:
            self.begin()
        # A resumed run must not see again the crops it has seen.
        self.rng = np.random.default_rng((options.seed, self.step))
        self.generator = torch.Generator(data.device()).manual_seed(options.seed + self.step)

    def load_styles(self) -> list[Style]:
        files = {p.stem: p for p in data.image_files(self.options.paintings)}
        entries = json.loads(self.options.styles.read_text())
        missing = [name for name in entries if name not in files]
        if missing:
            raise SystemExit(f"{self.options.paintings} has no picture of: {', '.join(missing)}")
        return [load_style(name, files[name], entry["weight"], self.judge) for name, entry in entries.items()]

    def begin(self) -> None:
        """The weights of a run's first step."""
        if self.options.start:
            self.network.load_state_dict(with_new_rows(load_weights(self.options.start), self.network.state_dict()))

    def _optimizer(self) -> torch.optim.Optimizer:
        """Gamma and beta at twice the rate: a style's row has a gradient only in some of the batches."""
        named = list(self.network.named_parameters())
        rows = [w for n, w in named if n.endswith(("gamma", "beta"))]
        shared = [w for n, w in named if not n.endswith(("gamma", "beta"))]
        return torch.optim.Adam([{"params": shared, "scale": 1.0}, {"params": rows, "scale": 2.0}])

    @property
    def checkpoint(self) -> Path:
        return self.options.run / "checkpoint.pt"

    def _resume(self) -> None:
        state = torch.load(self.checkpoint, map_location="cpu")
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]

    def save(self) -> None:
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(),
                 "step": self.step, "seconds": self.seconds, "styles": [s.id for s in self.styles]}
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def next_styles(self, count: int) -> list[int]:
        """Round-robin in a random order, so that all styles are seen equally often."""
        while len(self.queue) < count:
            self.queue += self.rng.permutation(len(self.styles)).tolist()
        taken, self.queue = self.queue[:count], self.queue[count:]
        return taken

    def losses(self) -> Pending:
        o = self.options
        repeats = o.per_photo
        photos = self.photos.crops(o.batch // repeats, self.rng)
        chosen = self.next_styles(o.batch)
        strength = sample_strengths(o.batch, o.partial, self.rng)
        rows = data.here(np.array(chosen))
        mix = one_hot_mix(rows + 1, strength, len(self.styles) + 1)
        with torch.no_grad():
            goal = self.judge(photos)[perceptual.CONTENT_LAYER].repeat_interleave(repeats, 0)
        photos = photos.repeat_interleave(repeats, 0)
        seen = data.photometric(photos, self.generator)
        painted = self.paint(seen, mix)
        features = self.judge(painted)
        targets = {n: grams[rows] for n, grams in self.grams.items()}
        content = perceptual.content_loss(features[perceptual.CONTENT_LAYER], goal)
        style = perceptual.style_loss(features, targets)
        variation = perceptual.total_variation(painted)
        lattice = perceptual.lattice(painted)
        # Absolute exposure cannot survive instance normalization; the compositor restores it, so
        # mostly the restored picture is compared.
        restored = perceptual.match_statistics(painted, photos)
        pixel = (0.8 * (restored - photos).square() + 0.2 * (painted - photos).square()).mean((1, 2, 3))
        total = (content + o.style_weight * self.style_weights[rows] * strength ** 2 * style
                 + o.pixel_weight * (1 - strength) ** 2 * pixel + o.variation * variation
                 + o.lattice * lattice)
        unsteady = None
        if o.steady:
            # A photo once is enough: the moved one costs a pass of the network more.
            steady = consistency(lambda x: self.paint(x, mix[::repeats]), seen[::repeats], painted[::repeats],
                                 self.generator)
            total = total + o.steady * steady.repeat_interleave(repeats)
            unsteady = steady.mean().detach()
        figures = torch.stack([strength, content, style, pixel, variation, lattice]).detach()
        return Pending(self.step + 1, self.seconds, total.mean(), unsteady, chosen, figures)

    def paint(self, images: Tensor, mix: Tensor) -> Tensor:
        with torch.autocast(images.device.type, torch.bfloat16, enabled=self.options.student_bf16):
            return self.network(images, mix).float()

    def train(self) -> None:
        o = self.options
        started = saved = time.monotonic()
        before = self.seconds
        pending: list[Pending] = []
        with open_log(o.run, o.resume) as log:
            while not self.schedule.over(self.step, self.seconds):
                for group in self.optimizer.param_groups:
                    group["lr"] = group["scale"] * o.rate * self.schedule.rate(self.step, self.seconds)
                losses = self.losses()
                self.optimizer.zero_grad(set_to_none=True)
                losses.total.backward()
                clipped_step(self.optimizer)
                losses.total = losses.total.detach()
                self.step += 1
                now = time.monotonic()
                self.seconds = losses.seconds = before + now - started
                if self.step % o.log_every == 0:
                    pending.append(losses)
                if self.step % FLUSH == 0:
                    self.write_log(log, pending)
                if now - saved > 60 * o.checkpoint_minutes:
                    self.write_log(log, pending)  # what a resumed run will not do again
                    self.save()
                    saved = now
            self.write_log(log, pending)
        self.save()

    def write_log(self, log: TextIO, pending: list[Pending]) -> None:
        """Writes and forgets."""
        for p in pending:
            values = p.figures.cpu().tolist()
            images = [{"style": self.styles[k].id, **{n: round(v[i], 6) for n, v in zip(FIGURES, values)}}
                      for i, k in enumerate(p.styles)]
            record = {"step": p.step, "seconds": round(p.seconds, 1), "total": p.total.item(),
                      "unsteady": None if p.unsteady is None else p.unsteady.item(), "images": images}
            log.write(json.dumps(record) + "\n")
        log.flush()
        if pending:
            print(f"step {pending[-1].step} {self.seconds:.0f} s total {pending[-1].total.item():.3f}", flush=True)
        pending.clear()


def clipped_step(optimizer: torch.optim.Optimizer) -> None:
    """One bad batch must not end a run; whether it was bad is not asked, since that would stall a GPU."""
    weights = [w for group in optimizer.param_groups for w in group["params"] if w.grad is not None]
    torch.nn.utils.clip_grad_norm_(weights, CLIP)
    for weight in weights:
        weight.grad.nan_to_num_(0.0, 0.0, 0.0)
    optimizer.step()


def with_new_rows(saved: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """Styles added since begin as the identity: its row (0) is repeated for every row that is missing."""
    return {name: torch.cat([value] + [value[:1]] * (wanted[name].shape[0] - value.shape[0]))
            if name.endswith(("gamma", "beta")) else value for name, value in saved.items()}


def load_weights(path: Path) -> dict[str, Tensor]:
    """Weights of a training checkpoint (.pt) or of a committed one (.npz)."""
    if path.suffix == ".npz":
        return {f"weights.{k}": torch.from_numpy(v) for k, v in np.load(path).items()}
    return torch.load(path, map_location="cpu")["network"]


def main() -> None:
    options = arguments()
    if options.add:
        import new_style  # which builds on this module

        new_style.learn(options)
    else:
        Trainer(options).train()


if __name__ == "__main__":
    main()
