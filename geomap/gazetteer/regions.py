"""A region is a place that our own table outlines: by its members, by a box or by a circle.

`write_artefact` and `read_artefact` know the shipped file, `load_into` copies it into the gazetteer's
database at first run and `RegionStore` answers from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from geomap.errors import GazetteerMismatch
from geomap.model import Bounds, PlaceId

#: Name of the artefact beside the places and the shapes.
FILE = "regions.tsv"
#: The header; another one is another format.
COLUMNS = "place members west south east north radius_km".split()

_CREATE = """
CREATE TABLE region (
  place TEXT PRIMARY KEY, members TEXT, west REAL, south REAL, east REAL, north REAL, radius_m REAL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A row of the table. With members it is their union, cut to the bounds; with a radius, a circle.

    ``bounds.west`` is greater than ``bounds.east`` when the region lies on both sides of the antimeridian.
    """

    place_id: PlaceId
    members: tuple[PlaceId, ...] = ()
    bounds: Bounds
    radius_m: float | None = None


def write_artefact(regions: Iterable[Region], path: Path) -> int:
    """Write the regions as lines, sorted by place; the same regions give the same bytes. Returns the count."""
    lines = sorted(_line(region) for region in regions)
    partial = path.with_name(path.name + ".partial")
    partial.write_text("\n".join(["\t".join(COLUMNS), *lines, ""]), encoding="utf-8", newline="\n")
    partial.replace(path)
    return len(lines)


def read_artefact(path: Path) -> Iterator[Region]:
    """Each region of the shipped file; GazetteerMismatch when the file has other columns."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if header.split("\t") != COLUMNS:
        raise GazetteerMismatch(
            f"{path.name} begins with {header[:60]!r}, this geomap reads {' '.join(COLUMNS)}: "
            "build it again with `python gazetteer/build.py --only regions`"
        )
    for line in lines:
        place, members, *sides, radius_km = line.split("\t")
        yield Region(
            place_id=PlaceId.parse(place),
            members=_parse_members(members),
            bounds=Bounds(*map(float, sides)),
            radius_m=float(radius_km) * 1000 if radius_km else None,
        )


def load_into(connection: sqlite3.Connection, artefact_path: Path) -> int:
    """Create the region table and fill it from the artefact; returns the count. The caller commits."""
    connection.execute(_CREATE)
    rows = [
        (str(region.place_id), _join_members(region), *region.bounds, region.radius_m)
        for region in read_artefact(artefact_path)
    ]
    connection.executemany("INSERT INTO region VALUES (?,?,?,?,?,?,?)", rows)
    return len(rows)


class RegionStore:
    """Regions in a gazetteer's database, by place. A gazetteer without the table has none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def region(self, place_id: PlaceId) -> Region | None:
        """The region that outlines a place, or ``None``."""
        if not self._is_there:
            return None
        row = self._connection.execute(
            "SELECT members, west, south, east, north, radius_m FROM region WHERE place = ?", (str(place_id),)
        ).fetchone()
        if row is None:
            return None
        return Region(place_id=place_id, members=_parse_members(row[0]), bounds=Bounds(*row[1:5]), radius_m=row[5])

    @cached_property
    def _is_there(self) -> bool:
        query = "SELECT 1 FROM sqlite_master WHERE name = 'region'"
        return self._connection.execute(query).fetchone() is not None


def _line(region: Region) -> str:
    radius = "" if region.radius_m is None else f"{region.radius_m / 1000:g}"
    sides = (f"{side:.10g}" for side in region.bounds)
    return "\t".join((str(region.place_id), _join_members(region), *sides, radius))


def _join_members(region: Region) -> str:
    return "|".join(map(str, region.members))


def _parse_members(cell: str) -> tuple[PlaceId, ...]:
    return tuple(map(PlaceId.parse, cell.split("|"))) if cell else ()
