"""Pictures: an SVG that stands alone, within its size and time, with names that do not lie on each other."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import handmade
import pytest

from geomap.cli import main
from geomap.collect import collect
from geomap.errors import InputError
from geomap.model import Atlas, Bounds, Document, GeoparsedDocument
from geomap.picture import PictureOptions, draw_svg, svg_to_pdf, svg_to_png
from geomap.picture.colours import colours, mixed
from geomap.picture.labels import PLACE, Labels
from geomap.picture.options import size_of
from geomap.picture.projection import framed
from geomap.render.view import View

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def sample(geoparser, root: Path) -> Atlas:
    """The sample report, geoparsed."""
    text = (root / "tests" / "cases" / "sample-report.txt").read_text(encoding="utf-8")
    return collect([geoparser.parse(Document(text=text, title="Aid <reaches> towns", published="2025-03-18"))])


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]


def test_picture_of_the_sample_is_whole_small_and_quick(sample: Atlas, gazetteer):
    """The towns, the province and the rivers have their names; under 250 kB and about a second, warm."""
    draw_svg(sample, gazetteer=gazetteer)
    began = time.perf_counter()
    svg = draw_svg(sample, gazetteer=gazetteer)
    assert time.perf_counter() - began < 3  # measured at 0.1 s; the bound is for loaded machines
    assert len(svg.encode()) < 250_000
    assert {"Mosul", "Erbil", "Qayyarah", "Sharqat", "Nineveh", "Tigris", "IRAQ", "50 km"} <= set(texts(svg))


def test_picture_is_accessible_and_says_where_it_is_from(sample: Atlas, gazetteer):
    """role=img with a title and a description; the credit stands on it; strangers' text is escaped."""
    root = ET.fromstring(draw_svg(sample, gazetteer=gazetteer))
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Aid <reaches> towns"
    assert "Qayyarah (3 mentions)" in description.text
    assert any("GeoNames (CC BY 4.0, changed)" in "".join(each.itertext()) for each in root.iter(f"{SVG}text"))


def test_picture_loads_and_runs_nothing(sample: Atlas, gazetteer):
    """No script, no link, no picture from elsewhere; the style reaches only its own drawing."""
    svg = draw_svg(sample, gazetteer=gazetteer)
    assert not re.search(r"<script|<image|<foreignObject|href=|@import|url\((?!#)|\son\w+=", svg)
    key = re.search(r'<svg [^>]*id="(\w+)"', svg).group(1)
    style = re.search(r"<style>(.*?)</style>", svg).group(1)
    assert all(rule.startswith(f".{key} ") for part in style.split("}")[:-1] for rule in part.split("{")[0].split(","))


def test_equal_atlases_give_equal_pictures(sample: Atlas, gazetteer):
    """Nothing of the clock or of chance is in a picture."""
    assert draw_svg(sample, gazetteer=gazetteer) == draw_svg(collect(sample.documents), gazetteer=gazetteer)


def test_labels_do_not_lie_on_each_other():
    """A second name at the same spot goes to another side, and when all are taken it is left out."""
    view = View(bounds=Bounds(40, 30, 50, 40), everything=Bounds(40, 30, 50, 40))
    labels = Labels(framed(view, left=0, top=0, width=600, height=400))
    labels.block((295, 195, 305, 205))
    placed = [labels.beside("Mosul", PLACE, 300, 200, 5) for _ in range(12)]
    assert placed[0] and not placed[-1]
    boxes = [(each.x, each.y - 13, each.x + PLACE.width("Mosul"), each.y + 3) for each in labels.placed]
    for number, a in enumerate(boxes):
        for b in boxes[number + 1 :]:
            assert not (a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1])


def test_a_worldwide_report_gets_the_whole_world(geoparser, gazetteer):
    """Places on all sides are drawn on an equal-area world, without a scale bar, within the bytes."""
    text = "Storms hit Manila, Tokyo, Sydney, New York, Lima, Nairobi and Paris; Brazil and India sent aid."
    svg = draw_svg(collect([geoparser.parse(Document(text=text))]), gazetteer=gazetteer)
    assert {"Sydney", "Lima", "Tokyo", "BRAZIL"} <= set(texts(svg))
    assert not any(text.endswith(" km") for text in texts(svg))
    assert len(svg.encode()) < 250_000


def test_what_a_picture_does_not_reach_is_named(geoparser, gazetteer):
    """A reader cannot move a picture: towns outside its view stand in the line below the title."""
    near = "Crews worked in Mosul, Erbil, Kirkuk, Tikrit, Samarra, Baqubah, Ramadi, Fallujah and Baghdad. " * 3
    parsed = geoparser.parse(Document(text=near + "A plane came from Nairobi."))
    svg = draw_svg(collect([parsed]), gazetteer=gazetteer)
    assert "1 report · 1 elsewhere: Nairobi" in texts(svg)
    assert "Nairobi" not in texts(svg)


def test_a_picture_crosses_the_antimeridian(geoparser, gazetteer):
    """Fiji and Samoa stand side by side, not at the two ends of the world."""
    parsed = geoparser.parse(Document(text="A ship went from Suva in Fiji to Apia in Samoa."))
    svg = draw_svg(collect([parsed]), gazetteer=gazetteer)
    assert {"Suva", "Apia"} <= set(texts(svg))
    assert any(text.endswith(" km") for text in texts(svg))


def test_a_report_without_places_gives_the_world_and_says_so(gazetteer):
    """An empty atlas is no error."""
    svg = draw_svg(collect([GeoparsedDocument(document=Document(text="Nothing."))]), gazetteer=gazetteer)
    assert "names no place" in ET.fromstring(svg).find(f"{SVG}desc").text


def test_hostile_names_stay_text(gazetteer):
    """Markup, braces and control letters in titles and names end no element."""
    place = replace(handmade.MOSUL, name='</text><script>{}"&\x00')
    mention = handmade.mention_of("Mosul")
    parsed = GeoparsedDocument(
        document=Document(text=handmade.TEXT, title="</title>\ud800<script>"),
        resolutions=(handmade.resolved(replace(mention, text="mosul", start=0, end=5), place),),
    )
    root = ET.fromstring(draw_svg(collect([parsed]), gazetteer=gazetteer))
    assert not list(root.iter(f"{SVG}script"))


def test_png_and_pdf_are_made_of_the_svg(sample: Atlas, gazetteer):
    """The PNG has the size asked for, the PDF is a PDF."""
    try:
        import cairosvg  # noqa: F401
    except (ImportError, OSError):
        pytest.skip("CairoSVG or cairo is missing: pip install CairoSVG, apt-get install libcairo2")
    svg = draw_svg(sample, PictureOptions(width_px=400, height_px=300), gazetteer=gazetteer)
    png = svg_to_png(svg, scale=2)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (800, 600)
    assert svg_to_pdf(svg)[:5] == b"%PDF-"
    with pytest.raises(InputError, match="the scale is 50"):
        svg_to_png(svg, scale=50)


def test_colours_are_those_of_the_page(root: Path):
    """The picture reads the page's style sheet, light and dark."""
    sheet = (root / "geomap" / "render" / "assets" / "page.css").read_text(encoding="utf-8")
    for theme in ("light", "dark"):
        assert {"land", "sea", "tint", "sure", "likely", "ambiguous", "ink", "paper"} <= set(colours(theme))
        assert all(colour in sheet for colour in colours(theme).values())
    assert colours("light")["land"] != colours("dark")["land"]
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"


@pytest.mark.parametrize("text", ["1200", "x", "1200x", "-1x5", "12.5x3"])
def test_sizes_that_are_none(text: str):
    """A size is two whole numbers."""
    with pytest.raises(InputError, match="write WIDTHxHEIGHT"):
        size_of(text)


def test_the_command_refuses_what_is_no_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str], root: Path):
    """The file's ending says what is drawn."""
    report = str(root / "tests" / "cases" / "sample-report.txt")
    assert main(["picture", report, "-o", str(tmp_path / "map.doc")]) == 2
    assert "let its name end in .svg, .png, .pdf" in capsys.readouterr().err
    assert main(["picture", report, "-o", str(tmp_path / "map.svg"), "--size", "640x400"]) == 0
    assert 'viewBox="0 0 640 400"' in (tmp_path / "map.svg").read_text(encoding="utf-8")
