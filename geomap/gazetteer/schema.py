"""The gazetteer's database: its tables, and how a table of places becomes one.

``name`` carries everything that choosing among candidates needs, so that one look-up is one descent in
one B-tree; ``place`` is read only for a place that is shown. Ids of GeoNames places are their own;
places of other sources are numbered from ``OTHER_SOURCES`` up and keep their key as text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import count, groupby, islice
from operator import itemgetter

from geomap.gazetteer.artefact import Row, split_names
from geomap.gazetteer.features import NameFlag
from geomap.model import AREA_CODES
from geomap.names import fold, fold_many

OTHER_SOURCES = 1 << 40
#: Raised whenever the tables change shape: an unpacked file of another format is made anew.
DATABASE_FORMAT = 5

CREATE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, key TEXT, name TEXT, code TEXT, country TEXT, admin1 INTEGER, admin2 INTEGER,
  population INTEGER, latitude REAL, longitude REAL, prominence INTEGER, names TEXT, demonyms TEXT,
  abbreviations TEXT, countries TEXT, bounds TEXT
);
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
KEPT = 100

# The window hands the rows on in key order, so that the look-up tree is written once from left to right. Places
# join after it (CROSS JOIN keeps SQLite from turning the two round): what is sorted has four columns, not twelve.
_INSERT_NAMES = f"""
INSERT INTO name
SELECT sorted.key, rank, place, flags, CASE rank WHEN 0 THEN flags END, name, code, country, admin1, admin2,
  population, latitude, longitude, prominence
FROM (
  SELECT key, place, flags, row_number() OVER (PARTITION BY key ORDER BY weight DESC, place) - 1 AS rank FROM loose
) AS sorted CROSS JOIN place ON place.id = sorted.place
WHERE rank < {KEPT}
"""
_JOIN_FLAGS = """
UPDATE name SET joined = joined | (SELECT flags FROM shared WHERE shared.key = name.key)
WHERE rank = 0 AND key IN (SELECT key FROM shared)
"""
# For the few questions that are not about a name. Their conditions stand word for word in the queries, else
# SQLite reads the whole table instead.
INDEX = (
    "CREATE INDEX place_country ON place (country, name) WHERE code IN ('APCLI', 'APCLD')",
    "CREATE INDEX place_city ON place (latitude, longitude, prominence) WHERE code GLOB 'P*' AND prominence >= 45",
    "CREATE INDEX place_town ON place (admin1, admin2) WHERE code GLOB 'P*' AND admin1 IS NOT NULL",
)
INSERT_PLACE = f"INSERT INTO place VALUES ({','.join('?' * 16)})"
_CLASS_FLAGS = {
    "ADM1": NameFlag.ADMIN1,
    "ADM2": NameFlag.ADMIN2,
    "CONT": NameFlag.CONTINENT | NameFlag.REGION,
    "STM": NameFlag.RIVER,
    "PPLC": NameFlag.CITY | NameFlag.SEAT,
    "PPLA": NameFlag.CITY | NameFlag.SEAT,
}
_REGION_CODES = AREA_CODES | {"LK", "LKS", "MT", "VLC", "PRK", "CNL", "RGNE"}
# Every row of our own tables is above it, and no site without a population in GeoNames.
_LITTLE_KNOWN = 30
_PRIMARY = int(NameFlag.PRIMARY)
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
    connection.execute("CREATE TEMP TABLE loose (key TEXT, weight INTEGER, place INTEGER, flags INTEGER)")
    connection.execute("BEGIN")
    places = 0
    for numbers, chunk in numbered(rows):
        connection.executemany(INSERT_PLACE, map(place_row, numbers, chunk))
        connection.executemany("INSERT INTO loose VALUES (?,?,?,?)", name_rows(numbers, chunk))
        places += len(chunk)
        if progress:
            progress(places)
    connection.execute(_INSERT_NAMES)
    connection.execute("DROP TABLE loose")
    connection.execute("CREATE TEMP TABLE shared (key TEXT PRIMARY KEY, flags INTEGER) WITHOUT ROWID")
    others_of_key = connection.execute("SELECT key, flags FROM name WHERE rank > 0")
    connection.executemany("INSERT INTO shared VALUES (?, ?)", _joined(others_of_key))
    connection.execute(_JOIN_FLAGS)
    connection.execute("DROP TABLE shared")
    for statement in INDEX:
        connection.execute(statement)
    connection.execute("COMMIT")
    return places


def fill_places(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    *,
    also: Callable[[Sequence[int], Sequence[Row]], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Create the tables and fill that of the places alone; the caller commits.

    ``also`` is called with numbers and rows as they pass by, so that another table can be made of them.
    """
    connection.executescript(CREATE)
    connection.execute("BEGIN")
    places = 0
    for numbers, chunk in numbered(rows):
        connection.executemany(INSERT_PLACE, map(place_row, numbers, chunk))
        if also:
            also(numbers, chunk)
        places += len(chunk)
        if progress:
            progress(places)
    for statement in INDEX:
        connection.execute(statement)


def _joined(rows: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Each key with the flags of all its rows, which stand together."""
    for key, bearers in groupby(rows, itemgetter(0)):
        joined = 0
        for _, flags in bearers:
            joined |= flags
        yield key, joined


def numbered(
    rows: Iterable[Row], others: Iterator[int] | None = None
) -> Iterator[tuple[list[int], tuple[Row, ...]]]:
    """The rows by the ten thousand, with the numbers of their places: always the same for the same rows.

    ``others`` goes on from rows before these.
    """
    iterator = iter(rows)
    others = others or count(OTHER_SOURCES)
    while chunk := tuple(islice(iterator, 10_000)):
        yield [int(row.key) if row.key.isdecimal() else next(others) for row in chunk], chunk


def place_row(number: int, row: Row) -> tuple:
    key = None if number < OTHER_SOURCES else row.key
    return (
        number, key, row.name, row.code, row.country or None, row.admin1 or None, row.admin2 or None,
        row.population or None, row.latitude or None, row.longitude or None, int(row.prominence), row.names,
        row.demonyms, row.abbreviations, row.countries, row.bounds,
    )  # fmt: skip


def keys_of(rows: Iterable[Row]) -> list[str]:
    """The folded names of many places, each with its main name first."""
    texts: list[str] = []
    for row in rows:
        texts.append(row.name)
        if row.names:
            texts += row.names.split("|")
    return fold_many(texts)


def name_rows(
    numbers: Sequence[int], rows: Sequence[Row], keys: Iterator[str] | None = None
) -> Iterator[tuple[str, int, int, int]]:
    """The look-up rows of many places: each key of a place once, its strongest use winning.

    ``keys`` yields what `keys_of` gives for the rows, where that is known already.
    """
    keys = iter(keys_of(rows)) if keys is None else keys
    for number, row in zip(numbers, rows, strict=True):
        weight, sort = int(row.prominence), _sort_of(row.code, int(row.prominence))
        main = next(keys)
        others = set(islice(keys, row.names.count("|") + 1)) if row.names else ()
        if row.demonyms or row.abbreviations:
            found = _special(row, weight, sort, main, others)
            for key, (strength, flags) in found.items():
                yield key, strength, number, flags
            continue
        yield main, weight + _MAIN_NAME, number, sort | _PRIMARY
        for key in others:
            if key != main:
                yield key, weight, number, sort


def _special(row: Row, weight: int, sort: int, main: str, others: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Weight and flags by key of a place that has demonyms or abbreviations."""
    found = dict.fromkeys(others, (weight, sort))
    found[main] = (weight + _MAIN_NAME, sort | _PRIMARY)
    for key in fold_many(split_names(row.demonyms)):
        # "Iraqi" may stand among a country's names in some language; in a text it is the demonym.
        found[key] = (weight + _MAIN_NAME, int(NameFlag.DEMONYM))
    for form in split_names(row.abbreviations):
        key = fold(form.removeprefix("!"))
        _, before = found.get(key, (0, None))
        flags = sort | int(NameFlag.ABBREVIATION)
        if before is not None:
            # Known in any letter case by another name already, so its own case no longer matters.
            flags |= before
        elif form.startswith("!"):
            flags |= int(NameFlag.EXACT_CASE)
        found[key] = (weight + _MAIN_NAME, flags)
    return found


def _sort_of(code: str, prominence: int) -> int:
    """The flags of a place's names. GeoNames' hotels, schools, farms and wells make no name a region's."""
    flags = _flags(code)
    if flags == NameFlag.REGION and prominence < _LITTLE_KNOWN and code[1:] not in _REGION_CODES:
        return 0
    return flags


@cache
def _flags(code: str) -> int:
    return int(flags_of(code))
