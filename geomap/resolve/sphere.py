"""The sphere: places as unit vectors, so that nearness is one product."""

from __future__ import annotations

from math import acos, atan2, cos, degrees, radians, sin

#: A point on the unit sphere.
Vector = tuple[float, float, float]

#: Mean Earth radius, km.
_EARTH_KM = 6371.0


def unit_vector(latitude: float, longitude: float) -> Vector:
    """The point of the unit sphere at WGS 84 degrees."""
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def distance_km(a: Vector, b: Vector) -> float:
    """Great-circle distance between two unit vectors."""
    return _EARTH_KM * acos(max(-1.0, min(1.0, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])))

def bearing_between_deg(here: Vector, there: Vector) -> float:
    """The bearing from one place to another, clockwise from north.

    >>> round(bearing_between_deg((1.0, 0.0, 0.0), (0.9, 0.1, 0.0)))
    90
    """
    latitude, longitude = atan2(here[2], (here[0] ** 2 + here[1] ** 2) ** 0.5), atan2(here[1], here[0])
    east = -sin(longitude) * there[0] + cos(longitude) * there[1]
    along = cos(longitude) * there[0] + sin(longitude) * there[1]
    north = cos(latitude) * there[2] - sin(latitude) * along
    return degrees(atan2(east, north)) % 360
