"""The accuracy gate: scores over our own annotated reports, pinned, with the digest of the reports.

`python tests/accuracy.py` prints today's scores beside the floors. `--raise` moves floors up to a little
under today's scores; `--lower` moves them wherever today's scores are, which needs a reason in the commit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap import Geoparser

CASES = Path(__file__).parent / "cases" / "reports.jsonl"
FLOORS = Path(__file__).parent / "cases" / "floors.json"
#: How far under a measured score its floor is set: less than the change of ten mentions.
SLACK = 0.004


def digest(path: Path = CASES) -> str:
    """The hash of the annotated reports; a changed report asks for new floors."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def scores(geoparser: Geoparser) -> dict[str, float]:
    """Today's scores; a higher one is better, the calibration error is turned round."""
    from geomap import evaluate

    found = {}
    for task in ("recognition", "resolution", "end-to-end"):
        report = evaluate.run([CASES], task, geoparser=geoparser, examples=0)
        tables = {table.title: table for table in report.corpora[0].tables}
        if task == "recognition":
            found["recognition f1"] = tables["spans"].records()[0]["f1"]
            found["role accuracy"] = tables["role accuracy"].records()[-1]["accuracy"]
        elif task == "resolution":
            values = dict(tables["resolution"].rows)
            found["resolution right"] = values["right"]
            found["exact id"] = values["exact_id"]
            found["calibration"] = 1 - _calibration_error(tables["calibration"].note)
        else:
            found["end to end f1"] = tables["end to end"].records()[0]["f1"]
    return {name: round(value, 4) for name, value in found.items()}


def _calibration_error(note: str) -> float:
    """The expected calibration error that the table's note states."""
    import re

    return float(re.search(r"error (0?\.\d+)", note)[1])


def floors(path: Path = FLOORS) -> dict:
    """The pinned floors and the digest of the texts that they were set for."""
    return json.loads(path.read_text(encoding="utf-8"))


def gate(
    scores: Callable[[Geoparser], dict[str, float]], *, cases: Path, pinned_in: Path, slack: float, about: str | None
) -> None:
    """The command of a gate: print today's scores beside the floors, and move these when asked to."""
    from geomap import Geoparser

    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="up", action="store_true", help="move floors up to today's scores")
    parser.add_argument("--lower", action="store_true", help="set all floors anew, downwards too")
    arguments = parser.parse_args()
    today = scores(Geoparser())
    pinned = floors(pinned_in)["floors"] if pinned_in.exists() else {}
    for name, value in today.items():
        print(f"{name:20} {value:.4f}  floor {pinned.get(name, 0):.4f}")
    if arguments.up or arguments.lower:
        new = {name: round(value - slack, 4) for name, value in today.items()}
        if not arguments.lower:
            new = {name: max(value, pinned.get(name, 0)) for name, value in new.items()}
        record = {"digest": digest(cases), "floors": new}
        pinned_in.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    gate(scores, cases=CASES, pinned_in=FLOORS, slack=SLACK, about=__doc__)
