"""What train.py can be told: it trains one tier, or a new style on top of a trained one.

A phase is a loss network, a learning rate and a number of minutes or steps; phases follow each
other with `--start`, an interrupted one goes on with `--resume`. See runs/ for exact commands.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import data
from networks import ARCHITECTURES


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
    p.add_argument("--eager", action="store_true", help="on a GPU: launch every kernel from Python, as without one")
    p.add_argument("--log-every", type=int, default=1, help="steps; the log of a GPU's run is long")
    p.add_argument("--checkpoint-minutes", type=float, default=5.0)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--only", metavar="STYLE", help="learn this style's (gamma, beta) alone, all else as it is in --start")
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
    if o.only and not (o.start or o.resume):
        p.error("--only needs a --start: the tier that has that style")
    if not o.add and not o.run:
        p.error("--run is needed: the folder that keeps the run")
    o.steps = o.steps or (400 if o.add else 10_000)
    o.rate = o.rate or (1e-2 if o.add else 2e-3)
    o.evaluator = o.evaluator or data.DATA / "teachers" / ("vgg19.npz" if o.add else "vgg19_small16x.npz")
    return o
