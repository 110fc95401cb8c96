"""A first guess of the compact perceptual network: VGG19 pruned, layer by layer.

At each layer the teacher's channels that explain most of its Gram matrix are chosen (pivoted
Cholesky), and the student's convolution is fitted by least squares to give them from what the
student already has. Channels are scaled so that the lift back to the teacher's has columns of
norm 1: the student's Gram distances begin as near to the teacher's as a choice of channels gets.
"""
from __future__ import annotations

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

import perceptual
from compact import LAYOUT, CompactPerceptual, pooled_before

# VGG16 has one convolution fewer in blocks 3 and 4: the last ones stand for VGG19's last.
TAUGHT_BY = {"3_3": "3_4", "4_3": "4_4"}
ROWS = 60_000  # positions for the least squares
RIDGE = 1e-4
ROUNDS = 4


def responses(teacher: perceptual.PerceptualNetwork, images: Tensor) -> Iterator[tuple[str, Tensor]]:
    """The teacher's layers before ReLU, one after the other."""
    x = torch.einsum("oc,nchw->nohw", teacher.scale, images) + teacher.offset[:, None, None]
    x = x.to(teacher.dtype)
    for name in teacher.names:
        if pooled_before(name):
            x = F.max_pool2d(x, 2)
        z = F.conv2d(x, getattr(teacher, f"weight{name}"), getattr(teacher, f"bias{name}"), padding=1)
        yield name, z.float()
        x = F.relu(z)


def pivots(gram: Tensor, count: int) -> list[int]:
    """The channels that, one after the other, explain most of what the earlier ones left."""
    rest, chosen = gram.double().clone(), []
    for _ in range(count):
        energy = rest.square().sum(0) / rest.diagonal().clamp_min(1e-12)  # explained by each
        energy[rest.diagonal() < 1e-6 * gram.diagonal()] = 0  # nothing left but rounding
        energy[chosen] = -1
        best = int(energy.argmax())
        chosen.append(best)
        column = rest[:, best].clone()
        rest -= torch.outer(column, column) / column[best].clamp_min(1e-12)
    return chosen


class LeastSquares:
    """With a little ridge. Made once for inputs (rows, a), which is what takes long, solved for any targets."""

    def __init__(self, inputs: Tensor) -> None:
        square = inputs.t() @ inputs
        square += (RIDGE * square.diagonal().mean() + 1e-8) * torch.eye(len(square))
        self.inputs, self.factors = inputs, torch.linalg.lu_factor(square.double())

    def solve(self, targets: Tensor) -> Tensor:
        """(rows, b) -> (a, b)"""
        return torch.linalg.lu_solve(*self.factors, (self.inputs.t() @ targets).double()).float()


def patches(x: Tensor, positions: Tensor) -> Tensor:
    """3x3 neighbourhoods at flat positions of (N, C, H, W), and a 1 for the bias -> (rows, 9 C + 1)."""
    rows = []
    for image, wanted in zip(x, positions):
        rows.append(F.unfold(image[None], 3, padding=1)[0][:, wanted].t())
    taken = torch.cat(rows)
    return torch.cat([taken, torch.ones(len(taken), 1)], 1)


def fit(inputs: Tensor, targets: Tensor) -> Tensor:
    """Least squares through ReLU: where target and guess are both negative, the guess is right."""
    goal, equations = targets, LeastSquares(inputs)
    for _ in range(ROUNDS):
        weights = equations.solve(goal)
        guess = inputs @ weights
        goal = torch.where((targets < 0) & (guess < 0), guess, targets)
    return weights


@torch.no_grad()
def begin(student: CompactPerceptual, lifts: dict[str, Tensor], scales: dict[str, float],
          teacher: perceptual.PerceptualNetwork, images: Tensor) -> None:
    """Writes the student's weights and those of the lifts that there are; images (N, 3, H, W) in 0..1."""
    wanted = dict(responses(teacher, images))
    x = (images - student.mean) / student.std
    for name, channels in LAYOUT.items():
        if pooled_before(name):
            x = F.max_pool2d(x, 2)
        target = wanted[TAUGHT_BY.get(name, name)]
        target = target / scales.get(name, target.clamp_min(0).square().mean().sqrt().item())
        active = F.relu(target)
        flat = active.transpose(0, 1).flatten(1)
        chosen = pivots(flat @ flat.t() / flat.shape[1], channels)
        size = x.shape[2] * x.shape[3]
        count = min(size, ROWS // len(x))
        positions = torch.stack([torch.randperm(size)[:count] for _ in x])
        sampled = torch.cat([t.flatten(1)[chosen][:, p].t() for t, p in zip(target, positions)])
        weights = fit(patches(x, positions), sampled)
        kernel, bias = weights[:-1].t().reshape(channels, -1, 3, 3), weights[-1]
        out = F.relu(F.conv2d(x, kernel, bias, padding=1))
        own = out.transpose(0, 1).flatten(1)
        lift = LeastSquares(own.t()).solve(flat.t()).t()  # (teacher's channels, student's)
        norms = lift.norm(dim=0).clamp_min(1e-3)
        if name in lifts:
            lifts[name].copy_(lift / norms)
        student.weights[f"{name}/kernel"].copy_(kernel * norms[:, None, None, None])
        student.weights[f"{name}/bias"].copy_(bias * norms)
        x = out * norms[:, None, None]
        error = (lift @ own - flat).square().sum() / flat.square().sum()
        print(f"{name}: {error:.3f} of the teacher's features left unexplained", flush=True)
