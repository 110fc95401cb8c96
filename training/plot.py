"""Draws curves.json as curves.svg: the losses of each phase over its minutes, logarithmic."""
from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 360, 260  # of a phase's panel
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 30, 36
COLOURS = ("#b5432a", "#2a6f97", "#5a7d2a", "#8a5a9e", "#555555", "#c79a2a")
NOT_CURVES = {"phase", "step", "minutes", "styles"}


def curves_of(phase: dict[str, Any]) -> dict[str, list[tuple[float, float]]]:
    """Name -> (minutes, value): what is missing or not positive is left out."""
    return {name: [(m, v) for m, v in zip(phase["minutes"], values) if v and v > 0]
            for name, values in phase.items() if name not in NOT_CURVES}


def panel(phase: dict[str, Any], offset: float) -> list[str]:
    curves = {name: points for name, points in curves_of(phase).items() if points}
    values = [v for points in curves.values() for _, v in points]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    end = max(phase["minutes"])
    x = lambda minutes: offset + LEFT + minutes / end * (WIDTH - LEFT - RIGHT)
    y = lambda value: TOP + (high - math.log10(value)) / (high - low) * (HEIGHT - TOP - BOTTOM)
    out = [f'<text x="{offset + LEFT}" y="16" font-weight="bold">phase {phase["phase"]}</text>']
    for power in range(low, high + 1):
        at = y(10.0 ** power)
        out.append(f'<line x1="{x(0):.1f}" y1="{at:.1f}" x2="{x(end):.1f}" y2="{at:.1f}" stroke="#ddd"/>'
                   f'<text x="{x(0) - 6:.1f}" y="{at + 4:.1f}" text-anchor="end">{10.0 ** power:g}</text>')
    for minutes in (0, end / 2, end):
        out.append(f'<text x="{x(minutes):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{minutes:.0f} min</text>')
    for i, (name, points) in enumerate(curves.items()):
        colour = COLOURS[i % len(COLOURS)]
        path = " ".join(f"{x(m):.1f},{y(v):.1f}" for m, v in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
                   f'<text x="{offset + LEFT + 52 * i}" y="{HEIGHT - 4}" fill="{colour}">{name}</text>')
    return out


def draw(phases: list[dict[str, Any]]) -> str:
    body = [line for i, phase in enumerate(phases) for line in panel(phase, i * WIDTH)]
    size = f'width="{WIDTH * len(phases)}" height="{HEIGHT}"'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">\n'
            '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("curves", type=Path, help="curves.json; curves.svg is written beside it")
    o = p.parse_args()
    o.curves.with_suffix(".svg").write_text(draw(json.loads(o.curves.read_text())["phases"]))


if __name__ == "__main__":
    main()
