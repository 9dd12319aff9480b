"""A map is one page that needs nothing from anywhere and shows text as text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from render_world import (
    IRAQ,
    MOSUL,
    OUTLAND,
    TRIPOLI_LEBANON,
    TRIPOLI_LIBYA,
    BoxGazetteer,
    place,
    power_line,
    report,
    tripoli,
)

from geomap import collect
from geomap.errors import InputError, RenderError
from geomap.model import Bounds, Mention, MentionKind, Place, PlaceId, Provenance
from geomap.render import MapOptions, build_map
from geomap.render.mentions import placed_mentions
from geomap.render.places import drawn_place, shown_name

HOSTILE = "</script><img src=x onerror=alert(1)>`${alert(1)}`{{7*7}}{% x {#\u2028__proto__"


def payload_of(page: str) -> dict:
    """The data block of a page."""
    return json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


@pytest.fixture(scope="module")
def boxes() -> BoxGazetteer:
    return BoxGazetteer()


@pytest.fixture(scope="module")
def page(boxes) -> str:
    return build_map([power_line()], gazetteer=boxes).to_html()


def test_the_page_refers_to_nothing_outside(page):
    """No script, style, picture or frame has an address; links go only where a reader may click."""
    tags = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"\s(src|href|action|srcdoc)=", tags)
    assert not re.search(r"url\((?!data:|#)", page)
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page and "unsafe" not in page


def test_the_page_forbids_what_it_does_not_carry(page):
    """Every script and style of the page is named in its policy by its hash."""
    import base64
    import hashlib

    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    codes = re.findall(r"<script>(.*?)</script>|<style>(.*?)</style>", page, re.DOTALL)
    assert len(codes) >= 4
    for script, style in codes:
        digest = base64.b64encode(hashlib.sha256((script or style).encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_kinds_of_place_are_drawn_as_what_they_are(page):
    """Towns are points, the province an area, the river a line, countries part of the basemap."""
    drawn = {each["id"]: each.get("draw", "point") for each in payload_of(page)["places"]}
    assert drawn == {
        "geonames:99003": "point",
        "geonames:99072": "point",
        "geonames:92877": "area",
        "geonames:99237": "country",
        "geonames:6252001": "country",
        "naturalearth:river-tigris": "line",
    }


def test_demonyms_count_for_their_country(page):
    """Two Iraqis and one Iraq are three mentions of the country."""
    payload = payload_of(page)
    number = next(i for i, each in enumerate(payload["places"]) if each["id"] == "geonames:99237")
    kinds = [mention.kind for mention in placed_mentions(payload) if mention.place == number]
    assert sorted(kinds) == ["d", "d", "t"]


def test_mentions_point_to_their_words(page):
    """Every mention's offsets cut its name out of the text that the page carries."""
    payload = payload_of(page)
    words = [mention.text for mention in placed_mentions(payload)]
    assert words[:3] == ["Tigris", "Qayyarah", "Mosul"]
    assert "Hazarmard" in words


def test_offsets_count_as_the_page_counts(boxes):
    """A letter outside the basic plane is two units to the page."""
    parsed = report("\U0001f4cd\U0001f4cd Mosul held.", {"Mosul": MOSUL})
    payload = payload_of(build_map([parsed], gazetteer=boxes).to_html())
    assert payload["mentions"]["s"] == [5]
    assert [mention.text for mention in placed_mentions(payload)] == ["Mosul"]


def test_sentences_are_enough_when_texts_are_left_out(boxes):
    """Without texts the page carries only sentences with mentions, and offsets still fit."""
    text = "Nothing here. The bridge in Mosul held. Nothing there. Iraq paid."
    parsed = report(text, {"Mosul": MOSUL, "Iraq": IRAQ})
    payload = payload_of(build_map([parsed], MapOptions(text=False), gazetteer=boxes).to_html())
    kept = payload["documents"][0]["text"]
    assert kept == "The bridge in Mosul held. … Iraq paid."
    assert [mention.text for mention in placed_mentions(payload)] == ["Mosul", "Iraq"]


def test_the_view_shows_the_province_and_detail_lies_under_it(page):
    """The first view holds Nineveh and is far smaller than Iraq; the detailed box reaches beyond it."""
    payload = payload_of(page)
    west, south, east, north = payload["view"]["bounds"]
    assert west <= 41.1 and east >= 44.3 and south <= 35.0 and north >= 37.1
    assert east - west < 5
    box = payload["base"]["detail"]["box"]
    assert box[0] < west and box[2] > east
    assert {"country", "admin1", "river", "lake"} <= set(payload["base"]["detail"])


def test_worldwide_places_get_a_world_map(boxes):
    """Two continents: no detailed box."""
    payload = payload_of(build_map([tripoli()], gazetteer=boxes).to_html())
    assert "detail" not in payload["base"]
    assert payload["base"]["world"]["country"]


def test_ambiguous_places_carry_their_alternatives(boxes):
    """The other Tripoli comes with its probability."""
    payload = payload_of(build_map([tripoli()], gazetteer=boxes).to_html())
    first = next(each for each in payload["places"] if each["id"] == str(TRIPOLI_LIBYA.id))
    assert first["state"] == "ambiguous"
    assert [(each[0], each[4]) for each in first["alt"]] == [(str(TRIPOLI_LEBANON.id), 45)]
    assert first["u"] == 120_000


def test_an_area_without_outline_is_soft_and_a_place_without_coordinates_is_only_listed(boxes):
    """Neither becomes a pin."""
    nowhere = place("geonames:1", "Lost District", None, None, feature_class="A", feature_code="ADM2")
    boxed = place(
        "regions:boxed", "Boxland", 1.0, 1.0, feature_class="L", feature_code="RGN", bounds=Bounds(0, 0, 2, 2)
    )
    text = "Outland, Lost District and Boxland met."
    parsed = report(text, {"Outland": OUTLAND, "Lost District": nowhere, "Boxland": boxed})
    payload = payload_of(build_map([parsed], gazetteer=boxes).to_html())
    drawn = {each["id"]: each["draw"] for each in payload["places"]}
    assert drawn == {"regions:outland": "soft", "geonames:1": "none", "regions:boxed": "box"}


def test_people_of_a_town_are_no_pin(boxes):
    """A place that is named only by its people is listed but has no symbol."""
    parsed = report("Muslawis rebuilt it.", {"Muslawis": {"places": MOSUL, "kind": MentionKind.DEMONYM}})
    payload = payload_of(build_map([parsed], gazetteer=boxes).to_html())
    assert [each["draw"] for each in payload["places"]] == ["none"]


def test_no_documents_make_a_valid_map(boxes):
    """An empty map says so, also without its script."""
    page = build_map([], gazetteer=boxes).to_html()
    assert payload_of(page)["places"] == []
    assert "No places were found." in page


def test_a_page_without_script_has_a_table(page):
    """Names, coordinates and counts stand in the noscript part."""
    table = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)[1]
    assert "<td>Qayyarah<td>" in table and "35.79933, 43.29447" in table
    assert "Not placed: Hazarmard" in table


def test_hostile_text_stays_text(boxes):
    """Nothing of it leaves the data block, is parsed as a template, or ends an element."""
    bad = place("geonames:5", HOSTILE, 36.0, 43.0, admin=(HOSTILE,))
    parsed = report(
        f"Before {HOSTILE} after.",
        {HOSTILE: {"places": (bad, MOSUL), "because": (HOSTILE,)}},
        id=HOSTILE,
        title=HOSTILE,
        source="javascript:alert(1)",
    )
    built = build_map([parsed], MapOptions(title=HOSTILE, subtitle=HOSTILE, credit=HOSTILE), gazetteer=boxes)
    for out in (built.to_html(), built.to_fragment(), built.to_iframe()):
        assert "<img" not in out
        assert "{{7*7}}" in out
    assert payload_of(built.to_html())["title"] == HOSTILE


def test_lone_surrogates_can_be_written(boxes, tmp_path):
    """Half a character in a text does not stop the page from being saved."""
    parsed = report("Mosul \ud83d held.", {"Mosul": MOSUL}, title="\udc00 half")
    path = build_map([parsed], gazetteer=boxes).save(tmp_path / "map.html")
    assert payload_of(path.read_text("utf-8"))["places"][0]["n"] == "Mosul"


def test_the_order_of_documents_does_not_show(boxes):
    """Reports in any order give the same bytes."""
    one, two = power_line(), tripoli()
    assert build_map([one, two], gazetteer=boxes).to_html() == build_map([two, one], gazetteer=boxes).to_html()


def test_equal_documents_give_equal_bytes_in_any_process():
    """Neither the process nor its hash seed shows in the page or the fragment."""
    code = (
        "import sys, hashlib; from render_world import *; from geomap.render import build_map;"
        "m = build_map([power_line(), tripoli()], gazetteer=BoxGazetteer());"
        "print(hashlib.sha256((m.to_html() + m.to_html() + m.to_fragment()).encode()).hexdigest())"
    )
    here = Path(__file__).resolve().parent
    digests = set()
    for seed in ("0", "7"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        digests.add(run.stdout)
    assert len(digests) == 1


def test_the_page_tells_nothing_of_the_machine(page):
    """No path, user or host stands in it."""
    assert str(Path.home()) not in page
    assert str(Path(__file__).resolve().parent.parent) not in page


def test_a_map_that_cannot_be_written_leaves_the_old_file(boxes, tmp_path):
    """Saving over a folder is an error; an old page stays when the new one fails."""
    built = build_map([], gazetteer=boxes)
    with pytest.raises(RenderError, match="give another path"):
        built.save(tmp_path)
    old = tmp_path / "map.html"
    old.write_text("old")
    assert built.save(old) == old
    assert old.read_text("utf-8").startswith("<!doctype html>")


def test_an_iframe_holds_the_page(boxes):
    """The frame's document is the page, escaped, loaded late, as high as asked."""
    import html

    built = build_map([power_line()], gazetteer=boxes)
    frame = built.to_iframe(height_px=480)
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1]) == built.to_html()
    assert 'height="480"' in frame and 'loading="lazy"' in frame
    assert built._repr_html_() == built.to_iframe()


def test_layers_of_ones_own_can_be_added(boxes):
    """A folium layer stands in the page; its files are linked and the policy goes."""
    import folium

    built = build_map([power_line()], gazetteer=boxes)
    plain = built.to_html()
    folium.TileLayer("https://tiles.example.org/{z}/{x}/{y}.png", attr="example").add_to(built.folium)
    assert built.folium() is built.folium
    page = built.to_html()
    assert "tiles.example.org" in page and "tiles.example.org" not in plain


@pytest.mark.parametrize(
    "bad",
    [{"theme": "sepia"}, {"basemap": "osm"}, {"sort": "size"}, {"height_px": 20}, {"bounds": Bounds(0, 50, 10, 40)}],
)
def test_options_that_no_map_can_have_are_refused(bad):
    """The message shows the value and the rule."""
    with pytest.raises(InputError, match=next(iter(bad))):
        MapOptions(**bad)


def test_the_first_view_can_be_given(boxes):
    """The bounds of the options win."""
    options = MapOptions(bounds=Bounds(42, 35, 44, 37))
    assert payload_of(build_map([power_line()], options, gazetteer=boxes).to_html())["view"]["bounds"] == [
        42,
        35,
        44,
        37,
    ]


@pytest.mark.parametrize(
    ("name", "mentions", "shown"),
    [
        ("Şalālah", [("Salalah", None)], "Salalah"),
        ("Gaza", [("غزة", None)], "غزة"),
        ("Sumy", [("Сумах", "Суми")], "Суми"),
        ("Crimea", [("Криму", "Crimea")], "Криму"),
        ("Sylhet", [("SYLHET", None), ("Sylhet", None)], "Sylhet"),
        ("New York City", [("NYC", None)], "New York City"),
        ("Gao", [("Gao", None)], "Gao"),
        ("Jacksonville", [("Jax", None)], "Jacksonville"),
    ],
)
def test_a_town_is_labelled_as_its_report_spells_it(name, mentions, shown):
    """Without the gazetteer's diacritics and in the report's script; inflected names in their base form."""
    place = Place(id=PlaceId.parse("geonames:1"), name=name, latitude=1.0, longitude=1.0)
    found = [Mention(start=0, end=len(text), text=text, name=base) for text, base in mentions]
    assert shown_name(place, found) == shown


def test_unsure_places_count_less_where_the_map_opens(boxes):
    """A mention that is 55 % sure weighs 0.55 of one, so that a doubtful place far off does not widen the view."""
    found = next(each for each in collect([tripoli()]).places if each.place.id == TRIPOLI_LIBYA.id)
    drawn = drawn_place(found, boxes, {}, in_basemap=False)
    assert drawn.extent.weight == pytest.approx(0.55 * len(found.mentions))


def test_the_page_says_what_it_was_made_with():
    """Versions, the gazetteer's date, the map's options and a digest of the reports stand in the data and the foot."""
    made_with = Provenance(
        geomap_version="9.9", gazetteer="embedded 2031-02", recognizer="trained 7", resolver="ranking 2031-03",
        options={"near": [36.3, 43.1]},
    )  # fmt: skip
    documents = [replace(power_line(), provenance=made_with)]

    def made(documents, **options) -> dict:
        return payload_of(build_map(documents, MapOptions(**options), gazetteer=BoxGazetteer()).to_html())["made"]

    first = made(documents, cities=7)
    assert (first["version"], first["gazetteer"]) == ("9.9", "embedded 2031-02")
    assert (first["recognizer"], first["resolver"]) == ("trained 7", "ranking 2031-03")
    assert first["options"]["cities"] == 7 and first["parsed"] == {"near": [36.3, 43.1]}
    assert re.fullmatch("[0-9a-f]{16}", first["input"]) and first["input"] == made(documents)["input"]
    other = [replace(documents[0], document=replace(documents[0].document, source="Another Wire"))]
    assert made(other)["input"] != first["input"]
