"""Sums are recorded in a gazetteer's file when it is made: a row that is lost or changed later shows in them."""

from __future__ import annotations

import json
import sqlite3

_BY_CODE = "SELECT substr(code, 2), count(*) FROM place GROUP BY 1 ORDER BY 2 DESC, 1"
# Order does not matter to sums, and SQLite adds them up without Python.
_SUMS = {
    "place": "SELECT count(*), total(id % 1000003), total(prominence), total(population), round(total(latitude), 3),"
    " round(total(longitude), 3), total(length(name)), total(length(names)) FROM place",
    "name": "SELECT count(*), total(place % 1000003), total(rank), total(flags), total(length(key)) FROM name",
    "shape": "SELECT count(*), total(detail), total(length(geometry)) FROM shape",
}


def record_sums(connection: sqlite3.Connection) -> int:
    """Write counts and sums of a finished gazetteer into its ``meta``; returns the number of names."""
    sums = sums_of(connection)
    names = int(sums["name"][0])
    values = {
        "sums": json.dumps(sums),
        "by_code": json.dumps(dict(connection.execute(_BY_CODE))),
        "names": str(names),
    }
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", sorted(values.items()))
    return names


def sums_of(connection: sqlite3.Connection) -> dict[str, list[float]]:
    """Counts and sums of each table that the file has."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {table: list(connection.execute(query).fetchone()) for table, query in _SUMS.items() if table in tables}
