"""The ground of places: outlined, composed or reckoned, and always said how."""

from __future__ import annotations

import pytest
import shapely
from geopy.distance import great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.gazetteer import Gazetteer, geometry, outlines, settlements
from geomap.model import Bounds, PlaceId
from geomap.sphere import DEGREE_M


def extent_of(gazetteer: Gazetteer, text: str, *, tolerance_deg: float = 0.0) -> geometry.Extent:
    extent = gazetteer.extent(PlaceId.parse(text), tolerance_deg=tolerance_deg)
    assert extent is not None
    return extent


def point(latitude: float, longitude: float) -> shapely.Point:
    return shapely.Point(longitude, latitude)


# Composed of members

MEMBERS = [
    # region, inside (latitude, longitude), outside, why
    ("regions:sahel", (16.77, -3.0), (33.57, -7.59), "Timbuktu is in the Sahel, Casablanca is not"),
    ("geonames:6269133", (33.31, 44.36), (37.98, 23.73), "Baghdad is in the Middle East, Athens is not"),
    ("regions:kurdistan-region", (36.19, 44.01), (36.34, 43.13), "Erbil is in the region, Mosul is not"),
    ("regions:kurdistan-region", (35.18, 45.98), (35.47, 44.39), "Halabja, without an outline, is; Kirkuk is not"),
    ("regions:upstate-new-york", (42.65, -73.75), (40.71, -74.0), "Albany is upstate, New York City is not"),
    ("geonames:6255148", (55.75, 37.62), (55.03, 82.92), "Moscow is in Europe, Novosibirsk is not"),
    ("geonames:6255147", (66.2, -171.0), (55.75, 37.62), "Chukotka's far end is in Asia, Moscow is not"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "inside", "outside", "why"), MEMBERS)
def test_members_make_the_region(gazetteer: Gazetteer, region: str, inside: tuple, outside: tuple, why: str) -> None:
    """A region of members covers what lies in them, cut to its bounds."""
    extent = extent_of(gazetteer, region)
    assert extent.method == geometry.UNION
    assert extent.geometry.is_valid
    assert extent.geometry.contains(point(*inside)), why
    assert not extent.geometry.contains(point(*outside)), why


def test_a_union_has_no_seams(gazetteer: Gazetteer) -> None:
    """Borders between members vanish: the Sahel's mainland is one part."""
    sahel = extent_of(gazetteer, "regions:sahel").geometry
    largest = max(sahel.geoms, key=lambda part: part.area)
    assert largest.area > 0.99 * sahel.area


def test_a_cut_union_is_approximate_and_a_whole_one_is_not(gazetteer: Gazetteer) -> None:
    """Where Upstate begins is a choice; the Kurdistan Region is its provinces."""
    upstate = extent_of(gazetteer, "regions:upstate-new-york")
    assert upstate.approximate and upstate.geometry.bounds[1] == pytest.approx(41.3)
    assert not extent_of(gazetteer, "regions:kurdistan-region").approximate


def test_a_box_stands_for_a_union_that_would_be_partial(gazetteer: Gazetteer) -> None:
    """No source outlines the regions of Somaliland, so its bounds are told, as approximate."""
    somaliland = extent_of(gazetteer, "regions:somaliland")
    assert (somaliland.method, somaliland.approximate) == (geometry.BOX, True)
    assert somaliland.geometry.contains(point(9.56, 44.06))


# Outlined

BODIES = [
    ("regions:lake-victoria", (-1.0, 33.0), (31.6, -3.1, 34.9, 0.6)),
    ("regions:sicily-island", (37.6, 14.0), (12.4, 36.6, 15.7, 38.4)),
    ("regions:new-guinea", (-6.0, 145.0), (130.8, -10.8, 151.0, 0.0)),
    ("regions:timor-island", (-8.8, 126.0), (123.4, -10.5, 127.4, -8.2)),
]


@pytest.mark.parametrize(("region", "inside", "frame"), BODIES)
def test_islands_and_lakes_have_their_shore(gazetteer: Gazetteer, region: str, inside: tuple, frame: tuple) -> None:
    """The body of land or water that holds the label point, whole, also where a border crosses it."""
    extent = extent_of(gazetteer, region)
    assert (extent.method, extent.approximate) == (geometry.POLYGON, False)
    assert extent.geometry.contains(point(*inside))
    assert shapely.box(*frame).contains(extent.geometry)


def test_an_archipelago_is_its_islands(gazetteer: Gazetteer) -> None:
    """The Cyclades are many islands in a box, not the box: Naxos is in, the sea south of Mykonos is not."""
    extent = extent_of(gazetteer, "regions:cyclades")
    assert extent.method == geometry.GROUP
    assert extent.geometry.contains(point(37.05, 25.48))
    assert not extent.geometry.contains(point(37.25, 25.25))


def test_a_bay_does_not_take_the_sea_around_it(gazetteer: Gazetteer) -> None:
    """No source outlines Osaka Bay; the Inland Sea, which holds it, does not stand for it."""
    assert extent_of(gazetteer, "regions:osaka-bay").method == geometry.BOX


def test_a_river_is_a_line(gazetteer: Gazetteer) -> None:
    """The Tigris passes Mosul and Baghdad within two kilometres."""
    tigris = extent_of(gazetteer, "naturalearth:river-tigris")
    assert (tigris.method, tigris.approximate) == (geometry.LINE, False)
    for place in (point(36.34, 43.14), point(33.33, 44.39)):
        assert tigris.geometry.distance(place) < 0.05


def test_a_country_is_its_polygon(gazetteer: Gazetteer) -> None:
    """A place with a shape of its own is that shape."""
    iraq = extent_of(gazetteer, "geonames:99237")
    assert (iraq.method, iraq.approximate) == (geometry.POLYGON, False)


# Reckoned


def test_a_town_has_an_extent_but_no_geometry(gazetteer: Gazetteer) -> None:
    """Houston covers ten to fifteen kilometres around its point, by its population; maps draw a pin."""
    houston = PlaceId.parse("geonames:4699066")
    extent = gazetteer.extent(houston)
    assert (extent.method, extent.approximate) == (geometry.SETTLEMENT, True)
    west, south, _, north = extent.geometry.bounds
    assert 20 < great_circle((south, west), (north, west)).km < 30
    assert gazetteer.geometry(houston) is None


CITIES = [
    # id, name, radius in km of a circle with the area of its limits or of its built-up ground
    ("geonames:2643743", "London", 22.4),
    ("geonames:2653941", "Cambridge", 3.6),
    ("geonames:99072", "Mosul", 7.6),
    ("geonames:98182", "Baghdad", 16.0),
    ("geonames:4887398", "Chicago", 13.6),
    ("geonames:5809844", "Seattle", 8.3),
]


@pytest.mark.parametrize(("city", "name", "radius_km"), CITIES)
def test_a_citys_radius_is_right_within_a_factor_of_two(
    gazetteer: Gazetteer, city: str, name: str, radius_km: float
) -> None:
    """Population alone gives the size of a city roughly: never twice, never half."""
    reckoned_km = settlements.settlement_radius_m(gazetteer._connection, gazetteer.place(PlaceId.parse(city))) / 1000
    assert 0.5 < reckoned_km / radius_km < 2, name


def test_a_part_of_a_city_is_smaller_than_its_people_say(gazetteer: Gazetteer) -> None:
    """Brooklyn's neighbour is larger, so it gets at most half the way there, or half its own radius."""
    brooklyn = gazetteer.place(PlaceId.parse("geonames:5110302"))
    radius_m = settlements.settlement_radius_m(gazetteer._connection, brooklyn)
    assert radius_m == pytest.approx(settlements.radius_m(brooklyn.population) / 2, rel=0.25)


def test_an_area_without_outline_reaches_as_far_as_its_towns(gazetteer: Gazetteer) -> None:
    """Sirjan County in Iran is a circle, marked as approximate, about its towns."""
    county = PlaceId.parse("geonames:66575")
    extent = gazetteer.extent(county)
    assert (extent.method, extent.approximate) == (geometry.REACH, True)
    assert 10_000 < 2 * extent.uncertainty_m < 60_000
    assert extent.geometry.contains(point(29.452, 55.681))  # the town of Sirjan
    assert gazetteer.geometry(county) is extent.geometry


def test_a_site_has_an_extent_but_no_geometry(gazetteer: Gazetteer) -> None:
    """An airport is some kilometres wide and drawn as a point."""
    heathrow = PlaceId.parse("airports:EGLL")
    assert gazetteer.extent(heathrow).method == geometry.CIRCLE
    assert gazetteer.geometry(heathrow) is None


def test_places_without_any_position_have_no_extent(gazetteer: Gazetteer) -> None:
    """Absence is a value: for an id that nobody knows and for an area that has neither towns nor outline."""
    query = "SELECT id FROM place WHERE code = 'AADM2' AND latitude IS NULL AND coalesce(bounds, '') = '' LIMIT 1"
    (number,) = gazetteer._connection.execute(query).fetchone()
    assert gazetteer.extent(PlaceId(source="geonames", key=str(number))) is None
    assert gazetteer.extent(PlaceId.parse("regions:atlantis")) is None
    assert gazetteer.geometry(PlaceId.parse("regions:atlantis")) is None


def test_every_located_place_has_an_extent(gazetteer: Gazetteer) -> None:
    """A sample of all places with coordinates: each has valid ground within the world."""
    query = "SELECT id FROM place WHERE latitude IS NOT NULL AND (id % 500 = 7 OR id >= (1 << 40) AND id % 10 = 0)"
    numbers = [number for (number,) in gazetteer._connection.execute(query)]
    assert len(numbers) > 1000
    for number in numbers:
        place_id = gazetteer.place_id(number)
        extent = gazetteer.extent(place_id, tolerance_deg=0.02)
        assert extent is not None and extent.geometry.is_valid, place_id
        west, south, east, north = extent.geometry.bounds
        assert west >= -180 and east <= 180 and south >= -90 and north <= 90, place_id


def test_a_larger_tolerance_gives_fewer_vertices(gazetteer: Gazetteer) -> None:
    """For every method that draws a curve."""
    for text in ("geonames:6255148", "regions:sicily-island", "regions:cyclades", "geonames:66575"):
        fine, coarse = extent_of(gazetteer, text), extent_of(gazetteer, text, tolerance_deg=0.1)
        assert coarse.geometry.is_valid
        assert shapely.get_num_coordinates(coarse.geometry) < shapely.get_num_coordinates(fine.geometry), text


# Circles and boxes


@settings(max_examples=60, deadline=None)
@given(
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    radius_m=st.floats(100, 1_500_000),
    tolerance_deg=st.sampled_from([0.0, 0.01, 0.5]),
)
def test_circles_are_valid_and_in_the_world(
    latitude: float, longitude: float, radius_m: float, tolerance_deg: float
) -> None:
    """Anywhere, also round a pole and across the antimeridian."""
    circle = outlines.circle(latitude, longitude, radius_m, tolerance_deg=tolerance_deg)
    assert circle.is_valid and circle.area > 0
    assert shapely.box(-180, -90, 180, 90).covers(circle)
    assert circle.distance(point(latitude, longitude)) < 1e-6


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (36.3, 43.1), (-17.7, 178.0), (78.2, -179.9)])
def test_a_circle_has_its_radius(latitude: float, longitude: float) -> None:
    """Each corner is as far from the centre as it should be, by another reckoning; cuts may be nearer."""
    circle = outlines.circle(latitude, longitude, 250_000)
    for x, y in shapely.get_coordinates(circle):
        distance_km = great_circle((latitude, longitude), (y, x)).km
        assert distance_km == pytest.approx(250, rel=1e-3) or (abs(x) == 180 and distance_km < 250)


def test_a_circle_across_the_antimeridian_has_two_parts() -> None:
    """Fiji's circle lies on both sides and is as large as one elsewhere."""
    fiji = outlines.circle(-17.7, 179.5, 200_000)
    assert [round(part.bounds[2]) for part in fiji.geoms if part.bounds[0] > 0] == [180]
    assert len(fiji.geoms) == 2
    assert fiji.area == pytest.approx(outlines.circle(-17.7, 20.0, 200_000).area, rel=1e-6)


def test_a_box_across_the_antimeridian_has_two_parts() -> None:
    """West greater than east means across 180 degrees."""
    box = outlines.box(Bounds(170, -10, -170, 10))
    assert [part.bounds for part in box.geoms] == [(170, -10, 180, 10), (-180, -10, -170, 10)]
    assert outlines.sides_m(Bounds(170, -10, -170, 10))[0] == pytest.approx(20 * DEGREE_M)
