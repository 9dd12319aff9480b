"""Outlines are drawn from figures: a circle on the globe, a box; both are cut at the antimeridian."""

from __future__ import annotations

from math import acos, asin, ceil, cos, degrees, pi, radians, sin
from typing import TYPE_CHECKING

from geomap.model import Bounds
from geomap.sphere import DEGREE_M, EARTH_RADIUS_M

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Corners of a circle: fewer look like a polygon, more cost and are not seen.
_CORNERS = (16, 72)
#: A circle whose edge passes a pole by less than this, in radians (64 m), is drawn a little smaller.
_GRAZING = 1e-5


def circle(latitude: float, longitude: float, radius_m: float, *, tolerance_deg: float = 0.0) -> BaseGeometry:
    """All points within ``radius_m``, on the sphere; fewer corners with a larger tolerance.

    In two parts where it crosses the antimeridian; a circle round a pole reaches up to it.
    """
    import shapely

    angle = radius_m / EARTH_RADIUS_M
    phi = radians(latitude)
    if abs(abs(phi) + angle - pi / 2) < _GRAZING:
        # Its corners would all but meet in the pole.
        angle -= 2 * _GRAZING
    ring = []
    corners = _corners(angle, tolerance_deg)
    for step in range(corners):
        bearing = 2 * pi * step / corners
        # The sine rule on the sphere gives the latitude; the cosine rule the angle at the pole.
        there = asin(sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(bearing))
        spread = (cos(angle) - sin(phi) * sin(there)) / max(cos(phi) * cos(there), 1e-12)
        turn = degrees(acos(max(-1.0, min(1.0, spread))))
        ring.append((longitude + (turn if bearing <= pi else -turn), degrees(there)))
    if abs(phi) + angle >= pi / 2:
        pole = 90.0 if latitude > 0 else -90.0
        ring.sort()
        ring = [(longitude - 180, pole), (longitude - 180, ring[-1][1]), *ring]
        ring.append((longitude + 180, pole))
    return _wrapped(shapely.Polygon(ring))


def box(bounds: Bounds) -> BaseGeometry:
    """The box as a polygon; two where it crosses the antimeridian."""
    import shapely

    west, south, east, north = bounds
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.MultiPolygon([shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)])


def sides_m(bounds: Bounds) -> tuple[float, float]:
    """Width (at the middle latitude) and height of a box in metres."""
    width = (bounds.east - bounds.west) % 360 or 360
    middle = radians((bounds.south + bounds.north) / 2)
    return width * cos(middle) * DEGREE_M, (bounds.north - bounds.south) * DEGREE_M


def _corners(angle: float, tolerance_deg: float) -> int:
    """As many that no edge lies deeper inside than the tolerance, in multiples of four."""
    fewest, most = _CORNERS
    if tolerance_deg <= 0:
        return most
    depth = min(1.0, radians(tolerance_deg) / angle)
    needed = pi / acos(1 - depth) if depth < 1 else 0
    return max(fewest, min(most, 4 * ceil(needed / 4)))


def _wrapped(outline: BaseGeometry) -> BaseGeometry:
    """What lies beyond ±180 degrees, moved to the other side."""
    import shapely
    from shapely.affinity import translate

    west, _, east, _ = outline.bounds
    if west >= -180 and east <= 180:
        return outline
    parts = []
    for turn in (-360, 0, 360):
        part = translate(outline, turn).intersection(shapely.box(-180, -90, 180, 90))
        parts += [each for each in shapely.get_parts(part) if each.geom_type == "Polygon" and each.area > 0]
    # Round a pole the parts meet on the far side: joined they have no seam.
    return shapely.union_all(parts)
