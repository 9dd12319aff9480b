"""Fuzzy look-up on names held out from the index, beside other ways, in one run: recall and time, printed.

    python tests/benchmarks/fuzzy.py [--seed 7] [--count 1000] [--peer-queries 200]

A held-out variant is an alternate name whose folded form is .60 to .99 alike (rapidfuzz's ratio) to another
name of the same place in the same script. Apart from these: cross-script names, of places without another name
in that script, and typos, one wrong key in a name of six letters or more that makes no other known name. All
held-out names are taken out of a copy of the gazetteer. A find is the place among the first ten. rapidfuzz
searches all names by its ratio, FTS5 by trigrams; both then give places as our look-up does, three for a name.
Costs and limits were set on the seeds 2 and 5; report others.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from geomap.gazetteer import Gazetteer, fuzzy_index

_PLACES, _PER_NAME = 10, 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Query(NamedTuple):
    """A name to look for, and the number of the place that it should find."""

    name: str
    place: int


@cache
def _script_of(letter: str) -> str:
    word = unicodedata.name(letter, "?").split(" ")[0]
    return "KANA" if word in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA") else word


def script(key: str) -> str:
    """The script of the first letter."""
    return next((_script_of(letter) for letter in key if letter.isalpha()), "?")


def held_out(connection: sqlite3.Connection, seed: int, count: int) -> tuple[list[Query], list[Query]]:
    """Same-script and cross-script variants, ``count`` of each."""
    from rapidfuzz.fuzz import ratio

    names: dict[int, list[str]] = {}
    rows = connection.execute("SELECT key, place FROM name ORDER BY key, rank").fetchall()
    for key, place in rows:
        names.setdefault(place, []).append(key)
    random.Random(seed).shuffle(rows)
    same: list[Query] = []
    cross: list[Query] = []
    for key, place in rows:
        others = [other for other in names[place] if other != key]
        own_script = script(key)
        if not others or own_script == "?":
            continue
        alike = [ratio(key, other) for other in others if script(other) == own_script]
        if alike and 60 <= max(alike) <= 99 and len(same) < count:
            same.append(Query(key, place))
        elif not alike and len(cross) < count:
            cross.append(Query(key, place))
        if len(same) == len(cross) == count:
            break
    return same, cross


def typos(connection: sqlite3.Connection, seed: int, count: int) -> list[Query]:
    """Names of six letters or more with one letter too many, too few, wrong, or changed with its neighbour."""
    rows = connection.execute("SELECT key, place FROM name WHERE rank = 0").fetchall()
    known = {key for key, _ in rows}
    usable = [(key, place) for key, place in rows if key.isascii() and len(key) >= 6]
    chance = random.Random(seed)
    found: list[Query] = []
    while len(found) < count:
        key, place = chance.choice(usable)
        at, letter = chance.randrange(len(key)), chance.choice(_LETTERS)
        typo = (
            key[:at] + key[at + 1 :],
            key[:at] + letter + key[at + 1 :],
            key[:at] + letter + key[at:],
            key[:at] + key[at + 1 : at + 2] + key[at : at + 1] + key[at + 2 :],
        )[chance.randrange(4)]
        if typo not in known and typo.split(" ") == typo.split():
            found.append(Query(typo, place))
    return found


def without(database: Path, queries: list[Query], target: Path) -> None:
    """A copy of the gazetteer that lacks the queries' names of their places."""
    shutil.copyfile(database, target)
    connection = sqlite3.connect(target)
    for key, place in queries:
        rank, joined = connection.execute(
            "SELECT rank, (SELECT joined FROM name AS first WHERE first.key = name.key AND first.rank = 0)"
            " FROM name WHERE key = ? AND place = ?",
            (key, place),
        ).fetchone()
        connection.execute("DELETE FROM name WHERE key = ? AND rank = ?", (key, rank))
        connection.execute("UPDATE name SET rank = rank - 1 WHERE key = ? AND rank > ?", (key, rank))
        connection.execute("UPDATE name SET joined = ? WHERE key = ? AND rank = 0", (joined, key))
    connection.commit()
    connection.close()


def measure(label: str, queries: list[Query], known: set[str], find: Callable[[str], list[int]]) -> None:
    """One line: recall, recall where no other place has the very name, median and 90th percentile in CPU ms."""
    hits, unknown, times = [], [], []
    for name, place in queries:
        # The better of two runs where a run is short: other work on the machine shows in single ones.
        spent = []
        while not spent or (len(spent) < 2 and spent[0] < 20):
            began = time.process_time()
            found = find(name)
            spent.append((time.process_time() - began) * 1000)
        times.append(min(spent))
        hits.append(place in found[:_PLACES])
        if name not in known:
            unknown.append(hits[-1])
    print(
        f"{label:34} n={len(hits):5}  recall@10 {statistics.fmean(hits):.3f}"
        f"  (name unknown: {statistics.fmean(unknown):.3f}, n={len(unknown)})"
        f"  median {statistics.median(times):8.2f} ms  p90 {sorted(times)[int(len(times) * 0.9)]:8.2f} ms",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--peer-queries", type=int, default=200, help="rapidfuzz and FTS5 take long")
    args = parser.parse_args()
    with Gazetteer.open() as whole, tempfile.TemporaryDirectory() as folder:
        source = sqlite3.connect(whole.path)
        same, cross = held_out(source, args.seed, args.count)
        wrong = typos(source, args.seed, args.count)
        source.close()
        path = Path(folder) / "held-out.sqlite"
        without(whole.path, same + cross, path)
        with Gazetteer.open(path) as gazetteer:
            connection = sqlite3.connect(path)
            began = time.process_time()
            index = fuzzy_index.opened(path, connection)
            took = time.process_time() - began
            size = sum(getattr(index, name).nbytes for name in index.__slots__) / 1e6
            print(f"index: {len(index.name_of):,} entries, {size:.0f} MB, made in {took:.1f} CPU s")
            keys = [key for (key,) in connection.execute("SELECT key FROM name WHERE rank = 0")]
            known = set(keys)
            gazetteer.similar("mosul")

            def ours(name: str) -> list[int]:
                return [gazetteer.number(each.place.id) or 0 for each in gazetteer.similar(name, limit=_PLACES)]

            for label, queries in (("variants", same), ("cross-script", cross), ("typos", wrong)):
                measure(f"geomap, {label}", queries, known, ours)
            peers(
                connection,
                keys,
                known,
                [
                    (kind, queries[: args.peer_queries])
                    for kind, queries in (("variants", same), ("cross-script", cross), ("typos", wrong))
                ],
                ours,
            )


def peers(connection, keys, known, samples, ours) -> None:
    """The same on the first queries of each sample, for us and for the others."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio

    def places(names: list[str]) -> list[int]:
        found: dict[int, None] = {}
        query = "SELECT place FROM name WHERE key = ? AND rank < ? ORDER BY rank"
        for name in names:
            found.update(dict.fromkeys(place for (place,) in connection.execute(query, (name, _PER_NAME))))
        return list(found)

    def by_rapidfuzz(name: str) -> list[int]:
        return places([key for key, _, _ in process.extract(name, keys, scorer=ratio, limit=40)])

    connection.execute("CREATE VIRTUAL TABLE temp.trigram USING fts5(key, tokenize='trigram')")
    connection.executemany("INSERT INTO trigram VALUES (?)", ((key,) for key in keys))

    def by_trigrams(name: str) -> list[int]:
        grams = dict.fromkeys(name[at : at + 3] for at in range(max(len(name) - 2, 1)))
        wanted = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
        query = "SELECT key FROM trigram WHERE trigram MATCH ? ORDER BY rank LIMIT 40"
        return places([key for (key,) in connection.execute(query, (wanted,))])

    for kind, queries in samples:
        for label, find in (("geomap", ours), ("rapidfuzz, all names", by_rapidfuzz), ("FTS5 trigrams", by_trigrams)):
            measure(f"{label}, {kind}", queries, known, find)


if __name__ == "__main__":
    main()
