"""Relations become shapes: sectors, parts, banks, corridors, borders and seas of the right side and size."""

from __future__ import annotations

import pickle

import pytest
import shapely

from geomap.model import Document, PlaceId, Precision, Status
from geomap.relations.precision_codes import acled_geo_precision, ucdp_where_prec

# (text, point inside (longitude, latitude), point outside, why)
SHAPES = [
    ("A well 60 km south of Mosul.", (43.12, 35.79), (43.12, 36.88), "south is not north"),
    ("A raid in northern Iraq.", (43.1, 36.3), (47.8, 30.5), "Mosul is in the north, Basra is not"),
    ("Snow fell in southeast Turkey.", (40.2, 37.9), (28.9, 41.0), "Diyarbakir, not Istanbul"),
    ("Dunes in central Mali.", (-1.5, 17.0), (-8.0, 12.6), "not Bamako"),
    ("Farms on the western bank of the Tigris near Tikrit in Iraq.", (43.66, 34.6), (43.78, 34.6), "Tikrit's side"),
    ("Trucks near the Iraq–Syria border.", (41.3, 35.0), (44.4, 33.3), "not Baghdad"),
    ("A boat off the coast of Libya.", (15.0, 32.7), (15.0, 31.0), "sea, not land"),
    ("Traffic on the road from Mosul to Erbil.", (43.6, 36.25), (43.6, 36.9), "between the two"),
    ("Rain in eastern Mosul.", (43.15, 36.335), (43.08, 36.335), "half of a town"),
    ("Smoke in the outskirts of Baghdad.", (44.55, 33.34), (44.39, 33.34), "the ring, not the middle"),
]


@pytest.mark.parametrize(("text", "inside", "outside", "why"), SHAPES, ids=[why for *_, why in SHAPES])
def test_footprint_holds(geoparser, text: str, inside: tuple, outside: tuple, why: str):
    """The footprint of the first relation holds a point that it must, and not another."""
    footprint = geoparser.parse(Document(text=text)).footprints[0]
    assert footprint.geometry.is_valid
    assert footprint.geometry.contains(shapely.Point(*inside)), (why, footprint.method)
    assert not footprint.geometry.contains(shapely.Point(*outside)), (why, footprint.method)
    assert footprint.uncertainty_m > 0


def test_part_of_a_country_follows_its_border(geoparser, gazetteer):
    """Northern Iraq is cut from Iraq's own polygon."""
    footprint = geoparser.parse(Document(text="It snowed in northern Iraq.")).footprints[0]
    iraq = gazetteer.geometry(PlaceId.parse("geonames:99237"), tolerance_deg=0.01)
    assert footprint.precision == Precision.REGION
    assert footprint.geometry.difference(iraq.buffer(0.001)).area < 0.01
    assert 0.3 < footprint.geometry.area / iraq.area < 0.5


def test_footprint_is_cut_at_the_antimeridian(geoparser):
    """A sector across 180 degrees is two polygons inside the map."""
    footprint = geoparser.parse(Document(text="The storm was 150 km east of Suva in Fiji.")).footprints[0]
    west, _, east, _ = footprint.geometry.bounds
    assert footprint.geometry.geom_type == "MultiPolygon"
    assert footprint.geometry.is_valid
    assert (west, east) == (-180.0, 180.0)
    assert footprint.geometry.area < 10
    assert footprint.uncertainty_m < 150_000


def test_unknown_name_is_placed_by_its_phrase(geoparser):
    """A name that the gazetteer lacks gets the ground that the text gives it, marked as derived."""
    parsed = geoparser.resolve(
        Document(text="Kelleyvoort, 25 miles south of Mosul, was flooded."), [(0, 11), (31, 36)]
    )
    unknown = parsed.resolutions[0]
    assert (unknown.status, unknown.place) == (Status.NOT_FOUND, None)
    assert unknown.location.precision == Precision.DERIVED
    assert unknown.location.latitude == pytest.approx(35.97, abs=0.01)
    assert "south of Mosul" in unknown.location.method
    assert ucdp_where_prec(unknown.location) in (2, 5)
    assert acled_geo_precision(unknown.location) in (2, 3)


@pytest.mark.parametrize(
    ("miles", "name"), [(35, "stated position holds"), (600, "stated position contradicted")]
)
def test_stated_distance_is_compared(geoparser, miles: int, name: str):
    """35 miles is near enough to the gazetteer's 61 km; 600 is reported."""
    text = f"Qayyarah lies {miles} miles south of Mosul."
    mosul = text.index("Mosul")
    parsed = geoparser.resolve(Document(text=text), [(0, 8), (mosul, mosul + 5)])
    assert [each.name for each in parsed.resolutions[0].evidence if each.name.startswith("stated")] == [name]


def test_travel_time_has_no_shape(geoparser):
    """Hours are no metres: the geometry is empty and the method says why."""
    footprint = geoparser.parse(Document(text="It is a two-hour drive from Baghdad.")).footprints[0]
    assert footprint.geometry.is_empty
    assert footprint.uncertainty_m is None
    assert "travel time" in footprint.method


def test_footprints_are_made_when_asked_for(geoparser):
    """Parsing makes no geometry; the first look does, and pickling keeps it."""
    parsed = geoparser.parse(Document(text="A camp 60 km south of Mosul and a well in northern Iraq."))
    assert repr(parsed.footprints) == "Footprints(2, 0 made)"
    assert len(parsed.footprints) == len(parsed.relations) == 2
    first = parsed.footprints[0]
    assert repr(parsed.footprints) == "Footprints(2, 1 made)"
    assert pickle.loads(pickle.dumps(parsed)).footprints[0] == first
