"""The gazetteer's database: its tables, and how a table of places becomes one.

``name`` carries everything that choosing among candidates needs, so that one look-up is one descent in
one B-tree; ``place`` is read only for a place that is shown. Ids of GeoNames places are their own;
places of other sources are numbered from ``OTHER_SOURCES`` up and keep their key as text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

from geomap.gazetteer.artefact import Row, split_names
from geomap.gazetteer.features import NameFlag
from geomap.names import fold_many

OTHER_SOURCES = 1 << 40
#: Raised whenever the tables change shape: an unpacked file of another format is made anew.
DATABASE_FORMAT = 4

CREATE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, key TEXT, name TEXT, code TEXT, country TEXT, admin1 INTEGER, admin2 INTEGER,
  population INTEGER, latitude REAL, longitude REAL, prominence INTEGER, names TEXT, demonyms TEXT,
  abbreviations TEXT, countries TEXT, bounds TEXT
);
CREATE TEMP TABLE loose (key TEXT, weight INTEGER, place INTEGER, flags INTEGER);
CREATE TABLE name (
  key TEXT, rank INTEGER, place INTEGER, flags INTEGER, joined INTEGER, label TEXT, code TEXT, country TEXT,
  admin1 INTEGER, admin2 INTEGER, population INTEGER, latitude REAL, longitude REAL, prominence INTEGER,
  PRIMARY KEY (key, rank)
) WITHOUT ROWID;
"""

# A main name outranks an alternate one: Paris, France before a village that is also called Paris.
# 12 is about a factor of 16 in population; demonyms and abbreviations count as main names.
_MAIN_NAME = 12
#: Places kept for one name: more share no name in GeoNames' cities but a few saints and generic words.
_KEPT = 100

# In key order, so that the look-up tree is written once from left to right.
_SORTED = """
SELECT loose.key, flags, place.id, name, code, country, admin1, admin2, population, latitude, longitude, prominence
FROM loose JOIN place ON place.id = loose.place
ORDER BY loose.key, weight DESC, loose.place
"""
_INSERT_NAME = f"INSERT INTO name VALUES ({','.join('?' * 14)})"
_INSERT_PLACE = f"INSERT INTO place VALUES ({','.join('?' * 16)})"
_CLASS_FLAGS = {
    "ADM1": NameFlag.ADMIN1,
    "ADM2": NameFlag.ADMIN2,
    "CONT": NameFlag.CONTINENT | NameFlag.REGION,
    "STM": NameFlag.RIVER,
    "PPLC": NameFlag.CITY | NameFlag.SEAT,
    "PPLA": NameFlag.CITY | NameFlag.SEAT,
}
_WATER = frozenset("SEA OCN GULF BAY STRT CHN SD BGHT".split())


def flags_of(code: str) -> NameFlag:
    """The flags of a class + code such as "PPPLC"."""
    feature = code[1:]
    if feature.startswith("PCL"):
        return NameFlag.COUNTRY
    if feature in _CLASS_FLAGS:
        return _CLASS_FLAGS[feature]
    if feature in _WATER:
        return NameFlag.SEA
    if code[0] == "P":
        return NameFlag.CITY
    return NameFlag.ADMIN2 if code[0] == "A" else NameFlag.REGION


def fill(
    connection: sqlite3.Connection, rows: Iterable[Row], *, progress: Callable[[int], None] | None = None
) -> int:
    """Create the tables and fill them from the artefact's rows; returns the number of places.

    ``progress`` is called with the number of places read so far.
    """
    connection.executescript(CREATE)
    connection.execute("BEGIN")
    count = 0
    others = OTHER_SOURCES
    for chunk in batched(rows, 10_000):
        numbers = []
        for row in chunk:
            if row.key.isdecimal():
                numbers.append(int(row.key))
            else:
                numbers.append(others)
                others += 1
        connection.executemany(_INSERT_PLACE, map(_place, numbers, chunk))
        connection.executemany("INSERT INTO loose VALUES (?,?,?,?)", _names(numbers, chunk))
        count += len(chunk)
        if progress:
            progress(count)
    connection.executemany(_INSERT_NAME, _ranked(connection.execute(_SORTED)))
    connection.execute("DROP TABLE loose")
    connection.execute("COMMIT")
    return count


def _ranked(rows: Iterable[tuple]) -> Iterator[tuple]:
    """Rows of one key get their rank, and the first of them the flags of all."""
    for key, bearers in groupby(rows, itemgetter(0)):
        kept = list(islice(bearers, _KEPT))
        joined = 0
        for bearer in kept:
            joined |= bearer[1]
        for rank, (_, flags, place, *record) in enumerate(kept):
            yield key, rank, place, flags, joined, *record
            joined = None


def batched(rows: Iterable[Row], size: int) -> Iterator[tuple[Row, ...]]:
    """Lists of ``size`` rows, the last one shorter (itertools has this from Python 3.12)."""
    iterator = iter(rows)
    while chunk := tuple(islice(iterator, size)):
        yield chunk


def _place(number: int, row: Row) -> tuple:
    key = None if number < OTHER_SOURCES else row.key
    return (
        number, key, row.name, row.code, row.country or None, row.admin1 or None, row.admin2 or None,
        row.population or None, row.latitude or None, row.longitude or None, int(row.prominence), row.names,
        row.demonyms, row.abbreviations, row.countries, row.bounds,
    )  # fmt: skip


def _names(numbers: list[int], rows: tuple[Row, ...]) -> Iterator[tuple[str, int, int, int]]:
    """The look-up rows of many places: each key of a place once, its strongest use winning."""
    texts: list[str] = []
    uses: list[tuple[int, int, int]] = []
    for number, row in zip(numbers, rows, strict=True):
        sort = int(flags_of(row.code))
        weight = int(row.prominence)
        texts.append(row.name)
        uses.append((weight + _MAIN_NAME, number, sort | NameFlag.PRIMARY))
        for name in split_names(row.names):
            texts.append(name)
            uses.append((weight, number, sort))
        for name in split_names(row.demonyms):
            texts.append(name)
            uses.append((weight + _MAIN_NAME, number, int(NameFlag.DEMONYM)))
        for form in split_names(row.abbreviations):
            texts.append(form.removeprefix("!"))
            exact = NameFlag.EXACT_CASE if form.startswith("!") else 0
            uses.append((weight + _MAIN_NAME, number, sort | NameFlag.ABBREVIATION | exact))
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for key, (weight, number, flags) in zip(fold_many(texts), uses, strict=True):
        before = found.get((key, number))
        if before is None:
            found[key, number] = (weight, int(flags))
        elif flags & NameFlag.DEMONYM:
            # "Iraqi" may stand among a country's names in some language; in a text it is the demonym.
            found[key, number] = (max(weight, before[0]), int(flags))
        elif flags & NameFlag.ABBREVIATION:
            # Known in any letter case by another name already, so its own case no longer matters.
            joined = before[1] | flags & ~NameFlag.EXACT_CASE
            found[key, number] = (max(weight, before[0]), int(joined))
    for (key, number), (weight, flags) in found.items():
        yield key, weight, number, flags
