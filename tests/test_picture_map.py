"""A map gives its own picture, and a notebook gets every form that it may show."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from geomap.gazetteer import Gazetteer
from geomap.model import Bounds, Document
from geomap.render import MapOptions, build_map


@pytest.fixture(scope="module")
def parsed(geoparser, root: Path):
    """The sample report, geoparsed."""
    text = (root / "tests" / "cases" / "sample-report.txt").read_text(encoding="utf-8")
    return geoparser.parse(Document(text=text))


def test_a_map_gives_its_picture(parsed, gazetteer):
    """The picture has the map's title, bounds and theme."""
    options = MapOptions(title="Floods", bounds=Bounds(40.0, 33.0, 48.0, 38.0), theme="dark")
    svg = build_map([parsed], options, gazetteer=gazetteer).to_svg(width_px=600, height_px=400)
    root = ET.fromstring(svg)
    assert root.find("{http://www.w3.org/2000/svg}title").text == "Floods"
    assert root.get("viewBox") == "0 0 600 400"
    assert "#2a2d31" in svg


def test_a_map_outlives_its_gazetteer(parsed):
    """A map shown after its gazetteer was closed still has its picture."""
    with Gazetteer.open() as opened:
        made = build_map([parsed], gazetteer=opened)
    assert "Qayyarah" in made.to_svg()


def test_a_notebook_gets_the_live_map_a_picture_and_words(parsed, gazetteer):
    """HTML for trusted notebooks, SVG for the others and for exports, text for terminals."""
    bundle = build_map([parsed], gazetteer=gazetteer)._repr_mimebundle_()
    assert list(bundle) == ["text/html", "image/svg+xml", "text/plain"]
    assert bundle["text/html"].startswith("<iframe")
    assert bundle["image/svg+xml"].startswith("<svg")
    assert bundle["text/plain"].startswith("<Map 'Places in the report'")
