"""What makes a GPU busy: small kernels fused into few, and a step of training as one CUDA graph.

Python, launching thousands of kernels, is slower than a GPU. What is recorded may not ask the GPU for anything, nor
copy from the processor.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

Function = TypeVar("Function", bound=Callable)
WARM_UP = 3  # steps, in which libraries choose their kernels and the optimizer makes its state


@dataclass(frozen=True)
class Batch:
    """What a step paints."""

    photos: Tensor  # (images / per photo, 3, crop, crop) in 0..1
    rows: Tensor  # (images,) of the table of styles
    strength: Tensor  # (images,)


@dataclass(frozen=True)
class Outcome:
    total: Tensor  # the loss
    unsteady: Tensor | None
    figures: Tensor  # (figures, images)


def fused(function: Function) -> Function:
    """Compiled for the shapes it meets (PyTorch 2), which takes a minute at its first call."""
    return torch.compile(function, dynamic=False)


class Recorded:
    """Does `update` as often as it is called: the first call does the warm-up, and records."""

    def __init__(self, update: Callable[[Batch], Outcome], generator: torch.Generator) -> None:
        self.update, self.generator = update, generator
        self.graph: torch.cuda.CUDAGraph | None = None

    def __call__(self, batch: Batch) -> Outcome:
        if self.graph is None:
            return self._record(batch)
        for mine, given in zip(vars(self.batch).values(), vars(batch).values()):
            mine.copy_(given)
        self.graph.replay()
        # The next step writes where this one did.
        return Outcome(*(None if value is None else value.clone() for value in vars(self.outcome).values()))

    def _record(self, batch: Batch) -> Outcome:
        self.batch = batch
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(WARM_UP):
                outcome = self.update(batch)
        torch.cuda.current_stream().wait_stream(aside)
        self.graph = torch.cuda.CUDAGraph()
        self.graph.register_generator_state(self.generator)
        with torch.cuda.graph(self.graph):
            self.outcome = self.update(batch)
        return outcome
