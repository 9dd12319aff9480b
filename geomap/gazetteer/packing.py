"""A packed geometry is a shape on an integer grid, kept as the steps from vertex to vertex.

Layout, little-endian: kind (1 byte: ``POLYGON`` or ``LINE``), bytes of a step (2 or 4), two zero bytes,
grid lines per degree (uint32), number of parts (uint32), rings of each part (uint32 each), vertices of each
ring (uint32 each), first vertex of each ring (two int32 each), then all steps ring after ring, x and y in
turn. A part is a polygon with its outer ring first, or one line. All rings are closed.

Reading needs the standard library only; `to_geometry` takes numpy and shapely for speed.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

from geomap.errors import GazetteerMismatch

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

POLYGON = 0
LINE = 1
_HEAD = struct.Struct("<BBHII")
_STEP_CODES = {2: "h", 4: "i"}

#: Rings of one part: each a sequence of (x, y) on the grid.
Rings = Sequence[Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Header:
    kind: int
    step_bytes: int
    scale: int
    ring_counts: array
    sizes: array
    starts: array
    offset: int


def pack(parts: Sequence[Rings], *, scale: int, kind: int = POLYGON) -> bytes:
    """The parts as bytes. ``scale`` is the number of grid lines per degree; a line's part has one ring."""
    ring_counts = [len(part) for part in parts]
    rings = [ring for part in parts for ring in part]
    steps: list[int] = []
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            steps += (x2 - x1, y2 - y1)
    step_bytes = 2 if all(-32768 <= step <= 32767 for step in steps) else 4
    return b"".join((
        _HEAD.pack(kind, step_bytes, 0, scale, len(parts)),
        _bytes("I", ring_counts),
        _bytes("I", [len(ring) for ring in rings]),
        _bytes("i", [number for ring in rings for number in ring[0]]),
        _bytes(_STEP_CODES[step_bytes], steps),
    ))  # fmt: skip


def unpack_rings(packed: bytes) -> tuple[int, list[list[list[tuple[int, int]]]]]:
    """The scale and the parts, each a list of rings of (x, y) on the grid: divide by the scale for degrees."""
    header = _read_header(packed)
    rings = _rings(packed, header)
    return header.scale, [[next(rings) for _ in range(count)] for count in header.ring_counts]


def unpack_flat(packed: bytes) -> tuple[int, int, list[list[tuple[array, array]]]]:
    """Kind, scale and the parts, each a list of rings as ``(xs, ys)`` integer arrays."""
    header = _read_header(packed)
    axes = _axes(packed, header)
    return header.kind, header.scale, [[next(axes) for _ in range(count)] for count in header.ring_counts]


def scale_of(packed: bytes) -> int:
    """Grid lines per degree."""
    return _read_header(packed).scale


def vertex_count(packed: bytes) -> int:
    """How many vertices the shape has."""
    return sum(_read_header(packed).sizes)


def to_geometry(packed: bytes) -> BaseGeometry:
    """The shape as a (multi)polygon or (multi)line in degrees, longitude first."""
    import numpy as np
    import shapely

    header = _read_header(packed)
    sizes = np.frombuffer(header.sizes, dtype=np.uint32).astype(np.int64)
    starts = np.frombuffer(header.starts, dtype=np.int32).reshape(-1, 2).astype(np.int64)
    count = len(sizes)
    # One cumulative sum over all rings: a ring's first entry is the jump from the last ring's end.
    grid = np.empty((int(sizes.sum()), 2), dtype=np.int64)
    firsts = np.concatenate(([0], np.cumsum(sizes)[:-1])) if count else np.empty(0, dtype=np.int64)
    is_step = np.ones(len(grid), dtype=bool)
    is_step[firsts] = False
    grid[is_step] = np.frombuffer(packed, dtype=f"<i{header.step_bytes}", offset=header.offset).reshape(-1, 2)
    grid[firsts] = 0
    sums = np.cumsum(grid, axis=0)
    owner = np.repeat(np.arange(count), sizes)
    degrees = (sums - sums[firsts][owner] + starts[owner]) / header.scale
    if header.kind == LINE:
        lines = shapely.linestrings(degrees, indices=owner)
        return lines[0] if count == 1 else shapely.multilinestrings(lines)
    rings = shapely.linearrings(degrees, indices=owner)
    ring_counts = np.frombuffer(header.ring_counts, dtype=np.uint32).astype(np.int64)
    polygons = shapely.polygons(rings, indices=np.repeat(np.arange(len(ring_counts)), ring_counts))
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)


def from_geometry(geometry: BaseGeometry, *, scale: int) -> bytes:
    """Pack a (multi)polygon or (multi)line whose vertices, in degrees, are put on the grid of ``scale``.

    Vertices that fall together become one. The caller sees to it that the rounded shape is valid.
    """
    import shapely

    parts = []
    kind = LINE if "Line" in geometry.geom_type else POLYGON
    for part in shapely.get_parts(geometry):
        lines = [part] if kind == LINE else [part.exterior, *part.interiors]
        rings = []
        for line in lines:
            grid = shapely.get_coordinates(line) * scale
            vertices = [(int(x), int(y)) for x, y in grid.round()]
            rings.append([vertex for vertex, last in zip(vertices, [None, *vertices], strict=False) if vertex != last])
        parts.append(rings)
    return pack(parts, scale=scale, kind=kind)


def _rings(packed: bytes, header: _Header) -> Iterator[list[tuple[int, int]]]:
    for xs, ys in _axes(packed, header):
        yield list(zip(xs, ys, strict=True))


def _axes(packed: bytes, header: _Header) -> Iterator[tuple[array, array]]:
    steps = array(_STEP_CODES[header.step_bytes])
    steps.frombytes(packed[header.offset :])
    if sys.byteorder == "big":
        steps.byteswap()
    at = 0
    for index, size in enumerate(header.sizes):
        end = at + 2 * (size - 1)
        x, y = header.starts[2 * index : 2 * index + 2]
        yield (
            array("i", accumulate(chain((x,), steps[at:end:2]))),
            array("i", accumulate(chain((y,), steps[at + 1 : end : 2]))),
        )
        at = end


def _read_header(packed: bytes) -> _Header:
    if len(packed) < _HEAD.size:
        raise GazetteerMismatch(f"a packed shape of {len(packed)} bytes is too short: build the gazetteer again")
    kind, step_bytes, _, scale, part_count = _HEAD.unpack_from(packed)
    if kind not in (POLYGON, LINE) or step_bytes not in _STEP_CODES:
        raise GazetteerMismatch(
            f"a packed shape begins with {packed[:4].hex()}, which this geomap cannot read: build the gazetteer again"
        )
    ring_counts, at = _take("I", packed, _HEAD.size, part_count)
    sizes, at = _take("I", packed, at, sum(ring_counts))
    starts, at = _take("i", packed, at, 2 * len(sizes))
    return _Header(kind, step_bytes, scale, ring_counts, sizes, starts, at)


def _take(code: str, packed: bytes, at: int, count: int) -> tuple[array, int]:
    numbers = array(code)
    end = at + 4 * count
    numbers.frombytes(packed[at:end])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers, end


def _bytes(code: str, numbers: Sequence[int]) -> bytes:
    packed = array(code, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
