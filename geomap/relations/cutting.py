"""A part is cut from an outline along a parallel or a meridian, so that it takes a given share of the area.

"Northern Iraq" is the northernmost two fifths of Iraq's own polygon, "southeast Turkey" what its southern and
its eastern half share, "central Mali" what lies in the middle both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.relations.earth import tidy, unwrapped, wrapped

if TYPE_CHECKING:
    import numpy
    from shapely.geometry.base import BaseGeometry

#: Share of the area that "northern" takes. A third would leave gaps, a half would take the middle with it.
CARDINAL_SHARE = 0.4
#: Shares of the two halves whose overlap is "southeast".
DIAGONAL_SHARE = 0.5
#: "Central" is the middle of this share both ways.
CENTRAL_SHARE = 0.5
#: Parts of a country farther apart than this are not one land: Alaska, Guyane, the Galápagos.
_MAINLAND_GAP_DEG = 4.0
_BISECTIONS = 16


def part_of(
    outline: BaseGeometry, *, bearing_deg: float | None, share: float | None = None, central: bool = False
) -> BaseGeometry:
    """The part of ``outline`` towards a bearing, or its middle. An empty polygon when nothing is left."""
    import shapely

    land = mainland(outline)
    land = unwrapped(land, longitude=land.representative_point().x)
    flat = shapely.transform(land, _equal_area)
    if not flat.is_valid:
        flat = shapely.make_valid(flat)
    part = _cut(flat, bearing_deg, share, central)
    return tidy(wrapped(shapely.transform(part, _degrees)))


def mainland(outline: BaseGeometry) -> BaseGeometry:
    """The largest land of an outline with the islands near it: no overseas parts."""
    import shapely

    parts = list(shapely.get_parts(outline))
    if len(parts) < 2:
        return outline
    parts.sort(key=lambda part: -part.area)
    kept, left = [parts[0]], parts[1:]
    boxes = [_box(parts[0])]
    grown = True
    while grown:
        grown, waiting = False, []
        for part in left:
            if any(_gap(_box(part), box) <= _MAINLAND_GAP_DEG for box in boxes) and _is_near(part, kept):
                kept.append(part)
                boxes.append(_box(part))
                grown = True
            else:
                waiting.append(part)
        left = waiting
    return shapely.MultiPolygon(kept) if len(kept) > 1 else kept[0]


def _is_near(part: BaseGeometry, kept: list[BaseGeometry]) -> bool:
    # Small parts differ little from their box; only a large one is worth measuring.
    if part.area < 5:
        return True
    return any(part.distance(other) <= _MAINLAND_GAP_DEG or _across(part, other) for other in kept)


def _across(part: BaseGeometry, other: BaseGeometry) -> bool:
    """True when two parts meet at the antimeridian."""
    a, b = part.bounds, other.bounds
    return (a[2] >= 179.9 and b[0] <= -179.9) or (b[2] >= 179.9 and a[0] <= -179.9)


def _box(part: BaseGeometry) -> tuple[float, float, float, float]:
    return part.bounds


def _gap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """Degrees between two boxes, the short way round the globe."""
    east = min(max(a[0] + turn - b[2], b[0] - a[2] - turn, 0.0) for turn in (-360, 0, 360))
    north = max(a[1] - b[3], b[1] - a[3], 0.0)
    return max(east, north)


def _equal_area(points: numpy.ndarray) -> numpy.ndarray:
    """Lambert's cylinder: parallels and meridians stay straight, areas stay right."""
    import numpy as np

    return np.column_stack((points[:, 0], np.degrees(np.sin(np.radians(points[:, 1])))))


def _degrees(points: numpy.ndarray) -> numpy.ndarray:
    import numpy as np

    return np.column_stack((points[:, 0], np.degrees(np.arcsin(np.clip(np.radians(points[:, 1]), -1, 1)))))


def _cut(flat: BaseGeometry, bearing_deg: float | None, share: float | None, central: bool) -> BaseGeometry:
    if bearing_deg is None:
        # A share of the middle both ways: a quarter off each side.
        side = (1 - CENTRAL_SHARE) / 2
        keep = flat
        for bearing in (0, 90, 180, 270):
            keep = keep.intersection(_half(flat, bearing, 1 - side))
        return keep
    eighth = round(bearing_deg / 45) % 8
    if eighth % 2 == 0:
        part = _half(flat, eighth * 45, share or CARDINAL_SHARE)
        if central:
            for bearing in (eighth * 45 + 90, eighth * 45 + 270):
                part = part.intersection(_half(flat, bearing % 360, 0.7))
        return part
    each = (share * 1.3) if share else DIAGONAL_SHARE
    first = 0 if eighth in (1, 7) else 180
    second = 90 if eighth in (1, 3) else 270
    part = _half(flat, first, each).intersection(_half(flat, second, each))
    # A slanting country has nothing in that corner of both halves: larger halves are tried.
    while part.area < 0.08 * (share or 1) * flat.area and each < 0.8:
        each += 0.1
        part = _half(flat, first, each).intersection(_half(flat, second, each))
    return part


def _half(flat: BaseGeometry, bearing: int, share: float) -> BaseGeometry:
    """The part towards north, east, south or west that holds ``share`` of the area, by bisection."""
    import shapely

    west, south, east, north = flat.bounds
    if flat.area == 0:
        return flat
    low, high = (south, north) if bearing in (0, 180) else (west, east)
    coarse = flat.simplify((high - low) / 500) if shapely.get_num_coordinates(flat) > 500 else flat
    if not coarse.is_valid or coarse.is_empty:
        coarse = flat
    from_low = bearing in (180, 270)

    def box(at: float) -> BaseGeometry:
        if bearing in (0, 180):
            return shapely.box(west, south, east, at) if from_low else shapely.box(west, at, east, north)
        return shapely.box(west, south, at, north) if from_low else shapely.box(at, south, east, north)

    wanted = share * coarse.area
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        too_much = shapely.clip_by_rect(coarse, *box(middle).bounds).area > wanted
        if too_much == from_low:
            high = middle
        else:
            low = middle
    return flat.intersection(box((low + high) / 2))
