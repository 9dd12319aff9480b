"""The accuracy gate of other languages: recognition and end-to-end F1 over our own texts, one pair a language.

`python tests/accuracy_languages.py` prints today's scores beside the floors, for the texts that the tables
were tuned on and for those kept apart ("unseen"). `--raise` and `--lower` set floors as in `accuracy.py`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from accuracy import digest

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


def floors() -> dict:
    """The pinned floors and the digest of the texts that they were set for."""
    return json.loads(FLOORS.read_text(encoding="utf-8"))


def main() -> None:
    from geomap import Geoparser

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="up", action="store_true", help="move floors up to today's scores")
    parser.add_argument("--lower", action="store_true", help="set all floors anew, downwards too")
    arguments = parser.parse_args()
    today = scores(Geoparser())
    pinned = floors()["floors"] if FLOORS.exists() else {}
    for name, value in today.items():
        print(f"{name:20} {value:.4f}  floor {pinned.get(name, 0):.4f}")
    if arguments.up or arguments.lower:
        new = {name: round(value - SLACK, 4) for name, value in today.items()}
        if not arguments.lower:
            new = {name: max(value, pinned.get(name, 0)) for name, value in new.items()}
        FLOORS.write_text(json.dumps({"digest": digest(CASES), "floors": new}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
