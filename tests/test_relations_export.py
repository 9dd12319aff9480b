"""Relations and footprints in the exports: JSON lines that keep the schema, GeoJSON features of their own."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from xml.etree import ElementTree as ET

import pytest
import shapely
from jsonschema import Draft202012Validator

from geomap.collect import collect
from geomap.export import FORMATS, export, schema, to_dict, to_geojson
from geomap.model import Atlas, Document

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


REPORT = (
    "The town of Qayyarah, 60 km south of Mosul, was quiet. Rain fell in northern and western Iraq. "
    "Baghdad is far."
)


@pytest.fixture(scope="module")
def atlas(geoparser) -> Atlas:
    """A report with a name that a phrase places, and a part in two directions."""
    return collect([geoparser.parse(Document(text=REPORT, id="q"))])


# The document's format has its own test above; training holds what a person decided, GeoJSON a feature a phrase.
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "training"])
def test_every_format_lists_the_phrases(atlas: Atlas, name: str):
    """Whoever opens the file finds the words of each phrase about a place in it."""
    if name in ("geoparquet", "fgb"):
        pytest.importorskip("pyarrow" if name == "geoparquet" else "pyogrio")
    data = export(atlas, name)
    if name == "brat":
        data = zipfile.ZipFile(io.BytesIO(data)).read("q.ann")
    if name == "geoparquet":
        import pyarrow.parquet

        data = str(pyarrow.parquet.read_table(io.BytesIO(data)).column("phrases").to_pylist()).encode()
    if name == "conll":
        rows = [line.split("\t") for line in data.decode().splitlines() if "\t" in line]
        tagged = [(row[0], row[10], row[11], row[12]) for row in rows if row[10] != "O"]
        assert tagged[0] == ("60", "B-offset", "60000.0", "180.0")
        assert [word for word, tag, *_ in tagged if tag.endswith("offset")] == ["60", "km", "south", "of", "Mosul"]
        assert [word for word, tag, *_ in tagged if tag.endswith("part")] == ["northern", "and", "western", "Iraq"]
    else:
        assert b"60 km south of Mosul" in data


def test_the_table_of_phrases_has_a_row_for_each(atlas: Atlas):
    """With names, figures, the codes of the conflict databases and a point inside the ground."""
    rows = list(csv.DictReader(io.StringIO(export(atlas, "csv-relations").decode())))
    assert [(row["text"], row["kind"], row["bearing_deg"]) for row in rows] == [
        ("60 km south of Mosul", "offset", "180.0"),
        ("northern and western Iraq", "part", "0.0"),
        ("northern and western Iraq", "part", "270.0"),
    ]
    assert (rows[0]["subject"], rows[0]["anchors"], rows[0]["anchor_ids"]) == ("Qayyarah", "Mosul", "geonames:99072")
    assert (rows[0]["ucdp_where_prec"], rows[0]["acled_geo_precision"]) == ("5", "3")
    footprint = atlas.documents[0].footprints[0].geometry
    assert footprint.contains(shapely.Point(float(rows[0]["longitude"]), float(rows[0]["latitude"])))
    assert rows[0]["sentence"] == "The town of Qayyarah, 60 km south of Mosul, was quiet."


def test_brat_relates_the_phrase_to_its_names(atlas: Atlas):
    """What it measures from is an Anchor, what it places is under Places; a phrase stands once."""
    lines = zipfile.ZipFile(io.BytesIO(export(atlas, "brat"))).read("q.ann").decode().splitlines()
    words = {line.split("\t")[0]: line.split("\t")[2] for line in lines if line[0] == "T"}
    related = []
    for line in lines:
        if line[0] == "R":
            role, one, other = line.split("\t")[1].split()
            related.append((words[one.removeprefix("Arg1:")], role, words[other.removeprefix("Arg2:")]))
    assert related == [
        ("60 km south of Mosul", "Anchor", "Mosul"),
        ("60 km south of Mosul", "Places", "Qayyarah"),
        ("northern and western Iraq", "Anchor", "Iraq"),
    ]
    notes = [line.split("\t")[0] for line in lines if line[0] == "#"]
    assert len(notes) == len(set(notes))


def test_gpx_kml_and_tei_hold_the_ground_or_the_names(atlas: Atlas):
    """A waypoint inside each ground, an outline for each, a relation between the places."""
    gpx = ET.fromstring(export(atlas, "gpx"))
    points = [point for point in gpx.iter("{http://www.topografix.com/GPX/1/1}wpt")]
    phrases = [point for point in points if point.findtext("{*}type", "").startswith("spatial phrase")]
    assert phrases[0].findtext("{*}name") == "60 km south of Mosul"
    footprint = atlas.documents[0].footprints[0].geometry
    assert footprint.contains(shapely.Point(float(phrases[0].get("lon")), float(phrases[0].get("lat"))))
    kml = ET.fromstring(export(atlas, "kml"))
    folder = next(each for each in kml.findall(".//{*}Folder") if each.findtext("{*}name") == "Spatial phrases")
    assert len(folder.findall("{*}Placemark//{*}Polygon")) >= 3
    tei = ET.fromstring(export(atlas, "tei"))
    first = tei.find(".//{*}relation")
    assert (first.get("name"), first.get("active"), first.get("passive")) == (
        "offset",
        "#d1-geonames.99003",
        "#d1-geonames.99072",
    )


def test_the_geopackage_has_figures_as_numbers(atlas: Atlas):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(export(atlas, "gpkg"))
    row = connection.execute("SELECT subject, distance_m, bearing_deg, ucdp_where_prec FROM footprints").fetchone()
    assert row == ("Qayyarah", 60_000.0, 180.0, 5)
    connection.close()


def test_codes_of_the_conflict_databases_stand_beside_each_mention(atlas: Atlas):
    """A town is 1 and 1, a country 6 and 3."""
    rows = list(csv.DictReader(io.StringIO(export(atlas, "csv-mentions").decode())))
    codes = {row["text"]: (row["ucdp_where_prec"], row["acled_geo_precision"]) for row in rows}
    assert codes == {"Qayyarah": ("1", "1"), "Mosul": ("1", "1"), "Iraq": ("6", "3"), "Baghdad": ("1", "1")}


def test_a_contradiction_is_told_where_readers_look(geoparser):
    """A town that is stated ten times as far away: in the evidence of the JSON, and in the table of mentions."""
    parsed = geoparser.parse(Document(text="The town of Qayyarah, 600 km south of Mosul, was quiet. Mosul is in Iraq."))
    (mention,) = [each for each in to_dict(parsed)["mentions"] if each["text"] == "Qayyarah"]
    told = [each["because"] for each in mention["evidence"] if each["name"] == "stated position contradicted"]
    assert len(told) == 1 and told[0].endswith("they contradict each other")
    rows = list(csv.DictReader(io.StringIO(export(collect([parsed]), "csv-mentions").decode())))
    assert [row["contradiction"] for row in rows if row["text"] == "Qayyarah"] == told
    assert json.loads(export(collect([parsed]), "geojson"))["features"]
