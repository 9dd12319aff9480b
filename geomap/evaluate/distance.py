"""The distance of an answer from the truth, in kilometres, and what an answer that is missing counts."""

from __future__ import annotations

from geomap.sphere import distance_m

#: Half the circumference as the field rounds it: the error of a mention without an answer.
FARTHEST_KM = 20_039.0


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points in WGS 84 degrees.

    >>> round(distance_km(36.34, 43.13, 33.34, 44.40))
    353
    """
    return distance_m(latitude, longitude, other_latitude, other_longitude) / 1000
