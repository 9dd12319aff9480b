"""The accuracy gate of other languages: recognition and end-to-end F1 over our own texts, one pair a language.

`python tests/accuracy_languages.py` prints today's scores beside the floors, for the texts that the tables
were tuned on and for those kept apart ("unseen"). `--raise` and `--lower` set floors as in `accuracy.py`.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from accuracy import gate

if TYPE_CHECKING:
    from geomap import Geoparser

CASES = Path(__file__).parent / "cases" / "languages.jsonl"
FLOORS = Path(__file__).parent / "cases" / "language_floors.json"
#: One mention of a language's forty is .025: a floor lets one go.
SLACK = 0.03


def scores(geoparser: Geoparser) -> dict[str, float]:
    """For each language, and for all texts of each set: recognition and end-to-end F1."""
    lines: dict[str, list[str]] = defaultdict(list)
    for line in CASES.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        lines[record["language"]].append(line)
        lines[record["set"]].append(line)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, some in sorted(lines.items()):
            path = Path(folder) / f"{name}.jsonl"
            path.write_text("\n".join(some) + "\n", encoding="utf-8")
            found[f"{name} recognition"] = _f1(path, "recognition", "spans", geoparser)
            found[f"{name} end to end"] = _f1(path, "end-to-end", "end to end", geoparser)
    return found


def _f1(path: Path, task: str, title: str, geoparser: Geoparser) -> float:
    from geomap import evaluate

    report = evaluate.run([path], task, geoparser=geoparser, examples=0)
    tables = {table.title: table for table in report.corpora[0].tables}
    return round(tables[title].records()[0]["f1"], 4)


if __name__ == "__main__":
    gate(scores, cases=CASES, pinned_in=FLOORS, slack=SLACK, about=__doc__)
