"""The log of a run: a line of JSON a step, read by curves.py."""
from __future__ import annotations

from pathlib import Path
from typing import TextIO


def open_log(run: Path, resume: bool) -> TextIO:
    """Begun anew, or gone on with after the last whole line."""
    path = run / "log.jsonl"
    if not resume or not path.exists():
        return path.open("w")
    text = path.read_text()
    path.write_text(text[:text.rfind("\n") + 1])
    return path.open("a")
