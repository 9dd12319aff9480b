"""The credit of the user's own places goes wherever they are shown, and they are marked as the user's."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import handmade
import pytest

from geomap.cli import main
from geomap.collect import collect
from geomap.export import FORMATS, export, to_json_line
from geomap.gazetteer import own_places
from geomap.gazetteer.credit import ATTRIBUTION, credit_of, own_part
from geomap.gazetteer.opening import open_stack
from geomap.model import Document, GeoparsedDocument, PlaceId
from geomap.picture import PictureOptions, draw_svg
from geomap.pipeline import Geoparser
from geomap.render import build_map
from geomap.report import gather, report_html, report_markdown

CREDIT = "Camp list of the Kestrel Office <2026>"
TEXT = "Rain flooded Blue Barn Camp, south of Erbil in Iraq, on Monday."


@pytest.fixture(scope="module")
def camps(tmp_path_factory, gazetteer):
    """A stack of one camp over the embedded gazetteer, and a report on that camp."""
    folder = tmp_path_factory.mktemp("own")
    patch = pytest.MonkeyPatch()
    patch.setenv(own_places.DATA_VARIABLE, str(folder))
    (folder / "camps.csv").write_text("key,name,lat,lon,type\nb,Blue Barn Camp,36.07,43.31,camp\n", encoding="utf-8")
    loaded = own_places.load(folder / "camps.csv", "camps", base=gazetteer)
    own_places.write(
        loaded.places, own_places.own_path("camps"), name="camps", date="2026-11-22", source="camps", credit=CREDIT
    )
    with open_stack(["camps"]) as stack:
        start, erbil, iraq = (TEXT.index(name) for name in ("Blue Barn", "Erbil", "Iraq"))
        document = Document(text=TEXT, title="Rain", published="2026-05-03")
        spans = [(start, start + 14), (erbil, erbil + 5), (iraq, iraq + 4)]
        yield stack, collect([Geoparser(stack).resolve(document, spans)])
    patch.undo()


def test_places_of_the_user_know_whose_they_are(camps):
    """An id says which own places it belongs to; public sources have none."""
    _, atlas = camps
    assert {str(each.place.id): each.place.id.own for each in atlas.places}["own-camps:b"] == "camps"
    assert PlaceId.parse("geonames:99072").own == ""


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "training"])
def test_every_export_carries_the_own_credit(camps, name: str):
    """Beside GeoNames', in each format; XML and JSON escape it."""
    if name in ("geoparquet", "fgb"):
        pytest.importorskip("pyarrow" if name == "geoparquet" else "pyogrio", reason="pip install '.[exports]'")
    stack, atlas = camps
    data = export(atlas, name, gazetteer=stack)
    if name == "brat":
        data = zipfile.ZipFile(io.BytesIO(data)).read("CREDIT.md")
    assert b"CC BY 4.0" in data
    assert b"Camp list of the Kestrel Office" in data


def test_maps_pictures_and_reports_carry_the_own_credit(camps):
    """The page's data, the picture's corner and description, the report in each of its forms."""
    stack, atlas = camps
    live = build_map(atlas, gazetteer=stack)
    assert '"ownCredit":"Camp list of the Kestrel Office \\u003c2026\\u003e."' in live.to_html()
    content = gather(atlas, gazetteer=stack)
    assert content.credit == f"{ATTRIBUTION} {CREDIT}."
    drawn = draw_svg(atlas, gazetteer=stack)
    for made in (drawn, live.to_svg(), report_html(content, ""), to_json_line(atlas.documents[0])):
        assert "Kestrel Office" in made
    assert "Kestrel Office &#60;2026\\>" in report_markdown(content, picture="x.svg")


def test_a_picture_says_a_credit_beside_that_of_the_data(camps):
    """The option adds a credit; it never replaces what the licences ask for."""
    stack, atlas = camps
    svg = draw_svg(atlas, PictureOptions(credit="Drawn by Ana"), gazetteer=stack)
    assert "GeoNames (CC BY 4.0, changed)" in svg and "Drawn by Ana" in svg


def test_tables_mark_own_places(camps):
    """The page's plain table and the report's say "own place (camps)" beside the kind; others have no mark."""
    stack, atlas = camps
    live = build_map(atlas, gazetteer=stack).to_html()
    assert "<td>camp · own place (camps)<td>" in live
    kinds = {row.name: row.kind for row in gather(atlas, gazetteer=stack, ui_language="de").places}
    assert kinds["Blue Barn Camp"].endswith("· eigener Ort (camps)")
    assert "·" not in kinds["Erbil"]


def test_credits_are_said_once():
    """Documents made with different gazetteers join their credits; none said is the embedded one's."""

    def made(attribution: str) -> GeoparsedDocument:
        parsed = handmade.report()
        return replace(parsed, provenance=replace(handmade.PROVENANCE, attribution=attribution))

    both = [made(f"{ATTRIBUTION} South."), made(""), made(f"{ATTRIBUTION} North."), made(f"{ATTRIBUTION} South.")]
    assert credit_of(both) == f"{ATTRIBUTION} South. North."
    assert credit_of([made("")]) == credit_of([]) == ATTRIBUTION
    assert own_part(credit_of([made("Only mine")])) == "Only mine"


def test_the_command_line_carries_it_too(tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]):
    """Places added with --credit are credited in what the next command writes."""
    monkeypatch.setenv(own_places.DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path("wells.csv").write_text("name,lat,lon,type\nFar Well Camp,36.2,43.5,camp\n", encoding="utf-8")
    Path("r.txt").write_text("Trucks reached Far Well Camp in Iraq.", encoding="utf-8")
    assert main(["gazetteer", "add", "wells.csv", "--credit", "Well survey 2026"]) == 0
    capsys.readouterr()
    assert main(["export", "r.txt", "--format", "geojson"]) == 0
    collection = json.loads(capsys.readouterr().out)
    assert collection["attribution"] == f"{ATTRIBUTION} Well survey 2026."
    assert "own-wells:far-well-camp" in [feature["id"] for feature in collection["features"]]
