"""An alternate name is a place's name in some language; this module joins GeoNames' table of them by place.

The table is in the order of its own ids, so it is sorted by place in SQLite's temporary files: memory stays
small however long it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from geomap.gazetteer.artefact import join_names
from geomap.gazetteer.geonames_files import Skipped, check_share, read_lines
from geomap.gazetteer.geonames_records import IdSet, usable_names

#: What stands in the language column and is none: links, codes of airports, posts, railways and registers.
_NO_LANGUAGE = frozenset("link post iata icao faac tcid unlc wkdt phon piny fr_1793 nuts".split())
#: Marks a historic name in the cell of languages.
HISTORIC = "-"
#: Ids asked for in one statement.
_BATCH = 400

_CREATE = """
CREATE TEMP TABLE spoken (place INTEGER, name TEXT, language TEXT);
CREATE TEMP TABLE alternate (place INTEGER PRIMARY KEY, names TEXT, abbreviations TEXT, languages TEXT);
"""
CREATE_LANGUAGE = "CREATE TABLE language (place INTEGER PRIMARY KEY, codes TEXT)"
_KEEP = """
INSERT INTO language SELECT alternate.place, languages FROM alternate JOIN place ON place.id = alternate.place
WHERE languages != '' ORDER BY alternate.place
"""


class Alternates:
    """The alternate names of a dump, sorted by place in the connection's temporary tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(_CREATE)

    def read(
        self, path: Path, skipped: Skipped, *, only: IdSet | None = None, progress: Callable[[int], None] | None = None
    ) -> int:
        """Take the names of a file in, those of the places ``only``; returns their number."""
        before = skipped.total
        good = 0

        def rows() -> Iterator[tuple[int, str, str]]:
            nonlocal good
            for first, lines in read_lines(path, skipped, progress=progress):
                for at, line in enumerate(lines, first):
                    cells = line.split("\t")
                    # Older tables end after eight columns; years of use came later.
                    if len(cells) not in (8, 10) or not cells[1].isdecimal():
                        if line:
                            skipped.add("not the 10 columns of a name", f"{path.name}:{at}")
                        continue
                    good += 1
                    if cells[2] in _NO_LANGUAGE or (only is not None and int(cells[1]) not in only):
                        continue
                    historic = cells[7].strip() == "1"
                    yield int(cells[1]), cells[3], f"{HISTORIC if historic else ''}{cells[2]}"

        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO spoken VALUES (?, ?, ?)", rows())
        self._connection.execute("COMMIT")
        check_share(path, good, skipped.total - before)
        return good

    def sort(self) -> None:
        """Put the names of each place together: after the last file, before the first question."""
        rows = self._connection.execute("SELECT place, name, language FROM spoken ORDER BY place, rowid")
        self._connection.execute("BEGIN")
        groups = map(_cells, groupby(rows, itemgetter(0)))
        self._connection.executemany("INSERT INTO alternate VALUES (?, ?, ?, ?)", groups)
        self._connection.execute("DROP TABLE spoken")
        self._connection.execute("COMMIT")

    def of(self, numbers: list[int]) -> Mapping[int, tuple[str, str]]:
        """Cells of names and abbreviations by place, for those that have any."""
        found = {}
        for start in range(0, len(numbers), _BATCH):
            batch = numbers[start : start + _BATCH]
            query = (
                "SELECT place, names, abbreviations FROM alternate"
                f" WHERE place IN ({','.join('?' * len(batch))})"
            )
            for place, names, abbreviations in self._connection.execute(query, batch):
                found[place] = (names, abbreviations)
        return found

    def keep_languages(self) -> None:
        """Write the languages of the names of the places that the gazetteer has."""
        self._connection.execute(CREATE_LANGUAGE)
        self._connection.execute(_KEEP)


def _cells(group: tuple[int, Iterable[tuple[int, str, str]]]) -> tuple[int, str, str, str]:
    """Names in the order of the table, one for each spelling, abbreviations apart."""
    place, rows = group
    languages: dict[str, str] = {}
    short: dict[str, None] = {}
    for _, name, language in rows:
        if language.removeprefix(HISTORIC) == "abbr":
            # "US" is a name, "us" is not: short forms in capitals count only in capitals.
            short[f"!{name}" if name.isupper() and len(name) <= 4 else name] = None
        elif usable_names((name,)):
            before = languages.get(name)
            # A name still used in one language is not historic.
            if before is None or (before.startswith(HISTORIC) and not language.startswith(HISTORIC)):
                languages[name] = language
    return place, join_names(languages), join_names(short), "|".join(languages.values())
