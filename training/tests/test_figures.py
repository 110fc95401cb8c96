"""What is drawn: curves of a log, and the drawing that styles are shown by."""
from __future__ import annotations

import json
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

import with_pytorch  # noqa: F401

import numpy as np

import curves
import drawing
import plot


class Curves(unittest.TestCase):
    def test_a_log_is_drawn(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "run" / "log.jsonl"
            log.parent.mkdir()
            records = [{"step": i, "seconds": 60.0 * i, "total": 10.0 / i, "features": 1.0 / i} for i in (1, 2, 3)]
            log.write_text("".join(json.dumps(r) + "\n" for r in records) + '{"step": 4, "sec')  # interrupted
            self.assertEqual(curves.phase(log, "of May")["phase"], "run of May")
            phase = curves.phase(log)
            self.assertEqual((phase["step"], phase["minutes"]), ([1, 2, 3], [1.0, 2.0, 3.0]))
            picture = plot.draw([phase])
            self.assertEqual(picture.count("<polyline"), 2)
            self.assertEqual(xml.etree.ElementTree.fromstring(picture).tag, "{http://www.w3.org/2000/svg}svg")


class Drawing(unittest.TestCase):
    def test_the_drawing_is_a_picture_and_always_the_same(self) -> None:
        picture = drawing.draw(96, 64)
        self.assertEqual(picture.shape, (64, 96, 3))
        self.assertGreater(picture.std(), 30)
        self.assertTrue(np.array_equal(picture, drawing.draw(96, 64)))


if __name__ == "__main__":
    unittest.main()
