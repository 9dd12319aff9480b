"""An encoded shape is its rings or lines as one short string that the page decodes.

Coordinates become integers (degrees times a scale), each the difference to the one before, written
as base-64 digits of five bits, low digits first, as source maps do. Rings are parted by a full stop;
inner and outer rings stand side by side, because the page fills by the even-odd rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from shapely.geometry.base import BaseGeometry

_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LINE, _RING, _POLYGON = 1, 2, 3


def encode(geometry: BaseGeometry | None, *, scale: int) -> str:
    """``geometry``'s lines or rings in units of ``1 / scale`` degree; empty when nothing is left."""
    return encode_all([geometry], scale=scale)[0]


def encode_all(geometries: Sequence[BaseGeometry | None], *, scale: int, least_area: float = 0.0) -> list[str]:
    """Each geometry encoded, in order. Points and ``None`` give an empty string.

    Rings that the rounding collapses are dropped, and so are rings of less than ``least_area`` square
    degrees, but for each geometry's largest.
    """
    import numpy as np
    import shapely

    parts, owner = _simple_parts(geometries)
    kinds = shapely.get_type_id(parts)
    rings, ring_part = shapely.get_rings(parts[kinds == _POLYGON], return_index=True)
    lines = (kinds == _LINE) | (kinds == _RING)
    paths = np.concatenate([rings, parts[lines]])
    owner = np.concatenate([owner[kinds == _POLYGON][ring_part], owner[lines]])
    if least_area and len(rings):
        sizes = np.full(len(paths), np.inf)
        sizes[: len(rings)] = shapely.area(shapely.polygons(rings))
        largest = np.zeros(len(geometries))
        np.maximum.at(largest, owner, sizes)
        keep = (sizes >= least_area) | (sizes >= largest[owner])
        paths, owner = paths[keep], owner[keep]
    order = np.argsort(owner, kind="stable")
    paths, owner = paths[order], owner[order]
    if not len(paths):
        return [""] * len(geometries)

    coordinates, path = shapely.get_coordinates(paths, return_index=True)
    units = np.rint(coordinates * scale).astype(np.int64)
    moved = np.ones(len(units), bool)
    moved[1:] = (units[1:] != units[:-1]).any(axis=1) | (path[1:] != path[:-1])
    units, path = units[moved], path[moved]
    shortest = np.where(shapely.get_type_id(paths) == _RING, 4, 2)
    long_enough = (np.bincount(path, minlength=len(paths)) >= shortest)[path]
    units, path = units[long_enough], path[long_enough]
    if not len(units):
        return [""] * len(geometries)

    deltas = np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int64))
    shape_of = owner[path]
    first = np.append(True, shape_of[1:] != shape_of[:-1])
    deltas[first] = units[first]  # every geometry starts from zero, every further ring where the last ended
    deltas = deltas.ravel()
    text, ends = _digits((deltas << 1) ^ (deltas >> 63))
    last = np.flatnonzero(np.append(path[1:] != path[:-1], True))
    cuts = ends[last * 2 + 1]
    found: list[list[str]] = [[] for _ in geometries]
    start = 0
    for number, end in zip(shape_of[last].tolist(), cuts.tolist(), strict=True):
        found[number].append(text[start:end])
        start = end
    return [".".join(pieces) for pieces in found]


def _simple_parts(geometries: Sequence[BaseGeometry | None]) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The polygons and lines of all geometries, with the number of the geometry that each came from."""
    import numpy as np
    import shapely

    parts = np.empty(len(geometries), object)
    parts[:] = geometries
    owner = np.arange(len(parts))
    while True:
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]
        if not (shapely.get_type_id(parts) > _POLYGON).any():
            return parts, owner


def _digits(values: numpy.ndarray) -> tuple[str, numpy.ndarray]:
    """Non-negative integers as digits, and where each number's digits end."""
    import numpy as np

    lengths = np.ones(len(values), np.int64)
    rest = values >> 5
    while rest.any():
        lengths += rest > 0
        rest = rest >> 5
    ends = np.cumsum(lengths)
    starts = ends - lengths
    codes = np.zeros(int(ends[-1]), np.uint8)
    for place in range(int(lengths.max())):
        has = lengths > place
        digit = (values[has] >> (5 * place)) & 31
        codes[starts[has] + place] = digit + np.where(lengths[has] > place + 1, 32, 0)
    return np.frombuffer(_DIGITS, np.uint8)[codes].tobytes().decode("ascii"), ends
