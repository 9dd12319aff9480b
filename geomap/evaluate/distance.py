"""Great-circle distance on the sphere that geopy uses, without geopy's cost per call."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

#: Mean Earth radius, km: `geopy.distance.EARTH_RADIUS`.
EARTH_RADIUS_KM = 6371.009
#: Half the circumference as the field rounds it: the error of a mention without an answer.
FARTHEST_KM = 20_039.0


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points in WGS 84 degrees.

    >>> round(distance_km(36.34, 43.13, 33.34, 44.40))
    352
    """
    phi, other_phi = radians(latitude), radians(other_latitude)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))
