"""Own places come from CSV, GeoJSON and KML, each row checked, and become a gazetteer of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.cli import main
from geomap.errors import GazetteerNotFound, InputError
from geomap.gazetteer import Gazetteer, own_places, verify
from geomap.gazetteer.own_places_files import read_rows
from geomap.model import PlaceId

KML = """\
<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
  <Placemark><name>Well 4</name>
    <ExtendedData><Data name="type"><value>spring</value></Data>
      <Data name="aliases"><value>Ayn Arba; Fourth Well</value></Data></ExtendedData>
    <Point><coordinates>43.3,36.1,210</coordinates></Point>
  </Placemark>
  <Placemark><name>East Field</name>
    <Polygon><outerBoundaryIs><LinearRing><coordinates>
      43.0,36.0 43.2,36.0 43.2,36.2 43.0,36.2 43.0,36.0
    </coordinates></LinearRing></outerBoundaryIs></Polygon>
  </Placemark>
</Document></kml>
"""


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch) -> Path:
    """Each test has a data folder of its own."""
    monkeypatch.setenv(own_places.DATA_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


def written(folder: Path, name: str, content: str | dict) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return path


def opened(path: Path, name: str = "mine") -> Gazetteer:
    loaded = own_places.load(path, name)
    assert loaded.refused == ()
    target = own_places.own_path(name)
    own_places.write(
        loaded.places, target, name=name, date="2026-11-22", source=path.name, credit="Test office"
    )
    return Gazetteer.open(target)


def place(gazetteer: Gazetteer, key: str, name: str = "mine"):
    return gazetteer.place(PlaceId(source=f"own-{name}", key=key))


def test_a_table_of_points(tmp_path):
    """Columns may have other names and stand in any order; aliases are parted by a bar."""
    path = written(
        tmp_path,
        "camps.csv",
        "\ufeffID;Title;Lat;Long;Kind;Aliases;Population\n"
        'k1;Blue Barn;36.07;43.31;camp;Barn Camp|المخيم الأزرق;"12,000"\n'
        ";Kestrel Bridge;36.3;43.1;S.BDG;;\n",
    )
    with opened(path) as gazetteer:
        barn = place(gazetteer, "k1")
        assert (barn.name, barn.latitude, barn.feature_class, barn.feature_code) == (
            "Blue Barn",
            36.07,
            "S",
            "CMP",
        )
        assert barn.population == 12_000
        assert place(gazetteer, "kestrel-bridge").feature_code == "BDG"
        (candidate,) = gazetteer.candidates(["المخيم الأزرق"])["المخيم الأزرق"]
        assert str(candidate.place.id) == "own-mine:k1"
        assert gazetteer.label == "own-mine 2026-11-22"
        assert gazetteer.attribution == "Test office"


def test_outlines_in_a_table(tmp_path):
    """WKT becomes a valid shape, and the place gets a point inside it."""
    path = written(
        tmp_path,
        "areas.csv",
        'name,wkt\nBow Tie,"POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"\nRoad,"LINESTRING (0 0, 1 1)"\n',
    )
    with opened(path) as gazetteer:
        bow, road = (gazetteer.geometry(PlaceId(source="own-mine", key=key)) for key in ("bow-tie", "road"))
        assert bow.is_valid and bow.geom_type == "MultiPolygon" and round(bow.area, 3) == 2.0
        assert road.geom_type == "LineString"
        assert place(gazetteer, "bow-tie").feature_code == "AREA"
        assert bow.buffer(1e-6).contains(point_of(place(gazetteer, "bow-tie")))


def point_of(found):
    from shapely.geometry import Point

    return Point(found.longitude, found.latitude)


def test_geojson_features(tmp_path):
    """Properties give name, aliases and type; the geometry is kept."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "East Field", "aliases": ["Champ Est"], "type": "region"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[43, 36], [43.2, 36], [43.2, 36.2], [43, 36.2], [43, 36]]],
                },
            },
            {
                "type": "Feature",
                "id": 7,
                "properties": {"Name": "Gate"},
                "geometry": {"type": "Point", "coordinates": [43.1, 36.1]},
            },
        ],
    }
    with opened(written(tmp_path, "areas.geojson", collection)) as gazetteer:
        assert gazetteer.geometry(PlaceId(source="own-mine", key="east-field")).bounds == (43, 36, 43.2, 36.2)
        assert place(gazetteer, "east-field").bounds == (43, 36, 43.2, 36.2)
        assert (place(gazetteer, "7").name, place(gazetteer, "7").longitude) == ("Gate", 43.1)
        assert gazetteer.geometry(PlaceId(source="own-mine", key="7")) is None
        assert gazetteer.candidates(["champ est"])["champ est"][0].place.name == "East Field"


def test_geojson_rows_have_the_lines_of_their_features(tmp_path):
    """A word like "features" inside the properties does not lead astray."""
    text = (
        '{"type": "FeatureCollection", "note": "\\"features\\": [",\n "features": [\n'
        '  {"type": "Feature", "properties": {"name": "A", "features": [1]}, "geometry": null},\n\n'
        '  {"type": "Feature", "properties": {"name": "B"}, "geometry": null}\n]}'
    )
    rows = list(read_rows(written(tmp_path, "lines.geojson", text)))
    assert [(row.cells["name"], row.line) for row in rows] == [("A", 3), ("B", 5)]


def test_kml_placemarks(tmp_path):
    """Points and outlines, with type and aliases from the extended data; heights are left out."""
    path = written(tmp_path, "wells.kml", KML)
    assert [row.line for row in read_rows(path)] == [3, 8]
    with opened(path) as gazetteer:
        well = place(gazetteer, "well-4")
        assert (well.feature_code, well.latitude, well.longitude) == ("SPNG", 36.1, 43.3)
        assert gazetteer.candidates(["Fourth Well"])["Fourth Well"][0].place == well
        assert gazetteer.geometry(PlaceId(source="own-mine", key="east-field")).area == pytest.approx(0.04)


HOSTILE_KML = """\
<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>
<kml><Placemark><name>&b;&c;</name><Point><coordinates>1,1</coordinates></Point></Placemark></kml>
"""

BROKEN_FILES = [
    ("a.kml", HOSTILE_KML, "line 1: has a document type"),
    ("a.kml", "<kml><Placemark>", "is no XML"),
    ("a.kml", "<gpx/>", "is no KML"),
    ("a.geojson", "{", "is no JSON"),
    ("a.geojson", "[1, 2]", "is no GeoJSON"),
    ("a.json", '{"type": "FeatureCollection", "features": 3}', "features are no list"),
    ("a.csv", "lat,lon\n1,2\n", "no column is called name"),
    ("a.csv", "name,lat\n\0,1\n", "NUL bytes"),
    ("a.csv", "name,lat,lon\n", "has no places"),
    ("a.xlsx", "PK", "own places come as .csv"),
]


@pytest.mark.parametrize(("name", "content", "message"), BROKEN_FILES, ids=[row[2] for row in BROKEN_FILES])
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, message):
    """Nothing is expanded, fetched or guessed."""
    with pytest.raises(InputError, match=message):
        own_places.load(written(tmp_path, name, content), "mine")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    """The line is told, so that the letter can be found."""
    (tmp_path / "a.csv").write_bytes("name,lat,lon\nQärä,1,2\n".encode("latin-1"))
    with pytest.raises(InputError, match="line 2: not UTF-8"):
        own_places.load(tmp_path / "a.csv", "mine")


BAD_ROWS = [
    (",36,43", "has no name"),
    ("Camp,95,43", "the latitude 95 is not between -90 and 90"),
    ("Camp,36,190", "the longitude 190 is not between -180 and 180"),
    ("Camp,nan,43", "the latitude nan is not between"),
    ('Camp,"36,1",43', "the latitude '36,1' is no number"),
    ("Camp,36,", "has half a position"),
    ("Camp,,", "has no position"),
    ("Camp,36,43,spaceport", "the type 'spaceport' is not known"),
    ("Camp,36,43,,Atlantis", "the parent 'Atlantis' is not known"),
    ("Camp,36,43,,,Iraq", "the country 'IRAQ' is no ISO code"),
    ("Camp,36,43,,,,many", "the population 'many' is no number"),
    ('Camp,,,,,,,"POLYGON ((0 0, 200 0, 0 1, 0 0))"', "its geometry has the longitude 200"),
    ("Camp,,,,,,,POLYGON EMPTY", "its geometry is empty"),
    ("Camp,,,,,,,HEXAGON", "its geometry cannot be read"),
]


@pytest.mark.parametrize(("row", "message"), BAD_ROWS, ids=[message for _, message in BAD_ROWS])
def test_a_row_that_breaks_a_rule_is_refused_with_its_line(tmp_path, row, message):
    """The other rows are still there for whoever says so."""
    header = "name,latitude,longitude,type,parent,country,population,geometry\n"
    path = written(tmp_path, "camps.csv", f'{header}"Good\nCamp",36,43\n{row}\n')
    loaded = own_places.load(path, "mine")
    assert [place.name for place in loaded.places] == ["Good Camp"]
    (sentence,) = loaded.refused
    assert sentence.startswith("camps.csv, line 4: ") and message in sentence


def test_a_key_that_comes_twice_is_refused_and_a_name_is_not(tmp_path):
    """Two places may share a name; their keys are then told apart."""
    path = written(tmp_path, "a.csv", "key,name,lat,lon\n,Gate,1,1\n,Gate,2,2\nx,Wall,3,3\nx,Wall,4,4\n")
    loaded = own_places.load(path, "mine")
    assert [place.key for place in loaded.places] == ["gate", "gate-2", "x"]
    assert "line 5: the key 'x'" in loaded.refused[0]


def test_parents_give_country_and_areas(tmp_path, gazetteer):
    """A parent is an area of the base by name or id, or another place of the file."""
    path = written(
        tmp_path,
        "a.csv",
        "name,lat,lon,parent\n"
        'Blue Barn,36.07,43.31,"Nineveh, Iraq"\n'
        "Barn Gate,36.071,43.312,Blue Barn\n"
        "Yard,36,43,geonames:99237\n"
        "Loop A,1,1,Loop B\n"
        "Loop B,1,1,Loop A\n",
    )
    loaded = own_places.load(path, "mine", base=gazetteer)
    assert [(place.country, place.admin) for place in loaded.places] == [
        ("IQ", ("92877",)),
        ("IQ", ("92877",)),
        ("IQ", ()),
    ]
    assert [line.partition(": ")[0] for line in loaded.refused] == ["a.csv, line 5", "a.csv, line 6"]


def test_an_outline_of_many_vertices_has_a_coarser_detail(tmp_path):
    """A map of the world need not carry every metre."""
    from shapely.geometry import Point

    circle = Point(43, 36).buffer(0.5, quad_segs=400)
    path = written(tmp_path, "a.csv", f'name,geometry\nRing,"{circle.wkt}"\n')
    with opened(path) as gazetteer:
        ring = PlaceId(source="own-mine", key="ring")
        fine, coarse = gazetteer.geometry(ring), gazetteer.geometry(ring, tolerance_deg=0.01)
        assert len(fine.exterior.coords) > 1000 > 100 > len(coarse.exterior.coords)
        assert fine.is_valid and coarse.is_valid
    assert all(check.holds for check in verify.verify(own_places.own_path("mine")))


@pytest.mark.parametrize("name", ["", "Camps", "a b", "../x", "embedded", "geonames", "x" * 41])
def test_a_name_must_fit_into_an_id(name):
    """It becomes part of every place's id and of a file's name."""
    with pytest.raises(InputError, match="cannot name own places"):
        own_places.checked_name(name)


def test_a_name_is_taken_from_the_file():
    """Letters that do not fit are left out."""
    assert own_places.name_from(Path("My Camps (2026).csv")) == "my-camps-2026"


# ---------------------------------------------------------------- the command


def test_add_refuses_all_when_a_row_is_bad(tmp_path, capsys, data_folder):
    """The bad line is named and nothing is added; --skip-bad adds the rest; remove takes it away."""
    path = str(written(tmp_path, "camps.csv", "name,lat,lon\nBlue Barn,36.07,43.31\nRed Barn,95,43\n"))
    assert main(["gazetteer", "add", path]) == 2
    said = capsys.readouterr().err
    assert "camps.csv, line 3: the latitude 95 is not between -90 and 90" in said and "--skip-bad" in said
    assert not list(data_folder.rglob("*.sqlite"))

    assert main(["gazetteer", "add", path, "--skip-bad", "--credit", "Barn survey"]) == 0
    assert capsys.readouterr().out.startswith("own-camps added: 1 place,")
    assert main(["lookup", "Blue", "Barn", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["candidates"]
    assert [candidate["id"] for candidate in found] == ["own-camps:blue-barn"]
    assert main(["gazetteer", "info", "--gazetteer", "camps"]) == 0
    assert "Barn survey" in capsys.readouterr().out.splitlines()[-1]

    assert main(["gazetteer", "remove", "camps"]) == 0
    assert not list(data_folder.rglob("*.*"))
    assert main(["gazetteer", "remove", "camps"]) == 2
    assert "there are none" in capsys.readouterr().err


def test_removing_what_is_not_there_names_what_is(tmp_path):
    """The error lists the names to choose from."""
    opened(written(tmp_path, "a.csv", "name,lat,lon\nGate,1,1\n"), "gates").close()
    with pytest.raises(GazetteerNotFound, match="there are gates"):
        own_places.remove("walls")
