"""A shapefile is a pair of files: lines or rings in .shp, their attributes in .dbf."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

_FILE_CODE = 9994
_NULL = 0
_POLYLINE, _POLYGON = 3, 5


def read_shapefile(path: Path, *, encoding: str) -> Iterator[tuple[dict[str, str], list[numpy.ndarray]]]:
    """Attributes and parts of every record of a polyline or polygon shapefile; a part is an array of lon, lat."""
    yield from zip(read_attributes(path.with_suffix(".dbf"), encoding=encoding), _parts(path), strict=True)


def read_attributes(path: Path, *, encoding: str) -> Iterator[dict[str, str]]:
    """The rows of a dBASE file as text without the padding."""
    table = path.read_bytes()
    count, head_size, row_size = struct.unpack_from("<IHH", table, 4)
    columns = []
    at = 32
    while table[at] != 0x0D:
        name = table[at : at + 11].split(b"\0")[0].decode("ascii")
        columns.append((name, table[at + 16]))
        at += 32
    for row in range(count):
        at = head_size + row * row_size + 1
        attributes = {}
        for name, width in columns:
            attributes[name] = table[at : at + width].decode(encoding).strip(" \0")
            at += width
        yield attributes


def _parts(path: Path) -> Iterator[list[numpy.ndarray]]:
    import numpy as np

    shapes = path.read_bytes()
    if struct.unpack_from(">i", shapes)[0] != _FILE_CODE:
        raise ValueError(f"{path.name} is not a shapefile: it begins with {shapes[:4].hex()}")
    at = 100
    while at < len(shapes):
        words, kind = struct.unpack_from(">i", shapes, at + 4)[0], struct.unpack_from("<i", shapes, at + 8)[0]
        if kind == _NULL:
            yield []
        elif kind in (_POLYLINE, _POLYGON):
            part_count, point_count = struct.unpack_from("<ii", shapes, at + 44)
            firsts = struct.unpack_from(f"<{part_count}i", shapes, at + 52)
            points = np.frombuffer(shapes, "<f8", 2 * point_count, at + 52 + 4 * part_count).reshape(-1, 2)
            yield [points[a:b] for a, b in zip(firsts, [*firsts[1:], point_count], strict=True)]
        else:
            raise ValueError(f"{path.name} has a record of kind {kind}; lines (3) and polygons (5) are read")
        at += 8 + 2 * words
