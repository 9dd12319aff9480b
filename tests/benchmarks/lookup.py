"""Exact look-ups in names a CPU second on one core, in batches as of a document, beside other stores, in one run.

python tests/benchmarks/lookup.py [--seed 7] [--count 20000] [--batch 200] [--runs 5]

Beside plain SQL and a dict in memory: LMDB (folded key to packed rows, memory-mapped) and flashgeotext's matcher
(flashtext over the same names, which searches a text made of them; built from the names of the sample's places
and as many others as `--flash-names` says, for a trie of all names takes gigabytes). Ratios are to `bearers`.
Before them: the first answer of a new process, with a gazetteer that is unpacked and (``--cold``) with none, the
rate at which the latter is made, and the most memory that each process held.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
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
    parser.add_argument("--flash-names", type=int, default=100_000)
    parser.add_argument("--cold", action="store_true", help="measure the first run with an empty cache as well")
    args = parser.parse_args()
    first_answers(args.cold)
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

        chosen = [label for _, label in chance.sample(rows, min(args.flash_names, len(rows)))]
        flashgeotext = flashgeotext_matcher(hits + chosen)
        with tempfile.TemporaryDirectory() as folder:
            ours = 0.0
            for label, look_up, names in (
                ("bearers, known names", gazetteer.bearers, hits),
                ("bearers, unknown names and variants", gazetteer.bearers, misses),
                ("features of keys", gazetteer.features, keys),
                ("candidates, known names", gazetteer.candidates, hits),
                ("fold and one SQL statement", plain, hits),
                ("fold and a dict in memory", in_memory, hits),
                ("fold and LMDB", lmdb_look_up(folder, table), hits),
                (f"flashgeotext, {len(set(hits + chosen)):,} names", flashgeotext, hits),
            ):
                found = rate(look_up, names, args.batch, args.runs)
                ours = ours or found
                print(f"{label:38} {found:12,.0f} names/s  x {found / ours:6.2f}", flush=True)


def first_answers(cold: bool) -> None:
    """CPU and wall time and memory of processes that open a gazetteer and ask for one name."""
    script = (
        "import json, resource, sys, time; from geomap.gazetteer import Gazetteer;"
        "opened = Gazetteer.open(cache_dir=sys.argv[1] or None); opened.candidates(['Mosul']);"
        "print(json.dumps([time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,"
        " opened.info().places]))"
    )
    with tempfile.TemporaryDirectory() as empty:
        for label, folder in [("first answer, unpacked gazetteer", "")] + [("first answer, empty cache", empty)] * cold:
            began = time.perf_counter()
            done = subprocess.run([sys.executable, "-c", script, folder], check=True, capture_output=True, text=True)
            wall = time.perf_counter() - began
            spent, peak, places = json.loads(done.stdout)
            peak_mb = peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
            rate_told = f", {places / spent:,.0f} places/s" if folder else ""
            print(f"{label:38} {spent:6.2f} CPU s, {wall:6.2f} s, at most {peak_mb:.0f} MB{rate_told}", flush=True)


def lmdb_look_up(folder: str, table: dict[str, list[tuple]]) -> Callable[[list[str]], object]:
    """Look-ups in an LMDB file of the same rows; LMDB's keys have at most 511 bytes."""
    import lmdb

    environment = lmdb.open(folder, map_size=1 << 32)
    with environment.begin(write=True) as transaction:
        for key, rows in table.items():
            if key and len(key.encode()) < 512:
                transaction.put(key.encode(), pickle.dumps(rows))
    reading = environment.begin(buffers=True)

    def look_up(names: list[str]) -> list[object]:
        found = (reading.get(key.encode()) for key in fold_many(names))
        return [pickle.loads(rows) for rows in found if rows is not None]

    return look_up


def flashgeotext_matcher(names: list[str]) -> Callable[[list[str]], object]:
    """flashgeotext's matcher over these names, as it searches a text that has a batch of them."""
    from flashgeotext.geotext import GeoText, GeoTextConfiguration
    from flashgeotext.lookup import LookupData

    matcher = GeoText(GeoTextConfiguration(use_demo_data=False))
    matcher.add(LookupData(name="places", data={name: [name] for name in dict.fromkeys(names)}))
    return lambda batch: matcher.extract(", ".join(batch))


if __name__ == "__main__":
    main()
