"""How far a run is, by steps or by the clock, and the learning rate that follows from it."""
from __future__ import annotations

import math
from dataclasses import dataclass

WARM_UP = 50  # steps
FINAL_RATE = 0.02  # of the peak, where the cosine ends


@dataclass(frozen=True)
class Schedule:
    """Ends after `steps` or, where a machine is lent for so long and no longer, after `seconds`."""

    steps: int
    seconds: float | None = None

    def progress(self, step: int, seconds: float) -> float:
        """0 at the start, 1 at the end."""
        share = step / max(1, self.steps)
        return min(1.0, share if self.seconds is None else max(share, seconds / self.seconds))

    def over(self, step: int, seconds: float) -> bool:
        return self.progress(step, seconds) >= 1

    def rate(self, step: int, seconds: float) -> float:
        """As a share of the peak: a linear warm-up, then half a cosine."""
        progress = self.progress(step, seconds)
        cosine = FINAL_RATE + (1 - FINAL_RATE) * 0.5 * (1 + math.cos(math.pi * progress))
        return min(1.0, (step + 1) / WARM_UP) * cosine
