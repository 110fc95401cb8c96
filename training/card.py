"""Writes what is measured and what is given into a model card: the text between its markers.

    <!-- figures --> … <!-- /figures -->      evaluate.py's report, beside that of an earlier state if there is one
    <!-- paintings --> … <!-- /paintings -->  the styles and their weights, from model.json and styles.json
    <!-- weights -->…<!-- /weights -->        size and SHA-256 of the weights
"""
from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

METRICS = {"content": 3, "style": 4, "total": 3, "shift": 1, "flicker": 2, "warp": 1}  # decimals
STEADINESS = ("style", "shift", "flicker", "warp")


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def mean(styles: dict[str, Any], metric: str) -> float | None:
    values = [style[metric] for style in styles.values() if metric in style]
    return float(np.mean(values)) if values else None


def cell(value: float | None, metric: str) -> str:
    return "" if value is None else f"{value:.{METRICS[metric]}f}"


def figures(report: dict[str, Any], before: dict[str, Any] | None) -> str:
    """A row for every style, the published networks beneath theirs, the mean at the end."""
    columns = [*METRICS] + ([f"{m} before" for m in STEADINESS] if before else [])
    gatys = any("gatys" in style for style in report["styles"].values())
    lines = [row(["style", *columns] + (["Gatys"] if gatys else [])), "|---" * (len(columns) + 1 + gatys) + "|"]
    earlier = before["styles"] if before else {}
    for name, style in report["styles"].items():
        cells = [name] + [cell(style.get(m), m) for m in METRICS]
        if before:
            cells += [cell(earlier.get(name, {}).get(m), m) for m in STEADINESS]
        lines.append(row(cells + ([reached(style)] if gatys else [])))
        other = report.get("published", {}).get(name)
        if other:
            lines.append(row([f"{name}, published"] + [cell(other.get(m), m) for m in METRICS] +
                             [""] * (len(columns) - len(METRICS) + gatys)))
    cells = ["**mean**"] + [cell(mean(report["styles"], m), m) for m in METRICS]
    if before:
        same = {name: style for name, style in earlier.items() if name in report["styles"]}
        cells += [cell(mean(same, m), m) for m in STEADINESS]
    lines.append(row(cells + ([""] if gatys else [])))
    return "\n".join(lines)


def reached(style: dict[str, Any]) -> str:
    """At which iteration of optimization the network's total is reached."""
    gatys = style.get("gatys")
    if gatys is None:
        return ""
    iteration = gatys["meanReached"]
    return f"over {gatys['iterations']}" if iteration is None else str(iteration)


def paintings(model: dict[str, Any], styles: dict[str, Any]) -> str:
    lines = [row(["title", "painter", "year", "died", "style weight"]), "|---" * 5 + "|"]
    for style in model["styles"]:
        known = styles[style["id"]]
        lines.append(row([style["title"], style["artist"], style["year"], str(known["died"]), str(known["weight"])]))
    return "\n".join(lines)


def weights(model: dict[str, Any]) -> str:
    return f"{model['weights']['bytes']:,} bytes of float16 weights (SHA-256 `{model['weights']['sha256']}`)"


def between(card: str, name: str, text: str, line: bool) -> str:
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if start not in card or end not in card:
        raise ValueError(f"the card has no {start} … {end}")
    around = "\n\n" if line else ""
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    return pattern.sub(lambda _: start + around + text + around + end, card, count=1)


def main(argv: list[str] | None = None) -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--model", type=Path, required=True, help="folder of model.json and CARD.md")
    p.add_argument("--styles", type=Path, default=Path(__file__).with_name("styles.json"))
    p.add_argument("--report", type=Path, help="evaluate.py's, of these weights")
    p.add_argument("--published", type=Path, help="evaluate.py's with --compare, of any tier, if the report has none")
    p.add_argument("--before", type=Path, help="evaluate.py's, of the state that fine-tuning began from")
    o = p.parse_args(argv)
    path = o.model / "CARD.md"
    card = path.read_text()
    model = json.loads((o.model / "model.json").read_text())
    card = between(card, "weights", weights(model), False)
    card = between(card, "paintings", paintings(model, json.loads(o.styles.read_text())), True)
    if o.report:
        report = json.loads(o.report.read_text())
        if report["weights"] != model["weights"]["sha256"]:
            p.error(f"{o.report} is of other weights")
        if o.published:
            report["published"] = json.loads(o.published.read_text())["published"]
        card = between(card, "figures", figures(report, json.loads(o.before.read_text()) if o.before else None), True)
    path.write_text(card)


if __name__ == "__main__":
    main()
