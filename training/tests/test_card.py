"""A model card says what was measured."""
from __future__ import annotations

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import card

STYLES = {name: {"died": 1900, "weight": 1.0} for name in ("dots", "lines")}
MODEL = {"weights": {"bytes": 4096, "sha256": "abc"},
         "styles": [{"id": name, "title": name.title(), "artist": "Nobody", "year": "1899"} for name in STYLES]}
CARD = """# A network
Of <!-- weights -->old<!-- /weights -->.
<!-- figures -->
<!-- /figures -->
Said by hand.
<!-- paintings --><!-- /paintings -->
"""


def report(style: float, sha256: str = "abc") -> dict:
    rows = {"content": 0.5, "style": style, "total": 0.5 + 20 * style, "shift": 3.0, "flicker": 1.0}
    return {"weights": sha256, "styles": {name: dict(rows) for name in STYLES},
            "published": {"dots": {**rows, "style": 0.0123}}}


class CardTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "CARD.md").write_text(CARD)
        self.write("model", MODEL)
        self.write("styles", STYLES)

    def write(self, name: str, value: dict) -> str:
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(value))
        return str(path)

    def fill(self, *more: str) -> str:
        card.main(["--model", str(self.folder), "--styles", str(self.folder / "styles.json"), *more])
        return (self.folder / "CARD.md").read_text()

    def test_figures_stand_beside_those_of_before_and_the_published(self) -> None:
        text = self.fill("--report", self.write("new", report(0.02)), "--before", self.write("old", report(0.04, "x")))
        self.assertIn("| dots | 0.500 | 0.0200 | 0.900 | 3.0 | 1.00 |  | 0.0400 | 3.0 | 1.00 |  |", text)
        self.assertIn("| dots, published | 0.500 | 0.0123 |", text)
        self.assertIn("Of <!-- weights -->4,096 bytes of float16 weights (SHA-256 `abc`)<!-- /weights -->.", text)
        self.assertIn("| Lines | Nobody | 1899 | 1900 | 1.0 |", text)
        self.assertIn("Said by hand.", text)
        again = self.fill("--report", str(self.folder / "new.json"), "--before", str(self.folder / "old.json"))
        self.assertEqual(again, text)

    def test_a_report_of_other_weights_is_refused(self) -> None:
        with self.assertRaises(SystemExit):
            self.fill("--report", self.write("new", report(0.02, "other")))


if __name__ == "__main__":
    unittest.main()
