"""Exports opened by the readers that others use: GDAL, geopandas, pandas, lxml. And read back by geomap."""

from __future__ import annotations

import io
import json
import sqlite3
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import handmade
import pytest
import shapely

from geomap.cli import main
from geomap.cli.command_export import FORMATS as SPELLED
from geomap.collect import collect
from geomap.decisions import DECIDED
from geomap.errors import InputError
from geomap.export import ATTRIBUTION, FORMATS, export, format_of, read_geojson, read_geopackage
from geomap.model import (
    Atlas,
    Bounds,
    Document,
    Evidence,
    Footprint,
    GeoparsedDocument,
    PlaceId,
    Precision,
    SpatialRelation,
)

NEEDED = "a reader is missing: pip install geopandas lxml pyarrow pyogrio"
PLACES = ["geonames:99072", "geonames:99237", "geonames:92877", "geonames:2210247"]


class Outlines:
    """A gazetteer that knows Nineveh's outline, with a hole, and no other."""

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> shapely.Geometry | None:
        box = shapely.box(41, 35, 44, 37).difference(shapely.box(42, 35.5, 43, 36))
        return box if place_id == handmade.NINEVEH.id else None


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """A dated report with a source, a relation with its footprint, and every kind of mention."""
    nineveh = replace(handmade.NINEVEH, bounds=Bounds(41.0, 35.0, 44.0, 37.0))
    mosul = replace(handmade.MOSUL, admin_ids=(nineveh.id,))
    parsed = handmade.report()
    resolutions = []
    for each in parsed.resolutions:
        candidates = tuple(
            replace(one, place={mosul.id: mosul, nineveh.id: nineveh}.get(one.place.id, one.place))
            for one in each.candidates
        )
        resolutions.append(replace(each, candidates=candidates))
    relation = SpatialRelation(
        start=0, end=5, text="Mosul", kind="offset", anchors=(handmade.mention_of("Mosul"),), distance_m=6e4
    )
    footprint = Footprint(
        geometry=shapely.Point(43, 36).buffer(0.2), precision=Precision.DERIVED, uncertainty_m=9000.0, method="offset"
    )
    return collect(
        [replace(parsed, resolutions=tuple(resolutions), relations=(relation,), footprints=(footprint,))]
    )


def made(atlas: Atlas, name: str, **options: object) -> bytes:
    return export(atlas, name, gazetteer=Outlines(), **options)  # type: ignore[arg-type]


def decided(atlas: Atlas) -> Atlas:
    """The atlas as if a person had confirmed all of it."""
    reason = Evidence(name=DECIDED, value=1.0, weight=1.0, because="a person confirmed it")
    return collect(
        replace(parsed, resolutions=tuple(replace(each, evidence=(reason,)) for each in parsed.resolutions))
        for parsed in atlas.documents
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_carries_the_credit_and_is_the_same_each_time(atlas: Atlas, name: str):
    """Whatever is copied out says where it comes from; equal reports give equal bytes."""
    if name == "geoparquet":
        pytest.importorskip("pyarrow", reason=NEEDED)
    if name == "fgb":
        pytest.importorskip("pyogrio", reason=NEEDED)
    if name == "training":
        atlas = decided(atlas)
    data = made(atlas, name)
    assert data == made(atlas, name)
    if name == "brat":
        data = zipfile.ZipFile(io.BytesIO(data)).read("CREDIT.md")
    assert b"CC BY 4.0" in data


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_an_atlas_without_places(name: str):
    """A report that names nothing gives an empty file of its format, not an error."""
    if name in ("geoparquet", "fgb"):
        pytest.importorskip("pyarrow" if name == "geoparquet" else "pyogrio", reason=NEEDED)
    data = made(collect([GeoparsedDocument(document=Document(text="Nothing here."))]), name)
    assert data or name == "training"  # a line for each report that a person worked on: none


def test_the_command_line_knows_the_same_formats():
    """What --format offers is what the library makes, and endings tell formats."""
    assert tuple(FORMATS) == SPELLED
    assert [format_of(f"x{end}") for end in (".gpkg", ".KML", ".csv", ".parquet", ".zip")] == [
        "gpkg",
        "kml",
        "csv-mentions",
        "geoparquet",
        "brat",
    ]
    with pytest.raises(InputError, match=r"'x\.doc' does not tell its format: give --format, one of geojson"):
        format_of("x.doc")


@pytest.mark.parametrize("name", ["geojson", "gpkg"])
def test_round_trip_gives_the_same_places(atlas: Atlas, name: str):
    """GeoJSON and GeoPackage are read back to places equal to those that went in, in order."""
    data = made(atlas, name)
    places = read_geopackage(data) if name == "gpkg" else read_geojson(json.loads(data))
    assert places == tuple(found.place for found in atlas.places)


def test_other_files_are_not_read_back():
    """Bytes of something else are refused with a message that says what to give."""
    with pytest.raises(InputError, match="not a GeoPackage of geomap"):
        read_geopackage(b"something else")
    with pytest.raises(InputError, match="not a GeoJSON FeatureCollection"):
        read_geojson({"type": "Feature"})


def test_fields_are_chosen_and_wrong_ones_told(atlas: Atlas):
    """--fields takes columns in the order given; a wrong one names those that there are."""
    table = made(atlas, "csv-places", fields=["confidence", "place_id"]).decode().splitlines()
    assert table[:2] == ["confidence,place_id", "0.5467,geonames:99072"]
    assert set(json.loads(made(atlas, "geojson", fields=["name"]))["features"][0]["properties"]) == {"name"}
    with pytest.raises(InputError, match="there is no field 'nam': choose from place_id, name"):
        made(atlas, "csv-places", fields=["nam"])
    with pytest.raises(InputError, match="tei has a fixed form"):
        made(atlas, "tei", fields=["name"])


def test_least_confidence_leaves_mentions_out(atlas: Atlas):
    """Only mentions that are probable enough stay, and places without any go."""
    features = json.loads(made(atlas, "geojson", min_confidence=0.9))["features"]
    assert [each["id"] for each in features if "relation" not in each["properties"]] == ["geonames:99072"]
    rows = made(atlas, "csv-mentions", min_confidence=0.9).decode().splitlines()
    assert len(rows) == 2
    with pytest.raises(InputError, match=r"least confidence is 1\.5: give a number from 0 to 1"):
        made(atlas, "geojson", min_confidence=1.5)


def test_geojson_mentions_say_where_they_stand(atlas: Atlas):
    """A place has confidence and precision; each mention its sentence, source, date and offsets."""
    feature = json.loads(made(atlas, "geojson"))["features"][0]
    assert feature["properties"]["precision"] == "settlement"
    first = feature["properties"]["mentions"][0]
    assert (first["source"], first["published"], first["start"], first["end"]) == ("geomap", "2026-05-03", 0, 5)
    assert first["sentence"].startswith("Mosul")


def test_csv_opens_in_pandas_and_cannot_run(atlas: Atlas):
    """pandas reads one row a mention and one a place; a report's formula is a text."""
    pandas = pytest.importorskip("pandas", reason=NEEDED)
    mentions = pandas.read_csv(io.BytesIO(made(atlas, "csv-mentions")))
    places = pandas.read_csv(io.BytesIO(made(atlas, "csv-places")))
    assert list(mentions["text"]) == ["Mosul", "Iraqi", "Mosul", "Tripoli", "Qwrtz", "Nineveh"]
    assert list(places["place_id"]) == PLACES
    assert places["mention_count"].tolist() == [2, 1, 1, 1]
    parsed = atlas.documents[0]
    evil = replace(parsed, document=replace(parsed.document, source="=cmd|' /C calc'!A0"))
    cells = pandas.read_csv(io.BytesIO(made(collect([evil]), "csv-places")))
    assert cells["source"][0] == "'=cmd|' /C calc'!A0"


def test_geopackage_opens_in_gdal_without_a_warning(atlas: Atlas, tmp_path: Path):
    """GDAL lists the layers, reads points, outlines, types and the coordinate system; SQLite finds it whole."""
    pyogrio = pytest.importorskip("pyogrio", reason=NEEDED)
    pytest.importorskip("geopandas", reason=NEEDED)
    path = tmp_path / "map.gpkg"
    path.write_bytes(made(atlas, "gpkg"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layers = dict(map(tuple, pyogrio.list_layers(path)))
        places = pyogrio.read_dataframe(path, layer="places")
    assert layers["places"] == "Point"
    assert set(layers) >= {"places", "areas", "mentions", "footprints"}
    assert places.crs.to_epsg() == 4326
    assert list(places["place_id"]) == PLACES
    assert (places.geometry[0].x, places.geometry[0].y) == (43.11889, 36.335)
    assert places.geometry[1] is None
    assert places["population"][0] == 1739800
    areas = pyogrio.read_dataframe(path, layer="areas")
    assert areas["name"].tolist() == ["Nineveh"]
    assert areas.geometry[0].equals(Outlines().geometry(handmade.NINEVEH.id))
    assert len(pyogrio.read_dataframe(path, layer="mentions")) == 6
    assert pyogrio.read_dataframe(path, layer="footprints")["uncertainty_m"].tolist() == [9000.0]
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert path.read_bytes()[68:72] == b"GPKG"
    styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    connection.close()
    etree = pytest.importorskip("lxml.etree", reason=NEEDED)
    assert etree.fromstring(styles["places"]).find("renderer-v2").get("attr") == "status"
    assert set(styles) == {"places", "areas", "mentions", "footprints"}


@pytest.mark.parametrize("name", ["geojson", "kml", "fgb", "gpx"])
def test_gdal_opens(atlas: Atlas, tmp_path: Path, name: str):
    """GDAL reads the points where they are, longitude first."""
    pyogrio = pytest.importorskip("pyogrio", reason=NEEDED)
    pytest.importorskip("geopandas", reason=NEEDED)
    path = tmp_path / f"map.{name}"
    path.write_bytes(made(atlas, name))
    layer = "waypoints" if name == "gpx" else "Towns and sites" if name == "kml" else None
    frame = pyogrio.read_dataframe(path, layer=layer)
    column = "Name" if "Name" in frame else "name"
    mosul = frame[frame[column] == "Mosul"].iloc[0].geometry
    assert (round(mosul.x, 5), round(mosul.y, 5)) == (43.11889, 36.335)
    names = set(frame[column])
    if name in ("gpx", "kml"):
        assert names == {"Mosul", "Tripoli"}
    if name == "kml":
        areas = pyogrio.read_dataframe(path, layer="Areas")
        assert areas.geometry[0].equals(Outlines().geometry(handmade.NINEVEH.id))


def test_geoparquet_opens_in_geopandas(atlas: Atlas, tmp_path: Path):
    """geopandas reads rows, geometry and coordinate system."""
    geopandas = pytest.importorskip("geopandas", reason=NEEDED)
    pytest.importorskip("pyarrow", reason=NEEDED)
    path = tmp_path / "places.parquet"
    path.write_bytes(made(atlas, "geoparquet"))
    frame = geopandas.read_parquet(path)
    assert frame["place_id"].tolist() == PLACES
    assert frame.crs.to_string() == "OGC:CRS84"
    assert frame.geometry[2].area == pytest.approx(5.5)
    assert frame["attribution"][0] == ATTRIBUTION


def test_xml_forms_are_read_by_lxml(atlas: Atlas):
    """TEI keeps every letter of the text; references lead to places; KML and GPX are well-formed."""
    etree = pytest.importorskip("lxml.etree", reason=NEEDED)
    tei = etree.fromstring(made(atlas, "tei"))
    spaces = {"t": "http://www.tei-c.org/ns/1.0"}
    assert "".join(tei.find(".//t:ab", spaces).itertext()) == handmade.TEXT
    names = tei.findall(".//t:ab/t:placeName", spaces)
    assert ["".join(each.itertext()) for each in names] == ["Mosul", "Iraqi", "Mosul", "Tripoli", "Qwrtz", "Nineveh"]
    keys = {each.get("{http://www.w3.org/XML/1998/namespace}id") for each in tei.findall(".//t:place", spaces)}
    assert {each.get("ref").removeprefix("#") for each in names if each.get("ref")} == keys
    assert names[0].get("cert") == "high"
    assert etree.fromstring(made(atlas, "kml")).tag == "{http://www.opengis.net/kml/2.2}kml"
    gpx = etree.fromstring(made(atlas, "gpx"))
    order = [etree.QName(each).localname for each in gpx[1]]
    assert order == ["name", "cmt", "desc", "src", "type", "extensions"]


def test_text_that_xml_cannot_hold_is_kept_out(atlas: Atlas):
    """Control letters and lone surrogates of a report break no file."""
    etree = pytest.importorskip("lxml.etree", reason=NEEDED)
    parsed = atlas.documents[0]
    text = "\x00\ud800</ab>" + parsed.document.text[7:]
    bad = collect([replace(parsed, document=replace(parsed.document, text=text, title="\x0b<&>"), resolutions=())])
    for name in ("tei", "kml", "gpx"):
        etree.fromstring(made(bad, name))
    for name in FORMATS:
        if name not in ("geoparquet", "fgb", "training"):  # nothing was decided: no training data
            assert made(bad, name)


def test_annotations_quote_the_text(atlas: Atlas):
    """W3C positions and quotes slice back to the text; the body is GeoNames' own address."""
    items = json.loads(made(atlas, "w3c"))["items"]
    assert [item["motivation"] for item in items] == ["identifying"] * 5 + ["describing"]
    for item in items:
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert handmade.TEXT[start:end] == quote["exact"]
        assert handmade.TEXT[:start].endswith(quote["prefix"])
        assert handmade.TEXT[end:].startswith(quote["suffix"])
    assert items[0]["body"]["source"] == "https://sws.geonames.org/99072/"


def test_linked_places_cite_each_mention(atlas: Atlas):
    """A place lists its names as the report writes them, the days, and GeoNames' own id."""
    feature = json.loads(made(atlas, "lpf"))["features"][0]
    assert feature["@id"] == "https://sws.geonames.org/99072/"
    assert feature["links"] == [{"type": "exactMatch", "identifier": "gn:99072"}]
    assert [name["toponym"] for name in feature["names"]] == ["Mosul"]
    assert [cited["start"] for cited in feature["names"][0]["citations"]] == [0, 52]
    assert feature["when"]["timespans"][0]["start"] == {"earliest": "2026-05-03"}


def test_timemap_events_follow_its_schema(atlas: Atlas):
    """Each event has the fields that TimeMap asks for, as text, and no others."""
    events = json.loads(made(atlas, "timemap"))
    known = (
        "id description date time time_precision location latitude longitude type category category_full narratives "
        "sources tags comments timestamp time_display"
    ).split()
    assert [event["location"] for event in events] == ["Mosul", "Tripoli"]
    for event in events:
        assert set(event) <= set(known)
        assert event["date"] == "05/03/2026"
        assert all(isinstance(value, str) for name, value in event.items() if name not in ("sources", "tags"))


def test_brat_and_conll_point_into_the_text(atlas: Atlas):
    """BRAT's fragments and CoNLL's offsets slice back to the names."""
    archive = zipfile.ZipFile(io.BytesIO(made(atlas, "brat")))
    text = archive.read("bridge.txt").decode()
    spans = [line.split("\t") for line in archive.read("bridge.ann").decode().splitlines() if line[0] == "T"]
    for _, span, words in spans:
        start, end = map(int, span.split()[1:])
        assert text[start:end] == words
    assert [span.split()[0] for _, span, _ in spans] == ["Place"] * 6 + ["SpatialPhrase"]
    rows = [line.split("\t") for line in made(atlas, "conll").decode().splitlines() if "\t" in line]
    assert all(handmade.TEXT[int(row[1]) : int(row[2])] == row[0] for row in rows)
    assert [row[0] for row in rows if row[3] == "B-LOC"] == ["Mosul", "Iraqi", "Mosul", "Tripoli", "Qwrtz", "Nineveh"]


def test_brat_parts_a_name_at_a_line_break():
    """A name over two lines has two fragments, and names of files stay inside the archive."""
    parsed = GeoparsedDocument(
        document=Document(text="In New\nYork.", id="../../etc/x"),
        resolutions=(
            handmade.resolved(
                handmade.Mention(start=3, end=11, text="New\nYork"), replace(handmade.MOSUL, name="New York")
            ),
        ),
    )
    archive = zipfile.ZipFile(io.BytesIO(export(collect([parsed]), "brat")))
    assert "T1\tPlace 3 6;7 11\tNew York" in archive.read("etc_x.ann").decode()
    assert not any("/" in name for name in archive.namelist())


def test_the_command_writes_what_the_ending_says(tmp_path: Path, capsys: pytest.CaptureFixture[str], root: Path):
    """``geomap export`` writes a GeoPackage of the sample, and says which formats there are."""
    path = tmp_path / "places.gpkg"
    report = str(root / "tests" / "cases" / "sample-report.txt")
    assert main(["export", report, "-o", str(path), "--min-confidence", "0.5"]) == 0
    names = {place.name for place in read_geopackage(path.read_bytes())}
    assert {"Mosul", "Erbil", "Tigris"} <= names
    assert main(["export", report, "-o", str(tmp_path / "x.doc")]) == 2
    assert "give --format, one of geojson" in capsys.readouterr().err
    assert main(["export", report, "--min-confidence", "2"]) == 2
