"""The first view shows the settlements and named areas and leaves out the strays."""

from __future__ import annotations

from geomap.model import Bounds
from geomap.render.view import SMALLEST_SPAN_DEG, WORLD, Extent, Rank, first_view


def at(latitude: float, longitude: float, weight: float = 1.0) -> Extent:
    return Extent(bounds=Bounds(longitude, latitude, longitude, latitude), rank=Rank.POINT, weight=weight)


def area(west, south, east, north, rank=Rank.AREA) -> Extent:
    return Extent(bounds=Bounds(west, south, east, north), rank=rank)


QAYYARAH, MOSUL = at(35.79933, 43.29447, 8), at(36.335, 43.11889, 5)
NINEVEH = area(41.1, 35.0, 44.3, 37.1)
IRAQ = area(38.8, 29.1, 48.6, 37.4, Rank.COUNTRY)
TIGRIS = area(39.0, 31.0, 47.5, 38.5, Rank.WIDE)


def test_nothing_shows_the_world():
    """Without places the whole world is shown, and the view says that it is empty."""
    view = first_view([])
    assert view.bounds == WORLD
    assert view.is_empty


def test_settlements_and_their_province_make_the_view():
    """The province is inside, the country and the river do not widen it."""
    small = first_view([QAYYARAH, MOSUL, NINEVEH]).bounds
    assert first_view([QAYYARAH, MOSUL, NINEVEH, IRAQ, TIGRIS]).bounds == small
    assert small.west <= 41.1 and small.east >= 44.3 and small.south <= 35.0 and small.north >= 37.1
    assert small.east - small.west < 5


def test_one_settlement_gets_its_surroundings():
    """A view is never a point."""
    bounds = first_view([MOSUL]).bounds
    assert bounds.north - bounds.south >= SMALLEST_SPAN_DEG
    assert bounds.west < 43.11889 < bounds.east


def test_a_stray_mention_does_not_make_a_world_map():
    """One mention in Australia among many in Iraq lies elsewhere."""
    view = first_view([QAYYARAH, MOSUL, at(-33.87, 151.2)])
    assert not view.holds(-33.87, 151.2)
    assert view.holds(36.335, 43.11889)
    assert view.everything.east > 151


def test_two_far_places_of_equal_weight_are_both_shown():
    """Paris and New York, three mentions each: neither is a stray."""
    view = first_view([at(48.86, 2.35, 3), at(40.71, -74.0, 3)])
    assert view.holds(48.86, 2.35)
    assert view.holds(40.71, -74.0)


def test_countries_alone_make_the_view():
    """A report that names nothing smaller opens on its countries."""
    bounds = first_view([IRAQ, TIGRIS]).bounds
    assert bounds.west <= 38.8 and bounds.east >= 48.6


def test_places_beside_the_antimeridian_stay_together():
    """Fiji and Samoa are neighbours: the view goes over 180 degrees, not around the world."""
    bounds = first_view([at(-18.14, 178.44), at(-13.83, -171.77)]).bounds
    assert bounds.east > 180
    assert bounds.east - bounds.west < 20


def test_a_far_area_does_not_widen_the_view():
    """A province on another continent is not near the settlements."""
    assert first_view([QAYYARAH, MOSUL, area(140, -39, 150, -34)]).bounds == first_view([QAYYARAH, MOSUL]).bounds


def test_ten_thousand_places_take_no_time():
    """The strays are found without comparing all with all."""
    places = [at(-60 + (number * 37 % 1200) / 10, -170 + (number * 53 % 3400) / 10) for number in range(10_000)]
    assert first_view(places).bounds.east > 150
