"""The sphere measures between points: distances and bearings, from degrees or, much faster, from unit vectors.

It is the sphere that geopy measures on, without geopy's cost per call. Nobody else writes these formulas.
"""

from __future__ import annotations

from math import acos, asin, atan2, cos, degrees, pi, radians, sin, sqrt

#: Mean radius of the Earth in metres (IUGG), as geopy has it.
EARTH_RADIUS_M = 6_371_009.0
#: A degree of latitude in metres.
DEGREE_M = EARTH_RADIUS_M * pi / 180

#: A point on the unit sphere.
Vector = tuple[float, float, float]


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres along the great circle between two points in WGS 84 degrees.

    >>> round(distance_m(36.34, 43.13, 33.34, 44.40), -3)
    353000.0
    """
    phi, other_phi = radians(latitude), radians(other_latitude)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def initial_bearing_deg(*, latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Degrees clockwise from north in which the other point lies.

    >>> round(initial_bearing_deg(latitude=0, longitude=0, other_latitude=0, other_longitude=1))
    90
    """
    here, there, turn = radians(latitude), radians(other_latitude), radians(other_longitude - longitude)
    east = sin(turn) * cos(there)
    north = cos(here) * sin(there) - sin(here) * cos(there) * cos(turn)
    return degrees(atan2(east, north)) % 360


def unit_vector(latitude: float, longitude: float) -> Vector:
    """The point of the unit sphere at WGS 84 degrees: nearness of two is one product."""
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def distance_between_km(here: Vector, there: Vector) -> float:
    """Great-circle distance between two unit vectors.

    >>> round(distance_between_km(unit_vector(36.34, 43.13), unit_vector(33.34, 44.40)))
    353
    """
    product = here[0] * there[0] + here[1] * there[1] + here[2] * there[2]
    return EARTH_RADIUS_M / 1000 * acos(max(-1.0, min(1.0, product)))


def bearing_between_deg(here: Vector, there: Vector) -> float:
    """The bearing from one unit vector to another, clockwise from north.

    >>> round(bearing_between_deg((1.0, 0.0, 0.0), (0.9, 0.1, 0.0)))
    90
    """
    latitude, longitude = atan2(here[2], (here[0] ** 2 + here[1] ** 2) ** 0.5), atan2(here[1], here[0])
    east = -sin(longitude) * there[0] + cos(longitude) * there[1]
    along = cos(longitude) * there[0] + sin(longitude) * there[1]
    north = cos(latitude) * there[2] - sin(latitude) * along
    return degrees(atan2(east, north)) % 360
