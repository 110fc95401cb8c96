"""The slow method, to judge the fast one by: L-BFGS on the pixels (Gatys et al. 2015)."""
from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def optimize(image: Tensor, loss: Callable[[Tensor], Tensor], iterations: int) -> tuple[list[float], Tensor]:
    """Loss before every iteration and after the last, starting from the content image (1, 3, H, W);
    and the picture it ends with."""
    pixels = image.flatten().clone().requires_grad_()  # flat: the optimizer wants contiguous gradients
    # One iteration a call: the optimizer keeps its history between calls.
    optimizer = torch.optim.LBFGS([pixels], max_iter=1, history_size=20, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        value = loss(pixels.view(image.shape))
        value.backward()
        return value

    losses = [optimizer.step(closure).item() for _ in range(iterations)]
    with torch.no_grad():
        end = pixels.detach().view(image.shape)
        return [*losses, loss(end).item()], end


def reached(losses: list[float], goal: float) -> int | None:
    """The first iteration at which optimization is at least as good as `goal`; None if never."""
    return next((i for i, value in enumerate(losses) if value <= goal), None)
