"""Trains one tier: a style network with conditional instance normalization for many paintings."""
from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import torch
from torch import Tensor

import data
import perceptual
from consistency import inconsistency, random_flow, seen_again
from networks import ARCHITECTURES, StyleNetwork, one_hot_mix
from options import arguments
from recorded import Batch, Outcome, Recorded, fused
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
    share: int = 1  # how many times as often as the others it is learned from


def load_style(name: str, painting: Path, weight: float, network: perceptual.PerceptualNetwork, share: int = 1) -> Style:
    with torch.no_grad():
        features = network(data.to_tensor(data.load_image(painting, PAINTING_SIDE, 8)))
    grams = {n: perceptual.gram(features[n].float())[0] for n in perceptual.STYLE_LAYERS}
    return Style(name, weight, grams, share)


def sample_strengths(count: int, partial: float, rng: np.random.Generator) -> Tensor:
    """1 for most; below it for a share of `partial`, of these a fifth exactly 0: the photo."""
    strengths = np.clip(rng.uniform(-0.25, 1.0, count), 0, 1)
    return data.here(np.where(rng.random(count) < partial, strengths, 1.0)).float()


@dataclass
class Pending:
    """What a step will have been, as soon as the device has done it."""

    step: int
    seconds: float
    styles: list[int]
    outcome: Outcome


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
        self.recording = options.device != "cpu" and not options.eager
        if options.device != "cpu":
            self.network.to(memory_format=torch.channels_last)
        # What a step calls: the same, fused where it is recorded.
        self.fast_network, self.fast_judge, self.fast_compare = (fused(f) if self.recording else f
                                                                 for f in (self.network, self.judge, self.compare))
        self.optimizer = torch.optim.Adam([{**g, "lr": self._rate()} for g in self._groups()], capturable=self.recording)
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
        return [load_style(name, files[name], entry["weight"], self.judge, entry.get("share", 1))
                for name, entry in entries.items()]

    def begin(self) -> None:
        """The weights of a run's first step."""
        if self.options.start:
            self.network.load_state_dict(with_new_rows(load_weights(self.options.start), self.network.state_dict()))

    def _groups(self) -> list[dict[str, Any]]:
        """Gamma and beta at twice the rate: a style's row has a gradient only in some of the batches."""
        named = list(self.network.named_parameters())
        rows = [w for n, w in named if n.endswith(("gamma", "beta"))]
        shared = [w for n, w in named if not n.endswith(("gamma", "beta"))]
        return [{"params": shared, "scale": 1.0}, {"params": rows, "scale": 2.0}]

    def _rate(self) -> float | Tensor:
        """A recorded step reads the learning rate where it lies."""
        return torch.zeros(()) if self.recording else 0.0

    def set_rate(self, rate: float) -> None:
        for group in self.optimizer.param_groups:
            if self.recording:
                group["lr"].fill_(group["scale"] * rate)
            else:
                group["lr"] = group["scale"] * rate

    @property
    def checkpoint(self) -> Path:
        return self.options.run / "checkpoint.pt"

    def _resume(self) -> None:
        state = torch.load(self.checkpoint, map_location="cpu")
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        self.step, self.seconds = state["step"], state["seconds"]

    def save(self) -> None:
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(),
                 "step": self.step, "seconds": self.seconds, "styles": [s.id for s in self.styles]}
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def next_styles(self, count: int) -> list[int]:
        """Round-robin in a random order, so that all styles are seen as often as they should be."""
        turns = np.repeat(np.arange(len(self.styles)), [style.share for style in self.styles])
        while len(self.queue) < count:
            self.queue += self.rng.permutation(turns).tolist()
        taken, self.queue = self.queue[:count], self.queue[count:]
        return taken

    def next_batch(self) -> tuple[Batch, list[int]]:
        """And its styles by number, for the log."""
        o = self.options
        styles = self.next_styles(o.batch)
        photos = self.photos.crops(o.batch // o.per_photo, self.rng)
        return Batch(photos, data.here(np.array(styles)), sample_strengths(o.batch, o.partial, self.rng)), styles

    def losses(self, batch: Batch) -> Outcome:
        o, rows, strength, repeats = self.options, batch.rows, batch.strength, self.options.per_photo
        mix = one_hot_mix(rows + 1, strength, len(self.styles) + 1)
        photos = data.defocused(batch.photos, self.generator)
        with torch.no_grad():
            goal = repeated(self.fast_judge(photos)[perceptual.CONTENT_LAYER], repeats)
        photos = repeated(photos, repeats)
        seen = data.photometric(photos, self.generator)
        painted, steady = self.paint_again(seen, mix) if o.steady else (self.paint(seen, mix), None)
        losses = self.fast_compare(painted, photos, goal, {n: grams[rows] for n, grams in self.grams.items()})
        content, style, pixel, variation, lattice = losses
        total = (content + o.style_weight * self.style_weights[rows] * strength ** 2 * style
                 + o.pixel_weight * (1 - strength) ** 2 * pixel + o.variation * variation
                 + o.lattice * lattice)
        unsteady = None
        if steady is not None:
            total = total + o.steady * repeated(steady, repeats)
            unsteady = steady.mean().detach()
        return Outcome(total.mean(), unsteady, torch.stack([strength, *losses]).detach())

    def paint_again(self, seen: Tensor, mix: Tensor) -> tuple[Tensor, Tensor]:
        """What is painted (N), and how inconsistent that is with what is painted a moment later (N / per photo).

        In one pass, and of a photo once: every image more is paid for.
        """
        repeats = self.options.per_photo
        once = seen[::repeats]
        flow = random_flow(len(once), *once.shape[2:], self.generator)
        later = seen_again(once, flow, self.generator)
        painted, again = self.paint(torch.cat([seen, later]), torch.cat([mix, mix[::repeats]])).split([len(seen), len(once)])
        return painted, inconsistency(painted[::repeats], again, flow)

    def compare(self, painted: Tensor, photos: Tensor, goal: Tensor, grams: dict[str, Tensor]) -> tuple[Tensor, ...]:
        """Losses of content, style, pixels, variation and lattice -> (N,) each; `goal`: features of the photos."""
        features = self.judge(painted)
        # Absolute exposure cannot survive instance normalization; the compositor restores it, so
        # mostly the restored picture is compared.
        restored = perceptual.match_statistics(painted, photos)
        pixel = (0.8 * (restored - photos).square() + 0.2 * (painted - photos).square()).mean((1, 2, 3))
        return (perceptual.content_loss(features[perceptual.CONTENT_LAYER], goal), perceptual.style_loss(features, grams),
                pixel, perceptual.total_variation(painted), perceptual.lattice(painted))

    def update(self, batch: Batch) -> Outcome:
        """A step of the optimizer."""
        self.optimizer.zero_grad(set_to_none=True)
        outcome = self.losses(batch)
        outcome.total.backward()
        clipped_step(self.optimizer)
        return replace(outcome, total=outcome.total.detach())

    def paint(self, images: Tensor, mix: Tensor) -> Tensor:
        with torch.autocast(images.device.type, torch.bfloat16, enabled=self.options.student_bf16,
                            cache_enabled=not self.recording):
            return self.fast_network(images, mix).float()

    def train(self) -> None:
        o = self.options
        started = saved = time.monotonic()
        before = self.seconds
        pending: list[Pending] = []
        update = Recorded(self.update, self.generator) if self.recording else self.update
        with open_log(o.run, o.resume) as log:
            while not self.schedule.over(self.step, self.seconds):
                self.set_rate(o.rate * self.schedule.rate(self.step, self.seconds))
                batch, styles = self.next_batch()
                outcome = update(batch)
                self.step += 1
                now = time.monotonic()
                self.seconds = before + now - started
                if self.step % o.log_every == 0:
                    pending.append(Pending(self.step, self.seconds, styles, outcome))
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
            total, unsteady = p.outcome.total, p.outcome.unsteady
            values = p.outcome.figures.cpu().tolist()
            images = [{"style": self.styles[k].id, **{n: round(v[i], 6) for n, v in zip(FIGURES, values)}}
                      for i, k in enumerate(p.styles)]
            record = {"step": p.step, "seconds": round(p.seconds, 1), "total": total.item(),
                      "unsteady": None if unsteady is None else unsteady.item(), "images": images}
            log.write(json.dumps(record) + "\n")
        log.flush()
        if pending:
            print(f"step {pending[-1].step} {self.seconds:.0f} s total {pending[-1].outcome.total.item():.3f}", flush=True)
        pending.clear()


def repeated(values: Tensor, times: int) -> Tensor:
    """Every entry so many times in a row: (N, …) -> (N * times, …)."""
    return values[:, None].expand(-1, times, *values.shape[1:]).flatten(0, 1)


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
        import new_style  # which, like one_style, builds on this module

        new_style.learn(options)
    elif options.only:
        import one_style

        one_style.OneStyle(options).train()
    else:
        Trainer(options).train()


if __name__ == "__main__":
    main()
