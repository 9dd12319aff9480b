"""A drawing is the ground that a phrase means, with the method in words; here is what all ways of drawing share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from geomap.model import Precision
from geomap.relations import earth
from geomap.relations.grounds import Ground

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A geometry, its method in words, and where its middle is when that is better known than the centroid."""

    geometry: BaseGeometry
    method: str
    precision: Precision = Precision.DERIVED
    middle: tuple[float, float] | None = None


def km(metres: float) -> str:
    """Metres for a reader: "0.8 km", "56 km"."""
    if metres < 9_950:
        return f"{metres / 1000:.1f} km".replace(".0 km", " km")
    return f"{metres / 1000:,.0f} km"


def flattened(geometry: BaseGeometry, ground: Ground) -> tuple[earth.Plane, BaseGeometry]:
    """A plane in the geometry's middle, and the geometry on it."""
    import shapely

    whole = earth.unwrapped(geometry, longitude=ground.longitude)
    west, south, east, north = whole.bounds
    plane = earth.Plane(latitude=(south + north) / 2, longitude=(west + east) / 2)
    flat = plane.flat(whole)
    if not flat.is_valid:
        flat = shapely.make_valid(flat)
    return plane, flat


def strip_along(ground: Ground, half_m: float) -> BaseGeometry:
    plane, flat = flattened(ground.geometry, ground)
    return plane.round(flat.buffer(half_m, quad_segs=4))


def on_side(strip: BaseGeometry, base: BaseGeometry, bearing_deg: float, reach_m: float) -> BaseGeometry:
    """What of ``strip`` is reached from ``base`` by going that way, a little to each side of it."""
    import shapely

    tips = []
    for turn in (-30, 0, 30):
        angle = radians(bearing_deg + turn)
        tips.append((1.3 * reach_m * sin(angle), 1.3 * reach_m * cos(angle)))
    base = base.simplify(reach_m / 20)
    swept = []
    for piece in shapely.get_parts(base):
        if piece.geom_type == "Point":
            swept.append(shapely.convex_hull(shapely.MultiPoint([piece, *_moved(piece, tips)])))
            continue
        edges = piece.exterior if piece.geom_type == "Polygon" else piece
        if edges.geom_type not in ("LineString", "LinearRing"):
            continue
        points = shapely.get_coordinates(edges)
        for start, end in pairwise(points):
            corners = [start, end]
            corners += [(x + dx, y + dy) for x, y in (start, end) for dx, dy in tips]
            swept.append(shapely.convex_hull(shapely.MultiPoint(corners)))
    if not swept:
        return strip
    cleared = shapely.union_all(swept).intersection(strip)
    return cleared


def _moved(point: BaseGeometry, tips: Sequence[tuple[float, float]]) -> list[BaseGeometry]:
    import shapely

    return [shapely.Point(point.x + dx, point.y + dy) for dx, dy in tips]


def radius_of(geometry: BaseGeometry, middle: tuple[float, float]) -> float:
    """How far from its middle (latitude, longitude) a geometry reaches, in metres."""
    import numpy as np
    import shapely

    plane = earth.Plane(latitude=middle[0], longitude=middle[1])
    points = shapely.get_coordinates(plane.flat(geometry.convex_hull if geometry.geom_type == "Polygon" else geometry))
    return float(sqrt(np.max((points**2).sum(axis=1))))
