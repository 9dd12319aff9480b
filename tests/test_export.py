"""Exports: JSON lines by their schema, GeoJSON by RFC 7946, CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import handmade
import jsonschema
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.collect import collect
from geomap.export import COLUMNS, schema, to_csv, to_dict, to_geojson, to_json_line
from geomap.export.csv_rows import harmless
from geomap.export.rows import precision_at
from geomap.gazetteer.codes import precision_of
from geomap.model import (
    Candidate,
    Document,
    GeoparsedDocument,
    MatchKind,
    PlaceId,
    Resolution,
    SpatialRelation,
    Status,
)
from geomap.resolve.locating import located

VALIDATOR = jsonschema.Draft202012Validator(schema())


class OneOutline:
    """A gazetteer that knows Nineveh's outline: a square, its ring clockwise as shapefiles have it."""

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> shapely.Geometry | None:
        square = shapely.Polygon([(41, 35), (41, 37), (44, 37.12345678), (44, 35)])
        return square if place_id == handmade.NINEVEH.id else None


def test_schema_is_a_valid_schema():
    """The shipped schema is itself JSON Schema of draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(schema())


def test_json_has_the_documented_fields_in_order():
    """A document and a mention have exactly the fields of the documented format."""
    line = to_dict(handmade.report())
    assert list(line) == [
        "id",
        "title",
        "source",
        "published",
        "language",
        "mentions",
        "relations",
        "provenance",
    ]
    mosul = line["mentions"][0]
    assert list(mosul) == [
        "start",
        "end",
        "text",
        "kind",
        "role",
        "recognition_confidence",
        "status",
        "confidence",
        "salience",
        "place",
        "location",
        "candidates",
        "evidence",
    ]
    assert mosul["place"] == {
        "id": "geonames:99072",
        "name": "Mosul",
        "latitude": 36.335,
        "longitude": 43.11889,
        "feature_class": "P",
        "feature_code": "PPLA",
        "country_code": "IQ",
        "admin": ["Nineveh"],
        "population": 1739800,
    }
    assert mosul["location"] == {
        "latitude": 36.335,
        "longitude": 43.11889,
        "precision": "settlement",
        "uncertainty_m": 8000.0,
        "method": "gazetteer",
    }
    assert mosul["candidates"][1] == {
        "id": "geonames:92877",
        "name": "Nineveh",
        "matched_name": "Mosul",
        "match": "alternate",
        "latitude": 36.0,
        "longitude": 42.5,
        "feature_code": "ADM1",
        "country_code": "IQ",
        "probability": 0.03,
    }
    assert mosul["evidence"][0] == {
        "name": "population",
        "because": "Mosul is the largest place of that name.",
    }


def test_json_line_follows_the_schema_and_is_one_line():
    """A document with every kind of mention is valid, on one line, in UTF-8 rather than escapes."""
    parsed = handmade.report()
    line = to_json_line(replace(parsed, document=replace(parsed.document, title="a\nb Nīnawá")))
    assert "\n" not in line
    assert "Nīnawá" in line
    VALIDATOR.validate(json.loads(line))


def test_json_in_pieces_is_the_same_line():
    """The pieces put together are what JSON makes of the whole, with mentions and without."""
    for parsed in (handmade.report(), GeoparsedDocument(document=Document(text=""))):
        assert to_json_line(parsed) == json.dumps(to_dict(parsed), ensure_ascii=False)


def test_json_of_an_unresolved_name_has_no_place():
    """A name that nobody knows has status not_found, null for its place and no candidates."""
    mentions = to_dict(handmade.report())["mentions"]
    (unknown,) = [mention for mention in mentions if mention["text"] == "Qwrtz"]
    assert (unknown["status"], unknown["place"], unknown["candidates"]) == ("not_found", None, [])


def test_json_of_an_empty_document_is_valid():
    """A text without places gives a line without mentions."""
    line = to_dict(GeoparsedDocument(document=Document(text="")))
    VALIDATOR.validate(line)
    assert (line["mentions"], line["relations"], line["provenance"]) == ([], [], {})


def test_json_of_a_relation_is_valid():
    """A phrase such as "60 km south of Mosul" keeps its anchors, metres and degrees."""
    anchor = handmade.mention_of("Mosul")
    relation = SpatialRelation(
        start=0, end=5, text="Mosul", kind="offset", anchors=(anchor,), distance_m=60000.0, bearing_deg=180.0
    )
    line = to_dict(replace(handmade.report(), relations=(relation,)))
    VALIDATOR.validate(line)
    assert line["relations"][0]["anchors"] == [{"start": 0, "end": 5, "text": "Mosul"}]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "not_found"}, "a place beside not_found"),
        ({"place": None}, "resolved without a place or location"),
        ({"kind": "city"}, "an unknown kind"),
        ({"extra": 1}, "a field that is not documented"),
        ({"confidence": 1.2}, "a probability above 1"),
    ],
)
def test_schema_refuses(change: dict[str, object], why: str):
    """The schema is strict enough to notice what must not happen."""
    line = to_dict(handmade.report())
    resolved = line["mentions"][2]
    assert resolved["location"] is None
    resolved.update(change)
    assert list(VALIDATOR.iter_errors(line)), why


def test_geojson_has_each_place_once_with_longitude_first():
    """Two mentions of Mosul make one point feature that lists both."""
    features = to_geojson(collect([handmade.report()]))["features"]
    assert [feature["id"] for feature in features] == [
        "geonames:99072",
        "geonames:99237",
        "geonames:92877",
        "geonames:2210247",
    ]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [43.11889, 36.335]}
    assert features[0]["properties"]["mention_count"] == 2
    assert [mention["start"] for mention in features[0]["properties"]["mentions"]] == [0, 52]


def test_geojson_never_makes_a_point_of_an_area():
    """Without outlines a country and a province have null geometry, not a pin in their middle."""
    features = to_geojson(collect([handmade.report()]))["features"]
    geometries = {feature["id"]: feature["geometry"] for feature in features}
    assert geometries["geonames:99237"] is None
    assert geometries["geonames:92877"] is None


def test_geojson_takes_outlines_from_a_gazetteer():
    """An outline comes counter-clockwise, as RFC 7946 asks, and with six decimals."""
    collection = to_geojson(collect([handmade.report()]), gazetteer=OneOutline())
    (nineveh,) = [feature for feature in collection["features"] if feature["id"] == "geonames:92877"]
    ring = nineveh["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert [44.0, 37.123457] in ring
    assert collection["type"] == "FeatureCollection"
    assert "CC BY 4.0" in collection["attribution"]
    assert collection == json.loads(json.dumps(collection))


def test_csv_has_a_row_for_each_mention():
    """The header is documented and every mention has its row, resolved or not."""
    rows = list(csv.DictReader(io.StringIO(to_csv([handmade.report()]), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["text"] for row in rows] == ["Mosul", "Iraqi", "Mosul", "Tripoli", "Qwrtz", "Nineveh"]
    assert rows[0]["place_id"] == "geonames:99072"
    assert (rows[0]["latitude"], rows[0]["longitude"], rows[0]["precision"]) == (
        "36.335",
        "43.11889",
        "settlement",
    )
    assert (rows[4]["status"], rows[4]["place_id"], rows[4]["latitude"]) == ("not_found", "", "")


def test_csv_keeps_negative_coordinates_as_numbers():
    """Only texts are made harmless: a southern latitude stays a number."""
    south = replace(handmade.MOSUL, latitude=-36.335)
    parsed = replace(handmade.report(), resolutions=(handmade.resolved(handmade.mention_of("Mosul"), south),))
    (row,) = csv.DictReader(io.StringIO(to_csv([parsed]), newline=""))
    assert row["latitude"] == "-36.335"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")'])
def test_csv_cells_are_no_formulas(start: str):
    """A title that begins like a formula is written with an apostrophe in front."""
    parsed = handmade.report()
    parsed = replace(parsed, document=replace(parsed.document, title=start))
    rows = list(csv.DictReader(io.StringIO(to_csv([parsed]), newline="")))
    assert rows[0]["title"] == f"'{start}"


@given(st.text())
def test_harmless_changes_nothing_else(text: str):
    """A cell is the text, or an apostrophe and the text; it never begins like a formula."""
    cell = harmless(text)
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("feature_class", "code", "precision"),
    [
        ("A", "PCLI", "country"),
        ("A", "ADM1H", "admin1"),
        ("A", "ADM2", "admin2"),
        ("A", "ADM4", "admin2"),
        ("A", "ZN", "region"),
        ("A", "TERR", "region"),
        ("P", "PPLX", "settlement"),
        ("R", "RD", "line"),
        ("R", "HWY", "line"),
        ("R", "RJCT", "point"),
        ("H", "STM", "line"),
        ("H", "STMI", "line"),
        ("H", "LK", "region"),
        ("L", "PRK", "region"),
        ("T", "MTS", "region"),
        ("S", "BDG", "point"),
    ],
)
def test_one_rule_of_precision_serves_locations_and_exports(feature_class: str, code: str, precision: str):
    """What the resolver locates and what an export derives from the kind alone is the same word."""
    place = replace(handmade.MOSUL, feature_class=feature_class, feature_code=code)
    assert precision_of(place) == precision
    assert precision_at(place) == precision
    bare = Resolution(
        mention=handmade.mention_of("Mosul"),
        status=Status.RESOLVED,
        candidates=(Candidate(place=place, matched_name="Mosul", match=MatchKind.EXACT),),
    )

    class Nothing:
        def place(self, _: PlaceId) -> None:
            return None

    (found,) = located([bare], Nothing())
    assert found.location.precision == precision
