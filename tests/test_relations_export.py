"""Relations and footprints in the exports: JSON lines that keep the schema, GeoJSON features of their own."""

from __future__ import annotations

import shapely
from jsonschema import Draft202012Validator

from geomap.collect import collect
from geomap.export import schema, to_dict, to_geojson
from geomap.model import Document

TEXT = "A camp 60 km south of Mosul was moved, a two-hour drive from Baghdad. Snow fell in northern Iraq."


def test_json_line_holds_the_relation_with_its_shape(geoparser):
    """Start, end, kind, anchors, metres, degrees, geometry, uncertainty and method stand in `relations`."""
    line = to_dict(geoparser.parse(Document(text=TEXT)))
    Draft202012Validator(schema()).validate(line)
    first, drive, north = line["relations"]
    assert (first["kind"], first["text"]) == ("offset", "60 km south of Mosul")
    assert (first["distance_m"], first["bearing_deg"]) == (60_000.0, 180.0)
    assert [anchor["text"] for anchor in first["anchors"]] == ["Mosul"]
    assert shapely.geometry.shape(first["geometry"]).contains(shapely.Point(43.12, 35.8))
    assert first["uncertainty_m"] > 10_000
    assert first["method"].startswith("sector of a ring")
    assert (first["ucdp_where_prec"], first["acled_geo_precision"]) == (5, 3)
    assert (drive["kind"], drive["geometry"], drive["uncertainty_m"]) == ("travel time", None, None)
    assert (north["precision"], north["ucdp_where_prec"]) == ("region", 5)


def test_geojson_has_a_feature_for_each_shape(geoparser):
    """Footprints follow the places; a phrase without a shape gives none."""
    features = to_geojson(collect([geoparser.parse(Document(text=TEXT))]))["features"]
    relations = [feature for feature in features if "relation" in feature["properties"]]
    assert [feature["properties"]["name"] for feature in relations] == ["60 km south of Mosul", "northern Iraq"]
    assert [feature["id"] for feature in relations] == ["document#relation-0", "document#relation-2"]
    assert all(feature["geometry"] for feature in relations)
