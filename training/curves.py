"""Loss curves of a training: the logs of its phases, averaged over stretches of steps, as one JSON."""
from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

POINTS = 60  # a phase


def mean(values: list[float]) -> float | None:
    return round(float(np.mean(values)), 5) if values else None


def read_steps(log: Path) -> list[dict[str, Any]]:
    """Records by step; where a run was resumed, the later one of a step counts."""
    records = {}
    text = gzip.decompress(log.read_bytes()).decode() if log.suffix == ".gz" else log.read_text()
    for line in text.splitlines():
        if line.endswith("}"):  # an interrupted run may leave half a line
            record = json.loads(line)
            records[record["step"]] = record
    return [records[step] for step in sorted(records)]


def split(records: list[dict[str, Any]]) -> list[np.ndarray]:
    return np.array_split(np.arange(len(records)), min(POINTS, len(records)))


def distillation(records: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """A phase of distil.py: the mean of every loss."""
    stretches = split(records)
    losses = [key for key in records[0] if key not in ("step", "seconds")]
    return {"phase": name, "step": [records[s[-1]]["step"] for s in stretches],
            "minutes": [round(records[s[-1]]["seconds"] / 60, 2) for s in stretches],
            **{key: [mean([records[i][key] for i in s]) for s in stretches] for key in losses}}


def phase(log: Path, session: str | None = None) -> dict[str, Any]:
    records = read_steps(log)
    phase_name = " ".join(filter(None, [log.parent.name, session]))
    if "images" not in records[0]:
        return distillation(records, phase_name)
    stretches = split(records)
    points: dict[str, list[Any]] = defaultdict(list)
    styles: dict[str, list[Any]] = defaultdict(list)
    names = sorted({image["style"] for r in records for image in r["images"]})
    for stretch in stretches:
        images = [image for i in stretch for image in records[i]["images"]]
        painted = [image for image in images if image["strength"] == 1]
        points["step"].append(records[stretch[-1]]["step"])
        points["minutes"].append(round(records[stretch[-1]]["seconds"] / 60, 2))
        points["total"].append(mean([records[i]["total"] for i in stretch]))
        points["content"].append(mean([i["content_loss"] for i in painted]))
        points["style"].append(mean([i["style_loss"] for i in painted]))
        points["identityPixel"].append(mean([i["pixel_loss"] for i in images if i["strength"] == 0]))
        for name in names:
            styles[name].append(mean([i["style_loss"] for i in painted if i["style"] == name]))
    return {"phase": phase_name, **points, "styles": dict(styles)}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("logs", type=Path, nargs="+", help="log.jsonl, or log.jsonl.gz")
    p.add_argument("--after", type=Path, help="curves of the phases before, which stay in front unless they have the same name")
    p.add_argument("--session", help="added to the phases' names, where folders are called alike every time")
    p.add_argument("--out", type=Path, required=True)
    o = p.parse_args()
    logged = [phase(log, o.session) for log in o.logs]
    names = {known["phase"] for known in logged}
    before = json.loads(o.after.read_text())["phases"] if o.after else []
    phases = ",\n  ".join(json.dumps(p) for p in [*(p for p in before if p["phase"] not in names), *logged])
    o.out.write_text('{"phases": [\n  ' + phases + "\n]}\n")


if __name__ == "__main__":
    main()
