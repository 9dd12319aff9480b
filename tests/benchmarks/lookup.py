"""Exact look-ups in names a CPU second on one core, in batches as of a document, beside a dict and plain SQL.

python tests/benchmarks/lookup.py [--seed 7] [--count 20000] [--batch 200] [--runs 5]
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Callable

from geomap.gazetteer import Gazetteer
from geomap.names import fold, fold_many


def rate(look_up: Callable[[list[str]], object], names: list[str], batch: int, runs: int) -> float:
    """Names a CPU second: the median of the runs. The cache of folded names is emptied before each."""
    rates = []
    for _ in range(runs):
        fold.cache_clear()
        began = time.process_time()
        for start in range(0, len(names), batch):
            look_up(names[start : start + batch])
        rates.append(len(names) / (time.process_time() - began))
    return statistics.median(rates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with Gazetteer.open() as gazetteer:
        connection = sqlite3.connect(gazetteer.path)
        rows = connection.execute("SELECT key, label FROM name WHERE rank = 0").fetchall()
        hits = [label for _, label in chance.sample(rows, args.count)]
        keys = [key for key, _ in chance.sample(rows, args.count)]
        known = {key for key, _ in rows}
        misses = [name for label in hits if (name := "".join(reversed(label))) and fold(name) not in known]
        gazetteer.bearers(hits[:1000])

        def plain(names: list[str]) -> None:
            marks = ",".join("?" * len(names))
            connection.execute(f"SELECT * FROM name WHERE key IN ({marks}) AND rank < 20", fold_many(names)).fetchall()

        table: dict[str, list[tuple]] = {}
        for row in connection.execute("SELECT * FROM name WHERE rank < 20 ORDER BY key, rank"):
            table.setdefault(row[0], []).append(row)

        def in_memory(names: list[str]) -> None:
            for key in fold_many(names):
                table.get(key)

        for label, look_up, names in (
            ("bearers, known names", gazetteer.bearers, hits),
            ("bearers, unknown names and variants", gazetteer.bearers, misses),
            ("features of keys", gazetteer.features, keys),
            ("candidates, known names", gazetteer.candidates, hits),
            ("fold and one SQL statement", plain, hits),
            ("fold and a dict in memory", in_memory, hits),
        ):
            print(f"{label:38} {rate(look_up, names, args.batch, args.runs):12,.0f} names/s", flush=True)


if __name__ == "__main__":
    main()
