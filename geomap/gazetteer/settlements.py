"""A settlement's extent is reckoned, not measured: from its population, its neighbours, or an area's towns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from math import cos, pi, radians, sqrt

from geomap.model import Place, PlaceId
from geomap.sphere import DEGREE_M, distance_m

# Towns cover area in proportion to the 3/4 power of their people: in square miles, population ** 0.75 / 350.
# J. Q. Stewart and W. Warntz, Physics of Population Distribution, Journal of Regional Science 1 (1958). Beside
# city limits it gives for Houston a radius of 12 km (limits: 23), London 20 (22), Mosul 11 (8), Cambridge 4 (4).
_SQUARE_MILE_M2 = 2_589_988.11
_PEOPLE_PER_AREA = 350
_POWER = 0.75
#: People of a place without a figure: GeoNames' median of small places that have one is near it.
_UNKNOWN_POPULATION = 1000
#: A part of a larger town keeps this share of its radius, however near the larger one's point is.
_LEAST_SHARE = 0.5
#: A hamlet is still this wide.
_LEAST_RADIUS_M = 300.0
# Checked on 1,500 second-level areas that have an outline: with three to twenty towns the circle that takes in
# nine tenths of them has the outline's area (ratio of the radii .97 to 1.03); with fewer it is too small, and
# with a hundred an eighth too large. The twelve kilometres are the median of areas without any town.
_SHARE = 0.9
_FEW_TOWNS = 3
_FEW_REACH_M = 12_000.0
_LEAST_REACH_M = 5_000.0


def radius_m(population: int | None) -> float:
    """The radius of a town of that many people, by Stewart and Warntz' rule.

    >>> [round(radius_m(people) / 1000, 1) for people in (1_000, 145_000, 2_300_000)]
    [0.6, 4.2, 11.8]
    """
    area_m2 = (population or _UNKNOWN_POPULATION) ** _POWER / _PEOPLE_PER_AREA * _SQUARE_MILE_M2
    return max(_LEAST_RADIUS_M, sqrt(area_m2 / pi))


def settlement_radius_m(connection: sqlite3.Connection, place: Place) -> float:
    """The radius of a town: by its population, but at most half way to the nearest one that is larger.

    A smaller neighbour takes nothing away: it is a suburb or a quarter. Neighbours are the towns that the
    gazetteer holds as cities, above some 30,000 people.
    """
    own = reach = radius_m(place.population)
    south, north = place.latitude - 2 * reach / DEGREE_M, place.latitude + 2 * reach / DEGREE_M
    half = 2 * reach / DEGREE_M / max(0.01, cos(radians(place.latitude)))
    # The conditions on code and prominence are those of the index.
    rows = connection.execute(
        "SELECT latitude, longitude FROM place WHERE code GLOB 'P*' AND prominence >= 45"
        " AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND population > ?",
        (south, north, place.longitude - half, place.longitude + half, place.population or 0),
    )
    for latitude, longitude in rows:
        apart = distance_m(place.latitude, place.longitude, latitude, longitude)
        reach = min(reach, apart / 2)
    return max(_LEAST_RADIUS_M, own * _LEAST_SHARE, reach)


def reach_m(connection: sqlite3.Connection, place: Place, number: int) -> float | None:
    """How far the towns of an admin area lie from its point: nine tenths are nearer. ``None`` without towns."""
    if place.feature_code == "ADM1":
        rows = connection.execute(f"{_TOWNS} AND admin1 = ?", (number,))
    else:
        # Both are given, so that the index leads there.
        above: list[PlaceId] = [area for area in place.admin_ids if area != place.id]
        if not above:
            return None
        rows = connection.execute(f"{_TOWNS} AND admin1 = ? AND admin2 = ?", (int(above[0].key), number))
    distances = sorted(distance_m(place.latitude, place.longitude, *row) for row in rows)
    if not distances:
        return None
    least = _FEW_REACH_M if len(distances) < _FEW_TOWNS else _LEAST_REACH_M
    return max(least, distances[int(_SHARE * (len(distances) - 1) + 0.5)])


# The conditions are those of the index place_town.
_TOWNS = "SELECT latitude, longitude FROM place WHERE code GLOB 'P*' AND admin1 IS NOT NULL AND latitude IS NOT NULL"


#: Nearer than this to a more prominent city, a bigger one is the same city counted with its surroundings.
_ADJOINING_M = 12_000.0


def landmarks(places: Iterable[Place]) -> list[Place]:
    """The places, most prominent first, without those that adjoin a more prominent one and count more people."""
    found: list[Place] = []
    for place in places:
        people = place.population or 0
        if not any(
            people > (city.population or 0)
            and distance_m(place.latitude, place.longitude, city.latitude, city.longitude) < _ADJOINING_M
            for city in found
        ):
            found.append(place)
    return found
