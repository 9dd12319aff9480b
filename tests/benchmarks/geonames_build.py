"""Rate, memory and size of a build of GeoNames' full dump, beside SQLite's own rate for the same rows.

The dump is made up, in the size and mix of the real one: names of syllables, shared as real names are, a
third of the places with alternate names, some in other scripts. Printed, not asserted.

    python tests/benchmarks/geonames_build.py [--places 500000] [--from DIR CC ...] [--folder DIR]

``--places 13000000`` is the whole world: some 20 minutes and 20 GB of disk on a small machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SYLLABLES = "ka ro mi la ten bur gar sal dor vin hel mar pol tri sun wes lin gra cor ber nia ham tal zu qay ra".split()
_ENDINGS = ("", "", "", " Creek", " School", "ville", " Farm", "burg", " Hill", "ara", " Kalan", "ovo")
_OTHER = ("موصل", "京", "Київ", "Ōsaka", "Łódź", "São", "कान", "القيارة", "Ürümqi", "Đà")
_KINDS = (
    (("P", "PPL"),) * 9
    + (("H", "STM"),) * 4
    + (("S", "SCH"),) * 3
    + (("T", "MT"),) * 2
    + (("S", "HTL"), ("L", "LCTY"))
)
_COUNTRIES = ("US", "CN", "IN", "NO", "MX", "IR", "ID", "RU", "IQ", "BR")
_PRAGMAS = (
    "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-131072;"
    "PRAGMA secure_delete=OFF;"
)


def write_dump(folder: Path, places: int) -> int:
    """A made-up dump of ``places`` rows in the order that GeoNames has: by country, then by id."""
    chance = random.Random(7)
    words = [
        "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4)))).title() for _ in range(60_000)
    ]
    (folder / "admin1CodesASCII.txt").write_text(
        "".join(
            f"{code}.{n:02}\tArea {n}\tArea {n}\t{900_000 + i * 50 + n}\n"
            for i, code in enumerate(_COUNTRIES)
            for n in range(1, 40)
        )
    )
    (folder / "admin2Codes.txt").write_text("US.01.001\tFirst\tFirst\t899999\n")
    number = 20_000_000
    with (folder / "allCountries.txt").open("w", encoding="utf-8") as out:
        for start in range(0, places, 1000):
            country = _COUNTRIES[start * len(_COUNTRIES) // places]
            lines = []
            for _ in range(min(1000, places - start)):
                number += 1
                roll = chance.random()
                # The square makes a few words common, as "San José" and "Mill Creek" are.
                name = words[int(roll * roll * 60_000)] + chance.choice(_ENDINGS)
                if roll > 0.55:
                    name = f"{chance.choice(words)} {name}"
                others = ""
                if chance.random() < 0.33:
                    others = ",".join(
                        f"{chance.choice(words)} {chance.choice(_OTHER)}"
                        if chance.random() < 0.4
                        else chance.choice(words)
                        for _ in range(chance.choice((1, 2, 3, 6)))
                    )
                letter, code = chance.choice(_KINDS)
                population = chance.randrange(20_000) if letter == "P" and chance.random() < 0.1 else 0
                lines.append(
                    f"{number}\t{name}\t{name}\t{others}\t{chance.uniform(-60, 75):.5f}"
                    f"\t{chance.uniform(-180, 180):.5f}\t{letter}\t{code}\t{country}\t"
                    f"\t{chance.randrange(1, 40):02}\t\t\t\t{population}\t\t12\tEtc/UTC"
                    "\t2026-01-01\n"
                )
            out.write("".join(lines))
    return (folder / "allCountries.txt").stat().st_size


def build(folder: str, countries: list[str], out: str) -> None:
    """Build in this process and print its figures as JSON: the measuring process starts one for it."""
    from geomap.gazetteer import geonames_build, geonames_files

    began, cpu = time.perf_counter(), time.process_time()
    report = geonames_build.build(
        geonames_files.find_dump(Path(folder), geonames_files.country_codes(countries)), Path(out)
    )
    figures = {
        "places": report.places,
        "names": report.names,
        "skipped": report.skipped.total,
        "seconds": time.perf_counter() - began,
        "cpu_s": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        / (1e6 if sys.platform == "darwin" else 1e3),
    }
    print(json.dumps(figures))


def bulk_insert_s(made: Path, folder: Path, *, in_order: bool) -> tuple[float, float]:
    """Wall and CPU seconds that SQLite takes for the same rows, ready made, in the same tables.

    In order, every row goes to the end of its tree; else names come place by place, as any source has them,
    and SQLite sorts them first.
    """
    source = sqlite3.connect(f"{made.as_uri()}?mode=ro", uri=True)
    target = sqlite3.connect(folder / f"yardstick-{in_order}.sqlite", isolation_level=None)
    target.executescript(_PRAGMAS)
    for (statement,) in source.execute("SELECT sql FROM sqlite_master WHERE name IN ('place', 'name')").fetchall():
        target.execute(statement)
    target.execute("CREATE TEMP TABLE unsorted AS SELECT * FROM name")
    wall = cpu = 0.0
    tables = [("place", "place", "id", 16)]
    tables.append(("name", "name", "key, rank", 14) if in_order else ("name", "unsorted", "place", 14))
    target.execute("BEGIN")
    for table, into, order, marks in tables:
        rows = source.execute(f"SELECT * FROM {table} ORDER BY {order}")
        insert = f"INSERT INTO {into} VALUES ({','.join('?' * marks)})"
        while chunk := rows.fetchmany(20_000):
            began, cpu_began = time.perf_counter(), time.process_time()
            target.executemany(insert, chunk)
            wall += time.perf_counter() - began
            cpu += time.process_time() - cpu_began
    began, cpu_began = time.perf_counter(), time.process_time()
    target.execute("INSERT INTO name SELECT * FROM unsorted ORDER BY key, rank")
    target.execute("COMMIT")
    target.close()
    wall += time.perf_counter() - began
    cpu += time.process_time() - cpu_began
    return wall, cpu


def look_ups(made: Path) -> None:
    """Look-ups of the same names in the embedded gazetteer and in the one just made, in turn."""
    from geomap.gazetteer import Gazetteer

    with Gazetteer.open() as small, Gazetteer.open(made) as large:
        chance = random.Random(3)
        rows = small._connection.execute("SELECT label FROM name WHERE rank = 0 ORDER BY key").fetchall()
        names = [row[0] for row in chance.sample(rows, 20_000)]
        best = {}
        for _ in range(3):
            for title, gazetteer in (("embedded", small), ("built", large)):
                began = time.process_time()
                for start in range(0, len(names), 50):
                    gazetteer.bearers(names[start : start + 50])
                spent = time.process_time() - began
                best[title] = min(best.get(title, spent), spent)
        for title, spent in best.items():
            print(f"look-ups, {title:<28} {len(names) / spent:12,.0f} names/s")
        print(f"{'  built takes, times embedded':<38} {best['built'] / best['embedded']:12.2f}")


def articles(made: Path) -> None:
    """The same reports geoparsed with the embedded gazetteer and with the one just made, in turn."""
    from geomap import Document, Gazetteer, Geoparser

    lines = (ROOT / "tests" / "cases" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [Document(text=json.loads(line)["text"]) for line in lines]
    with Gazetteer.open() as small, Gazetteer.open(made) as large:
        best: dict[str, float] = {}
        for _ in range(4):
            for title, gazetteer in (("embedded", small), ("built", large)):
                geoparser = Geoparser(gazetteer)
                began = time.process_time()
                for report in reports:
                    geoparser.parse(report)
                spent = time.process_time() - began
                best[title] = min(best.get(title, spent), spent)
        words = sum(len(report.text.split()) for report in reports)
        for title, spent in best.items():
            print(f"{'400 words parsed, ' + title:<38} {400_000 * spent / words:12,.1f} CPU ms")
        print(f"{'  built takes, times embedded':<38} {best['built'] / best['embedded']:12.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("countries", nargs="*", default=["all"], metavar="CC")
    parser.add_argument(
        "--places", type=int, default=500_000, help="rows of the made-up dump (default: 500000)"
    )
    parser.add_argument("--from", dest="dump", metavar="DIR", help="a real dump instead")
    parser.add_argument("--folder", help="where to work (default: a temporary folder)")
    parser.add_argument("--build", nargs=2, metavar=("DIR", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        build(options.build[0], options.countries, options.build[1])
        return
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        if options.dump is None:
            began = time.perf_counter()
            size = write_dump(folder, options.places)
            print(
                f"dump: {options.places:,} rows, {size / 1e6:,.0f} MB, written in {time.perf_counter() - began:.0f} s"
            )
        made = folder / "made.sqlite"
        command = [sys.executable, __file__, *options.countries, "--build", options.dump or name, str(made)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
        figures = json.loads(done.stdout)
        rows = figures["places"] + figures["names"]
        print(
            f"{figures['places']:,} places, {figures['names']:,} names, {figures['skipped']:,} lines skipped"
        )
        print(f"{'build':<38} {figures['seconds']:12,.1f} s  {figures['cpu_s']:10,.1f} CPU s")
        print(f"{'build':<38} {rows / figures['cpu_s']:12,.0f} rows/CPU s")
        for in_order, title in ((True, "SQLite alone, rows in order"), (False, "SQLite alone, it sorts the names")):
            wall, cpu = bulk_insert_s(made, folder, in_order=in_order)
            print(f"{title:<38} {wall:12,.1f} s  {cpu:10,.1f} CPU s")
            print(f"{title:<38} {rows / cpu:12,.0f} rows/CPU s")
            print(f"{'  build takes, times that':<38} {figures['cpu_s'] / cpu:12.2f} CPU")
        print(f"{'peak memory':<38} {figures['peak_mb']:12,.0f} MB")
        print(f"{'file':<38} {made.stat().st_size / 1e6:12,.0f} MB")
        look_ups(made)
        articles(made)


if __name__ == "__main__":
    main()
