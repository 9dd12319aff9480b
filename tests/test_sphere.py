"""The sphere is one: measured in degrees or between unit vectors, and as geopy measures it."""

from __future__ import annotations

import pytest
from geopy.distance import great_circle

from geomap.sphere import (
    bearing_between_deg,
    distance_between_km,
    distance_m,
    initial_bearing_deg,
    unit_vector,
)

PAIRS = [
    ((36.34, 43.13), (33.34, 44.40)),
    ((-16.5, 179.9), (-16.5, -179.9)),
    ((51.5, -0.1), (-33.9, 151.2)),
    ((89.0, 10.0), (89.0, -170.0)),
]


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_both_ways_of_measuring_agree_with_geopy(here, there):
    """Across the antimeridian and the pole too."""
    expected_km = great_circle(here, there).km
    assert distance_m(*here, *there) == pytest.approx(1000 * expected_km)
    assert distance_between_km(unit_vector(*here), unit_vector(*there)) == pytest.approx(expected_km)


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_bearings_are_the_same_from_degrees_and_from_vectors(here, there):
    """Degrees clockwise from north; 0 and 360 are one."""
    said = initial_bearing_deg(
        latitude=here[0], longitude=here[1], other_latitude=there[0], other_longitude=there[1]
    )
    off = (bearing_between_deg(unit_vector(*here), unit_vector(*there)) - said + 180) % 360 - 180
    assert off == pytest.approx(0, abs=1e-6)
