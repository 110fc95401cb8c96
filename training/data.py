"""Photographs and paintings: decoded once into a uint8 cache outside the repository."""
from __future__ import annotations

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from torch import Tensor

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
SHORT_SIDE = 300  # of the cached photographs
CROP = 256
LARGEST_SIDE = 360  # short side of a photograph a crop of 256 is taken from, at most
DEFOCUSED = 0.2  # share of the photographs that have parts out of focus
BLUR = 16  # pixels


def held_out(path: Path) -> bool:
    """Photographs whose file number ends in 7 are for evaluation, never trained on."""
    number = re.findall(r"\d+", path.stem)
    return bool(number) and number[-1].endswith("7")


def image_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"})


def load_image(path: Path, short_side: int, multiple: int = 1) -> np.ndarray:
    """RGB uint8 (H, W, 3), Lanczos-resized so that the short side is `short_side`."""
    image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    scale = short_side / min(image.size)
    width, height = (max(multiple, round(s * scale / multiple) * multiple) for s in image.size)
    return np.asarray(image.resize((width, height), Image.LANCZOS))


def here(array: np.ndarray) -> Tensor:
    """The array on torch's default device: the processor, unless train.py chose another."""
    return torch.from_numpy(array).to(device(), non_blocking=True)


def device() -> torch.device:
    return torch.empty(0).device


def use(name: str) -> None:
    """Makes a device torch's default; a GPU multiplies in bfloat16 and TensorFloat-32 where it may."""
    if name != "cpu":
        torch.set_default_device(name)  # PyTorch 2
        torch.backends.cudnn.benchmark = True
        torch.set_float32_matmul_precision("high")


def to_tensor(pixels: np.ndarray) -> Tensor:
    """(H, W, 3) uint8 -> (1, 3, H, W) float in 0..1."""
    return here(pixels.copy()).permute(2, 0, 1)[None].float() / 255


def to_pixels(image: Tensor) -> np.ndarray:
    """(1, 3, H, W) in 0..1 -> (H, W, 3) uint8."""
    return (image[0].clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy()


class Photos:
    """Random crops of the training photographs, all kept decoded in one array: on a GPU in its memory."""

    def __init__(self, folder: Path, cache: Path, crop: int = CROP) -> None:
        self.crop = crop
        files = [p for p in image_files(folder) if not held_out(p)]
        key = hashlib.sha256("\n".join(map(str, files)).encode()).hexdigest()[:12]
        data, index = cache / f"photos-{key}.u8", cache / f"photos-{key}.json"
        if not index.exists():
            self._decode(files, data, index)
        self.shapes: list[tuple[int, int, int]] = [tuple(s) for s in json.loads(index.read_text())]
        self.pixels = here(np.memmap(data, np.uint8, "c"))

    @staticmethod
    def _decode(files: list[Path], data: Path, index: Path) -> None:
        data.parent.mkdir(parents=True, exist_ok=True)
        shapes, offset = [], 0
        with data.open("wb") as out, ThreadPoolExecutor() as pool:
            for pixels in pool.map(lambda path: load_image(path, SHORT_SIDE), files):
                shapes.append((offset, *pixels.shape[:2]))
                out.write(pixels.tobytes())
                offset += pixels.size
        index.write_text(json.dumps(shapes))

    def __len__(self) -> int:
        return len(self.shapes)

    def crops(self, count: int, generator: np.random.Generator) -> Tensor:
        """(count, 3, crop, crop) in 0..1: random photographs, places, scales (short side 256 to 360) and flips."""
        return torch.cat([self._crop(generator) for _ in range(count)])

    def _crop(self, generator: np.random.Generator) -> Tensor:
        offset, height, width = self.shapes[generator.integers(len(self.shapes))]
        smallest = CROP * SHORT_SIDE // LARGEST_SIDE
        side = min(int(generator.integers(smallest, min(height, width) + 1)) * self.crop // CROP, height, width)
        y, x = generator.integers(height - side + 1), generator.integers(width - side + 1)
        photo = self.pixels[offset:offset + height * width * 3].view(height, width, 3)
        crop = photo[y:y + side, x:x + side].permute(2, 0, 1)[None].float() / 255
        if side != self.crop:
            crop = F.interpolate(crop, (self.crop, self.crop), mode="bilinear", antialias=True)
        return crop.flip(3) if generator.random() < 0.5 else crop


def defocused(images: Tensor, generator: torch.Generator) -> Tensor:
    """Some with parts out of focus: cameras show more flat walls and blurred backgrounds than photographs do."""
    size, count = images.shape[2:], len(images)
    blurred = F.interpolate(F.avg_pool2d(images, BLUR), size, mode="bilinear")
    chosen = (torch.rand(count, 1, 1, 1, generator=generator) < DEFOCUSED).float()
    depth = F.interpolate(torch.randn(count, 1, 5, 5, generator=generator), size, mode="bicubic", align_corners=True)
    return images + chosen * torch.sigmoid(8 * depth) * (blurred - images)


def photometric(images: Tensor, generator: torch.Generator) -> Tensor:
    """Random exposure, contrast, tint and sensor noise, weak: the stylization should not depend on them."""
    n = len(images)

    def uniform(low: float, high: float, channels: int = 1) -> Tensor:
        return torch.rand(n, channels, 1, 1, generator=generator) * (high - low) + low

    contrast, exposure = uniform(0.7, 1.15), uniform(-0.1, 0.1)
    tint = uniform(0.93, 1.07, 3)
    noise = torch.randn(images.shape, generator=generator) * uniform(0.0, 3 / 255)
    return (((images - 0.5) * contrast + 0.5) * tint + exposure + noise).clamp(0, 1)


def shifted(image: Tensor, dx: int, dy: int) -> Tensor:
    """Moves the content by whole pixels, the border clamped."""
    pad = (max(dx, 0), max(-dx, 0), max(dy, 0), max(-dy, 0))
    height, width = image.shape[2:]
    padded = F.pad(image, pad, mode="replicate")
    y, x = max(-dy, 0), max(-dx, 0)
    return padded[:, :, y:y + height, x:x + width]
