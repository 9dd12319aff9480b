"""A shape is a place's outline or course, kept at several details; the store finds it by place or by box.

`read_artefact` reads the shipped file, `load_into` copies it into the gazetteer's database at first run and
`ShapeStore` answers from there. Shapely is imported only when a geometry is asked for.
"""

from __future__ import annotations

import lzma
import sqlite3
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import GazetteerMismatch, GazetteerNotFound, InputError
from geomap.gazetteer import packing
from geomap.model import Bounds, PlaceId

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LAYERS = ("country", "admin1", "admin2", "river", "lake", "sea", "land")
#: First bytes of the artefact; the digit is raised whenever its layout changes.
MAGIC = b"geomap shapes 1\n"
#: Details are named by their tolerance in this part of a degree: 40 is 0.004 degrees.
DETAILS_PER_DEGREE = 10_000
_SIZES = struct.Struct("<II")

_CREATE = """
CREATE TABLE shape (
  place TEXT, layer TEXT, detail INTEGER, name TEXT, rank INTEGER,
  west REAL, south REAL, east REAL, north REAL, geometry BLOB
)
"""
_INDEX = (
    "CREATE INDEX shape_place ON shape (place, detail)",
    "CREATE INDEX shape_layer ON shape (layer, detail, rank, south, north, west, east)",
)


class PackedDetail(NamedTuple):
    """One level of detail: its tolerance in degrees / `DETAILS_PER_DEGREE` and the packed geometry."""

    detail: int
    geometry: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeRecord:
    """A shape with everything that the artefact knows of it, finest detail first.

    ``rank`` is Natural Earth's: 0 is drawn first. The label point lies inside an area and on a line.
    ``countries`` are ISO codes: the owner of an area, those that a river crosses. ``code`` is a GeoNames
    class and feature code, ``length_km`` is for rivers, ``area_km2`` for areas. ``bounds.west`` is greater
    than ``bounds.east`` when the shape lies on both sides of the antimeridian.
    """

    place_id: PlaceId
    layer: str
    name: str
    names: tuple[str, ...] = ()
    code: str = ""
    rank: int = 0
    countries: tuple[str, ...] = ()
    label_longitude: float
    label_latitude: float
    bounds: Bounds
    length_km: float | None = None
    area_km2: float | None = None
    details: tuple[PackedDetail, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape as drawn: longitude, latitude order, never across the antimeridian."""

    place_id: PlaceId
    layer: str
    name: str
    rank: int
    bounds: Bounds
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedShape:
    """A shape for a page: ``geometry`` is for `packing.unpack_rings`."""

    place_id: PlaceId
    layer: str
    name: str
    rank: int
    bounds: Bounds
    geometry: bytes


def write_artefact(records: Iterable[ShapeRecord], path: Path) -> int:
    """Write the records as one compressed file; the same records give the same bytes. Returns the count."""
    lines = []
    blobs = []
    for record in records:
        lines.append(_line(record))
        blobs += (packed.geometry for packed in record.details)
    index = "".join(lines).encode()
    index += b"\n" * (len(index) % 2)  # steps of two bytes keep their place for the compressor
    # The steps are 16-bit numbers: telling the coder so saves a twentieth.
    coder = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 25}
    coder |= {"lc": 2, "lp": 1, "pb": 1}
    body = b"".join((MAGIC, _SIZES.pack(len(index), len(lines)), index, *blobs))
    packed_file = lzma.compress(body, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=[coder])
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(packed_file)
    partial.replace(path)
    return len(lines)


def read_artefact(path: Path) -> Iterator[ShapeRecord]:
    """Each record of the shipped file, in its order; GazetteerNotFound or GazetteerMismatch when there is none."""
    if not path.exists():
        raise GazetteerNotFound(f"no shapes at {path}: build them with `python gazetteer/build.py`")
    try:
        body = lzma.decompress(path.read_bytes())
    except lzma.LZMAError as error:
        raise GazetteerMismatch(f"{path} is damaged ({error}): install geomap again") from error
    if not body.startswith(MAGIC):
        raise GazetteerMismatch(f"{path} is not a shapes file of this geomap: it begins with {body[:16]!r}")
    index_size, count = _SIZES.unpack_from(body, len(MAGIC))
    at = len(MAGIC) + _SIZES.size
    lines = body[at : at + index_size].decode().split("\n")[:count]
    at += index_size
    for line in lines:
        record, sizes = _parse(line)
        details = []
        for detail, size in sizes:
            details.append(PackedDetail(detail, body[at : at + size]))
            at += size
        yield ShapeRecord(**record, details=tuple(details))


def load_into(
    connection: sqlite3.Connection, artefact_path: Path, progress: Callable[[int], None] | None = None
) -> int:
    """Create the shape table and fill it from the artefact; returns the number of shapes.

    ``progress`` is called with the number of shapes copied so far. The caller commits.
    """
    connection.execute(_CREATE)
    count = 0
    for record in read_artefact(artefact_path):
        connection.executemany(
            "INSERT INTO shape VALUES (?,?,?,?,?,?,?,?,?,?)",
            [
                (str(record.place_id), record.layer, detail, record.name, record.rank, *record.bounds, geometry)
                for detail, geometry in record.details
            ],
        )
        count += 1
        if progress and not count % 1000:
            progress(count)
    for statement in _INDEX:
        connection.execute(statement)
    if progress:
        progress(count)
    return count


class ShapeStore:
    """Shapes in a gazetteer's database, by place and by box."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> BaseGeometry | None:
        """The place's shape at the coarsest detail that is finer than the tolerance, or the finest there is.

        ``None`` when no source has a shape of it. Valid, and never across the antimeridian.
        """
        packed = self.packed(place_id, tolerance_deg=tolerance_deg)
        return packing.to_geometry(packed) if packed is not None else None

    def packed(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> bytes | None:
        """The same as packed bytes, see `packing`."""
        row = self._connection.execute(
            "SELECT geometry FROM shape WHERE place = ? ORDER BY detail > ?, abs(detail - ?) LIMIT 1",
            (str(place_id), limit := _detail(tolerance_deg), limit),
        ).fetchone()
        return row[0] if row else None

    def bounds(self, place_id: PlaceId) -> Bounds | None:
        """The place's box, or ``None`` when no source has a shape of it."""
        row = self._connection.execute(
            "SELECT west, south, east, north FROM shape WHERE place = ? LIMIT 1", (str(place_id),)
        ).fetchone()
        return Bounds(*row) if row else None

    def within(
        self, bounds: Bounds, layer: str, *, tolerance_deg: float = 0.0, limit: int | None = None
    ) -> list[Shape]:
        """The layer's shapes whose box meets ``bounds``, most important first.

        ``bounds`` may cross the antimeridian (west > east). The shapes are whole: clip them if need be.
        """
        return [
            Shape(
                place_id=shape.place_id,
                layer=layer,
                name=shape.name,
                rank=shape.rank,
                bounds=shape.bounds,
                geometry=packing.to_geometry(shape.geometry),
            )
            for shape in self.packed_within(bounds, layer, tolerance_deg=tolerance_deg, limit=limit)
        ]

    def packed_within(
        self, bounds: Bounds, layer: str, *, tolerance_deg: float = 0.0, limit: int | None = None
    ) -> list[PackedShape]:
        """The same as `within`, geometry packed: nothing but the standard library is needed to read it."""
        if layer not in LAYERS:
            raise InputError(f"there is no layer {layer!r}: choose one of {', '.join(LAYERS)}")
        detail = self._detail_of(layer, _detail(tolerance_deg))
        if detail is None:
            return []
        # A box that crosses the antimeridian is two boxes; so is a shape's.
        spans = [(bounds.west, bounds.east)]
        if bounds.west > bounds.east:
            spans = [(bounds.west, 180.0), (-180.0, bounds.east)]
        meets = " OR ".join(
            f"west <= :east{n} AND east >= :west{n} OR west > east AND (west <= :east{n} OR east >= :west{n})"
            for n in range(len(spans))
        )
        values: dict[str, object] = {
            "layer": layer, "detail": detail, "south": bounds.south, "north": bounds.north,
            "limit": -1 if limit is None else limit,
        }  # fmt: skip
        for n, (west, east) in enumerate(spans):
            values |= {f"west{n}": west, f"east{n}": east}
        rows = self._connection.execute(
            "SELECT place, name, rank, west, south, east, north, geometry FROM shape"
            " WHERE layer = :layer AND detail = :detail AND south <= :north AND north >= :south"
            f" AND ({meets}) ORDER BY rank, place LIMIT :limit",
            values,
        )
        return [
            PackedShape(
                place_id=PlaceId.parse(place),
                layer=layer,
                name=name,
                rank=rank,
                bounds=Bounds(*box),
                geometry=geometry,
            )
            for place, name, rank, *box, geometry in rows
        ]

    def _detail_of(self, layer: str, limit: int) -> int | None:
        details = [
            detail
            for (detail,) in self._connection.execute("SELECT DISTINCT detail FROM shape WHERE layer = ?", (layer,))
        ]
        return max((detail for detail in details if detail <= limit), default=min(details, default=None))


def _detail(tolerance_deg: float) -> int:
    return int(tolerance_deg * DETAILS_PER_DEGREE + 1e-6)


def _line(record: ShapeRecord) -> str:
    cells = (
        str(record.place_id),
        record.layer,
        record.name,
        "|".join(record.names),
        record.code,
        str(record.rank),
        "|".join(record.countries),
        _number(record.label_longitude, 4),
        _number(record.label_latitude, 4),
        "|".join(_number(value, 4) for value in record.bounds),
        _number(record.length_km, 1),
        _number(record.area_km2, 1),
        "|".join(f"{packed.detail}:{len(packed.geometry)}" for packed in record.details),
    )
    line = "\t".join(cells)
    if "\n" in line or line.count("\t") != len(cells) - 1:
        raise InputError(f"shape {record.place_id} has a tab or line break in a cell: mend its source's reader")
    return line + "\n"


def _parse(line: str) -> tuple[dict, list[tuple[int, int]]]:
    place, layer, name, names, code, rank, countries, longitude, latitude, box, length, area, sizes = line.split("\t")
    record = {
        "place_id": PlaceId.parse(place),
        "layer": layer,
        "name": name,
        "names": tuple(names.split("|")) if names else (),
        "code": code,
        "rank": int(rank),
        "countries": tuple(countries.split("|")) if countries else (),
        "label_longitude": float(longitude),
        "label_latitude": float(latitude),
        "bounds": Bounds(*map(float, box.split("|"))),
        "length_km": float(length) if length else None,
        "area_km2": float(area) if area else None,
    }
    return record, [(int(detail), int(size)) for detail, size in (cell.split(":") for cell in sizes.split("|"))]


def _number(value: float | None, digits: int) -> str:
    if value is None:
        return ""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
