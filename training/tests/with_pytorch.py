"""Import this first: it puts the scripts on the path, and skips, visibly, where PyTorch or what it goes with is not installed."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
try:
    import numpy  # noqa: F401
    import PIL  # noqa: F401
    import torch  # noqa: F401
except ImportError as error:
    raise unittest.SkipTest(f"PyTorch, NumPy and Pillow are needed: {error}") from error
