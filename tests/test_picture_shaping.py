"""Right-to-left labels in PNG and PDF: letters joined, in the order of sight, in a font that has them."""

from __future__ import annotations

import handmade
import pytest

from geomap.collect import collect
from geomap.model import Document, GeoparsedDocument, Mention
from geomap.picture import draw_svg, svg_to_png
from geomap.picture.shaping import shaped_svg, visual


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Mosul (12)", "Mosul (12)"),
        ("الموصل", "\ufede\ufebb\ufeee\ufee4\ufedf\ufe8d"),
        ("السلام", "\ufee1\ufefc\ufeb4\ufedf\ufe8d"),
        ("ب", "\ufe8f"),
        ("بَب", "\ufe90\ufe91\u064e"),
        ("بـ", "\u0640\ufe91"),
        ("طريق 12.5", "12.5 \ufed6\ufef3\ufeae\ufec3"),
        ("A (ب) B", "A (\ufe8f) B"),
        ("(ب ب)", "(\ufe8f \ufe8f)"),
        ("חיפה (א)", "(א) הפיח"),
    ],
)
def test_text_is_joined_and_turned(text: str, seen: str):
    """Latin stays; Arabic letters join; numbers are not turned; brackets still open where they are read first."""
    made = visual(text)
    assert made == seen, [hex(ord(letter)) for letter in made]


def test_only_labels_are_shaped_and_get_their_font():
    """Title and description are read aloud, so they keep their letters; Latin labels stay as they are."""
    svg = '<svg><title>الموصل</title><desc>الموصل</desc><text class="p">Mosul</text><text class="p">الموصل</text></svg>'
    made = shaped_svg(svg)
    assert made.count("الموصل") == 2 and '<text class="p">Mosul</text>' in made
    assert "style=\"font-family:'Noto Sans Arabic'\">\ufede" in made


def test_an_svg_keeps_its_letters_and_a_png_is_drawn(gazetteer):
    """Browsers shape text themselves; what cairo draws is another picture than that of unshaped letters."""
    try:
        import cairosvg
    except (ImportError, OSError):
        pytest.skip("CairoSVG or cairo is missing: pip install CairoSVG, apt-get install libcairo2")
    text = "الموصل"
    mention = Mention(start=0, end=len(text), text=text)
    parsed = GeoparsedDocument(document=Document(text=text), resolutions=(handmade.resolved(mention, handmade.MOSUL),))
    svg = draw_svg(collect([parsed]), gazetteer=gazetteer)
    assert f">{text}</text>" in svg
    assert svg_to_png(svg) != cairosvg.svg2png(bytestring=svg.encode())
