"""The map page, used as a reader would use it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import shapely
from playwright.sync_api import expect
from render_world import (
    IRAQ,
    MOSUL,
    QAYYARAH,
    BoxGazetteer,
    place,
    power_line,
    report,
    tripoli,
)

from geomap.model import Document, Footprint, GeoparsedDocument, Precision, SpatialRelation
from geomap.render import MapOptions, build_map

pytestmark = pytest.mark.browser
READY = ".gm[data-ready=true]"


@pytest.fixture(scope="module")
def boxes() -> BoxGazetteer:
    return BoxGazetteer()


@pytest.fixture
def article(show, boxes):
    """The report on the power line, open on a desktop."""
    opened = show(build_map([power_line()], gazetteer=boxes).to_html())
    opened.page.wait_for_selector(READY)
    return opened


def labels(page) -> list[str]:
    page.wait_for_timeout(150)
    return page.eval_on_selector_all(".gm-label", "nodes => nodes.map(node => node.textContent)")


def until(page, condition: str) -> None:
    """Waits for a condition; the page's policy forbids waiting for a string of code inside it."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def spot(page, name: str) -> tuple[float, float]:
    """Where a place's symbol stands in the window."""
    box = page.locator(f'.gm-pin[aria-label^="{name},"]').bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def window_point(page, latitude: float, longitude: float) -> list[float]:
    """Where a point of the map is in the window."""
    return page.evaluate(
        """at => { const map = document.querySelector('.gm').geomap.map;
        const point = map.latLngToContainerPoint(at);
        const box = map.getContainer().getBoundingClientRect();
        return [box.x + point.x, box.y + point.y]; }""",
        [latitude, longitude],
    )


def test_it_renders_without_asking_for_anything(article):
    """Title, line, list, map, text, legend, scale and attribution stand there; nothing was loaded."""
    page = article.page
    assert page.title() == "A line for Qayyarah"
    assert page.locator("h1").inner_text() == "A line for Qayyarah"
    assert page.locator(".gm-sub").inner_text() == "1 report · 6 May 2024 · example.org"
    assert page.locator(".gm-count").inner_text() == "6 places · 14 mentions"
    assert page.locator(".gm-entry .gm-name").all_inner_texts()[:2] == ["Qayyarah", "Iraq"]
    assert page.locator(".gm-pin").count() == 2
    assert "km" in page.locator(".leaflet-control-scale").inner_text()
    assert "mi" in page.locator(".leaflet-control-scale").inner_text()
    assert "GeoNames" in page.locator(".gm-credit").inner_text()
    assert "opinion on their status" in page.locator(".gm-foot").inner_text()
    assert "circle area = mentions" in page.locator(".gm-legend").inner_text()
    article.assert_quiet()


def test_the_first_view_shows_both_towns_and_their_province(article):
    """Qayyarah and Mosul are at least 60 pixels apart and labelled; Nineveh and the Tigris are in view."""
    page = article.page
    (x1, y1), (x2, y2) = spot(page, "Qayyarah"), spot(page, "Mosul")
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 >= 60
    assert {"Qayyarah", "Mosul", "Nineveh", "Tigris", "IRAQ"} <= set(labels(page))
    seen = page.evaluate("""() => { const app = document.querySelector('.gm').geomap;
        const bounds = app.map.getBounds();
        return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]; }""")
    assert seen[0] < 41.1 and seen[1] < 35.0 and seen[2] > 44.3 and seen[3] > 37.1
    assert seen[2] - seen[0] < 9


def test_real_outlines_lie_under_the_first_view(show, gazetteer):
    """With the embedded gazetteer: towns apart and labelled, Nineveh's border and the Tigris in view, in detail."""
    html = build_map([power_line()], gazetteer=gazetteer).to_html()
    assert len(html.encode()) <= 700_000
    opened = show(html)
    page = opened.page
    page.wait_for_selector(READY)
    (x1, y1), (x2, y2) = spot(page, "Qayyarah"), spot(page, "Mosul")
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 >= 60
    assert {"Qayyarah", "Mosul", "Nineveh", "Tigris", "IRAQ", "Erbil"} <= set(labels(page))
    counts = page.evaluate(
        """() => { const {map, basemap, atlas, areas} = document.querySelector('.gm').geomap;
        const points = (id) => areas.shape(atlas.places.find((place) => place.id === id)).rings
            .flatMap((ring) => ring.filter((_, index) => index % 2).map((y, index) => [y, ring[index * 2]]))
            .filter((point) => map.getBounds().contains(point)).length;
        return [points('geonames:92877'), points('naturalearth:river-tigris'), basemap.detail.provinces.length]; }"""
    )
    assert counts[0] > 60 and counts[1] > 60 and counts[2] > 20
    opened.assert_quiet()


def test_a_click_on_the_list_opens_the_popup(article):
    """The popup has name, kind, place, confidence, the sentence with the name marked, source and reasons."""
    page = article.page
    page.locator(".gm-entry", has_text="Qayyarah").click()
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    text = popup.inner_text()
    assert text.split("\n")[0] == "Qayyarah"
    assert "town · Nineveh, Iraq · 21,000 people" in text
    assert "Resolved (95%)" in text and "4 mentions" in text
    assert popup.locator("mark").first.inner_text() == "Qayyarah"
    assert "Engineers crossed the Tigris at Qayyarah on Monday" in text
    assert popup.locator("a", has_text="example.org").first.get_attribute("rel") == "noopener noreferrer"
    popup.locator("summary", has_text="Why this place?").click()
    assert "Nineveh, which contains it" in popup.inner_text()
    article.assert_quiet()


def test_a_name_in_the_text_leads_to_the_map_and_back(article):
    """A click in the text opens the popup; a click on a symbol lights its mentions; arrows step through them."""
    page = article.page
    page.locator(".gm-m", has_text="Mosul").first.click()
    page.locator(".leaflet-popup h3", has_text="Mosul").wait_for()
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    page.locator('.gm-pin[aria-label^="Qayyarah,"]').click()
    assert page.locator(".gm-m.gm-chosen").all_inner_texts() == ["Qayyarah"] * 4
    steps = page.locator(".gm-steps")
    assert "1 of 4" in steps.inner_text()
    steps.get_by_role("button", name="Next mention").click()
    assert "2 of 4" in steps.inner_text()


def test_countries_and_areas_open_where_they_are_clicked(article):
    """A click on the province opens the province, on the rest of Iraq the country; neither has a pin."""
    page = article.page
    page.evaluate("document.querySelector('.gm').geomap.map.closePopup()")
    for at, name in (((36.6, 41.6), "Nineveh"), ((34.75, 42.0), "Iraq")):
        x, y = window_point(page, *at)
        page.mouse.click(x, y)
        page.locator(".leaflet-popup h3", has_text=name).wait_for()
        page.keyboard.press("Escape")
    assert page.locator('.gm-pin[aria-label^="Iraq"]').count() == 0


def test_the_list_is_searched_over_names_and_sentences(article):
    """A word of one sentence leaves its places; the count says how many."""
    page = article.page
    page.locator("input[type=search]").fill("shopkeeper")
    expect(page.locator(".gm-entry")).to_have_count(1)
    assert page.locator(".gm-entry .gm-name").all_inner_texts() == ["Qayyarah"]
    assert page.locator(".gm-count").inner_text().startswith("1 of 6")
    assert "shopkeeper" in page.locator(".gm-hit").inner_text()
    assert page.locator(".gm-pin").count() == 1
    page.locator("input[type=search]").fill("")
    expect(page.locator(".gm-entry")).to_have_count(6)


def test_names_that_were_not_placed_are_listed(article):
    """Hazarmard is not hidden."""
    page = article.page
    page.locator(".gm-unresolved summary").click()
    assert page.locator(".gm-unresolved").inner_text().startswith("1 name not placed\nHazarmard")


def test_an_ambiguous_place_is_hollow_and_offers_its_alternatives(show, boxes):
    """Tripoli in Libya could be Tripoli in Lebanon; the far crane in Sydney is counted."""
    opened = show(build_map([tripoli()], gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    assert page.locator('.gm-pin.gm-ambiguous[aria-label^="Tripoli"]').count() == 1
    page.locator(".gm-entry", has_text="Tripoli").click()
    alternative = page.locator(".gm-alternatives button")
    assert alternative.inner_text() == "Tripoli, Lebanon (45%)"
    alternative.click()
    page.locator(".leaflet-popup", has_text="The text may mean this place (45%).").wait_for()
    opened.assert_quiet()


#: The places elsewhere and the colour that the inset has where they lie.
INSET_SPOTS = """() => { const {controls} = document.querySelector('.gm').geomap;
    return controls.away.map(place => { const [x, y] = controls.inset.at(place);
        const pixel = controls.inset.node.getContext('2d').getImageData(x * 2, y * 2, 1, 1).data;
        return [place.name, [...pixel].slice(0, 3).join(',')]; }); }"""
COLOUR = """name => { const spot = document.createElement('i');
    spot.style.color = document.querySelector('.gm').geomap.colours()[name]; document.body.append(spot);
    return getComputedStyle(spot).color.match(/[0-9]+/g).join(','); }"""


def test_a_stray_is_named_as_elsewhere(show, boxes):
    """The view stays in Iraq; Sydney is offered as a link."""
    sydney = report(
        "A crane came from Sydney.", {"Sydney": place("geonames:2147714", "Sydney", -33.87, 151.2)}, id="crane"
    )
    opened = show(build_map([power_line(), sydney], gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    assert page.locator(".gm-elsewhere").inner_text().startswith("1 elsewhere, outside the first view: Sydney")
    assert page.locator(".gm-inset").get_attribute("aria-label").endswith(", 1 elsewhere")
    assert page.evaluate(INSET_SPOTS) == [["Sydney", page.evaluate(COLOUR, "sure")]]
    page.locator(".gm-away", has_text="1 elsewhere").click()
    until(page, "document.querySelector('.gm').geomap.map.getBounds().contains([-33.8, 151.2])")
    page.locator(".gm-elsewhere button", has_text="Sydney").click()
    page.locator(".leaflet-popup h3", has_text="Sydney").wait_for()
    page.get_by_role("button", name="First view").click()
    until(page, "document.querySelector('.gm').geomap.map.getBounds().contains([36.3, 43.1])")
    opened.assert_quiet()


def test_an_empty_map_says_so(show, boxes):
    """No documents, and a document without places."""
    for documents in ([], [GeoparsedDocument(document=Document(text="Nothing happened."))]):
        opened = show(build_map(documents, gazetteer=boxes).to_html())
        opened.page.wait_for_selector(READY)
        assert opened.page.locator(".gm-count").inner_text() == "No places were found."
        opened.assert_quiet()


def test_the_keyboard_is_enough(article):
    """Tab reaches the search, arrows walk the list, Enter opens, Escape closes."""
    page = article.page
    page.locator("input[type=search]").focus()
    page.locator(".gm-entry").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.querySelector('.gm-name').textContent") == "Mosul"
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup h3", has_text="Mosul").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "dialog"
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.evaluate("document.activeElement.querySelector('.gm-name').textContent") == "Mosul"


def test_symbols_have_names_for_screen_readers(article):
    """Name, place, mentions and certainty."""
    names = article.page.eval_on_selector_all(
        ".gm-pin", "nodes => nodes.map(node => [node.getAttribute('role'), node.getAttribute('aria-label')])"
    )
    assert ["button", "Mosul, Nineveh, Iraq: 3 mentions, resolved"] in names


def test_dark_follows_the_system_and_the_button(show, boxes):
    """Dark by preference; the button turns it light."""
    opened = show(build_map([power_line()], gazetteer=boxes).to_html(), scheme="dark")
    page = opened.page
    page.wait_for_selector(".gm.gm-dark")
    page.get_by_role("button", name="Dark or light").click()
    page.wait_for_selector(".gm:not(.gm-dark)")
    opened.assert_quiet()


def test_the_page_speaks_arabic_from_right_to_left(show, boxes):
    """Labels, counts, dates and names for screen readers are Arabic; the list stands on the right."""
    opened = show(build_map([power_line(), tripoli()], MapOptions(ui_language="ar"), gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.locator(".gm-count").inner_text() == "8 أماكن · 16 إشارة"
    assert page.locator(".gm-sub").inner_text().startswith("تقريران · 6 مايو 2024 – 9 مايو 2024")
    assert page.locator("input[type=search]").get_attribute("placeholder") == "ابحث عن مكان أو نص…"
    assert page.locator(".leaflet-control-scale").inner_text().split("\n")[0].endswith("كم")
    side, mapbox = page.locator(".gm-side").bounding_box(), page.locator(".gm-mapbox").bounding_box()
    assert side["x"] > mapbox["x"] + mapbox["width"] - 1
    zoom = page.locator(".leaflet-control-zoom").bounding_box()
    assert zoom["x"] > mapbox["x"] + mapbox["width"] / 2
    page.locator(".gm-entry", has_text="Mosul").click()
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    assert "مدينة" in popup.inner_text() and "محدَّد (95%)" in popup.inner_text()
    assert popup.locator(".gm-popup").evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.locator('.gm-pin[aria-label="Mosul, Nineveh, العراق: 3 إشارات، محدَّد"]').count() == 1
    assert "العراق" in labels(page) and "IRAQ" not in labels(page)
    opened.assert_quiet()


@pytest.mark.parametrize(
    ("language", "counted", "dated"),
    [
        ("de", "6 Orte · 14 Nennungen", "1 Bericht · 6. Mai 2024"),
        ("es", "6 lugares · 14 menciones", "1 informe · 6 de mayo de 2024"),
        ("fr", "6 lieux · 14 mentions", "1 reportage · 6 mai 2024"),
        ("ru", "6 мест · 14 упоминаний", "1 сообщение · 6 мая 2024 г."),
        ("uk", "6 місць · 14 згадок", "1 повідомлення · 6 травня 2024 р."),
    ],
)
def test_the_page_speaks_the_language_that_was_chosen(show, boxes, language, counted, dated):
    """Numbers, plurals and dates are the language's; only its table is in the page, and no English is left."""
    html = build_map([power_line()], MapOptions(ui_language=language), gazetteer=boxes).to_html()
    assert "Search place or text" not in html
    opened = show(html)
    page = opened.page
    page.wait_for_selector(READY)
    assert page.locator(".gm-count").inner_text() == counted
    assert page.locator(".gm-sub").inner_text().startswith(dated)
    chrome = page.evaluate("""() => [...document.querySelectorAll(
        'button[title], [aria-label], summary, .gm-legend, .gm-foot, select option, input')]
        .flatMap(node => [node.title, node.getAttribute('aria-label'), node.placeholder, node.innerText]).join(' ')""")
    for english in ("Filters", "Resolved", "First view", "Zoom in", "Download", "Borders", "named", "by mentions"):
        assert english not in chrome
    opened.assert_quiet()


def test_without_script_the_picture_and_the_table_stand_there(show, gazetteer):
    """No empty frame: the map as a drawing in its own colours, and every place with its figures."""
    html = build_map([power_line()], gazetteer=gazetteer).to_html()
    assert len(html.encode()) <= 700_000
    opened = show(html, java_script_enabled=False)
    page = opened.page
    assert page.locator(".gm-frame").is_visible() is False
    picture = page.locator("noscript > svg")
    assert picture.bounding_box()["width"] > 700
    assert picture.locator("text", has_text="Qayyarah").count() >= 1
    rows = page.locator("noscript tbody tr")
    assert rows.count() == 6
    assert rows.filter(has_text="Mosul").inner_text().split("\t")[0] == "Mosul"
    assert "Not placed: Hazarmard" in page.locator("noscript").inner_text()
    assert opened.requests == [] and opened.complaints == []


def test_it_fits_a_telephone(show, boxes):
    """At 390 pixels nothing is wider than the window and the popup fits on the map."""
    opened = show(build_map([power_line()], gazetteer=boxes).to_html(), width=390, height=844, has_touch=True)
    page = opened.page
    page.wait_for_selector(READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        "[...document.querySelectorAll('.gm-frame > *')]"
        ".filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.className)"
    )
    assert wide == []
    page.locator(".gm-entry", has_text="Mosul").click()
    page.locator(".leaflet-popup").wait_for()
    page.wait_for_timeout(500)
    popup, frame = page.locator(".leaflet-popup").bounding_box(), page.locator(".gm-mapbox").bounding_box()
    assert popup["x"] >= frame["x"] and popup["x"] + popup["width"] <= frame["x"] + frame["width"]
    opened.assert_quiet()


def test_a_deep_link_opens_its_place(show, boxes):
    """The address names a place; choosing another changes it."""
    opened = show(build_map([power_line()], gazetteer=boxes).to_html(), hash="#p=geonames%3A99072")
    page = opened.page
    page.locator(".leaflet-popup h3", has_text="Mosul").wait_for()
    page.locator(".gm-entry", has_text="Qayyarah").click()
    assert page.url.endswith("#p=geonames%3A99003")


def test_places_are_downloaded_as_geojson_and_csv(article):
    """What is shown is what comes; a name that a spreadsheet would compute is defused."""
    import json

    page = article.page
    wanted = {}
    for name in ("GeoJSON", "CSV"):
        page.locator(".gm-menu > summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Places as {name}").click()
        wanted[name] = download.value.path().read_text("utf-8-sig")
    features = json.loads(wanted["GeoJSON"])["features"]
    assert next(each for each in features if each["id"] == "geonames:99072")["geometry"]["coordinates"] == [
        43.11889,
        36.335,
    ]
    assert 'geonames:99072,Mosul,city,"Nineveh, Iraq",IQ,36.335,43.11889,3,sure,0.95' in wanted["CSV"]
    article.assert_quiet()


def test_the_picture_is_downloaded(article):
    """The SVG names the places and loads nothing; the PNG is one."""
    page = article.page
    found = {}
    for name in ("SVG", "PNG"):
        page.locator(".gm-menu > summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Picture as {name}").click()
        found[name] = download.value.path().read_bytes()
    drawing = found["SVG"].decode()
    assert "<title>A line for Qayyarah</title>" in drawing
    assert ">Mosul</text>" in drawing and "GeoNames" in drawing
    assert "href" not in drawing and "<image" not in drawing
    assert found["PNG"].startswith(b"\x89PNG")
    article.assert_quiet()


def test_reports_over_time_are_filtered_together(show, boxes):
    """The timeline's range narrows list, map and counts."""
    reports = [
        report(
            f"Day {day} in Mosul." + (" Qayyarah too." if day < 3 else ""),
            {"Mosul": MOSUL, "Qayyarah": QAYYARAH},
            id=f"d{day}",
            title=f"Day {day}",
            published=f"2024-05-{day:02}",
        )
        for day in range(1, 9)
    ]
    opened = show(build_map(reports, gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    assert page.locator(".gm-count").inner_text() == "2 places · 10 mentions"
    page.locator(".gm-ranges input").first.evaluate(
        "node => { node.value = 4; node.dispatchEvent(new Event('input')); }"
    )
    assert page.locator(".gm-count").inner_text() == "1 of 2 places · 4 mentions"
    assert page.locator(".gm-pin").count() == 1
    opened.assert_quiet()


def test_a_relation_is_a_soft_area(show, boxes):
    """ "60 kilometres south of Mosul" is drawn as an area; a click tells its words and its doubt."""
    around = shapely.Point(42.0, 35.6).buffer(0.3)
    footprint = Footprint(geometry=around, precision=Precision.DERIVED, uncertainty_m=15_000, method="offset")
    words = "60 kilometres south-west of Mosul"
    relation = SpatialRelation(start=0, end=len(words), text=words, kind="offset", anchors=())
    parsed = replace(power_line(), relations=(relation,), footprints=(footprint,))
    opened = show(build_map([parsed], gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    page.mouse.click(*window_point(page, 35.6, 42.0))
    popup = page.locator(".leaflet-popup", has_text=words)
    popup.wait_for()
    assert "±15 km" in popup.inner_text()
    assert "approximate area" in page.locator(".gm-legend").inner_text()
    opened.assert_quiet()


def test_many_places_are_clustered(show, boxes):
    """A hundred towns: clusters show the sum, a click on the list finds the one."""
    towns = [
        place(f"geonames:{n}", f"Town {n}", 33 + (n % 10) * 0.35, 42 + (n // 10) * 0.35, country_code="IQ")
        for n in range(1, 101)
    ]
    text = " ".join(f"Town {n}." for n in range(1, 101))
    opened = show(build_map([report(text, {town.name: town for town in towns})], gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    sums = page.eval_on_selector_all(".gm-cluster-sum", "nodes => nodes.map(node => Number(node.textContent))")
    assert sum(sums) + page.locator(".gm-pin").count() >= 90
    page.locator("input[type=search]").fill("Town 77")
    expect(page.locator(".gm-entry")).to_have_count(1)
    page.locator(".gm-entry").click()
    page.locator(".leaflet-popup h3", has_text="Town 77").wait_for()
    opened.assert_quiet()


HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "${alert(1)}",
    "{{7*7}}",
    "{% x",
    "`;alert(1);`",
    "__proto__",
    "constructor",
    "line\u2028separator\u2029here",
    "<svg onload=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "\\`${alert(1)}",
    "<!--<script>",
    "<!--geomap:data-->",
    "]]></noscript><script>alert(1)</script>",
    "\u202e\u0600rtl",
)


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_is_shown_as_text(show, boxes, bad):
    """As title, name, area, sentence, id, reason, source, option: shown, never run."""
    one = place("geonames:5", bad, 36.0, 43.0, admin=(bad,), feature_class="P")
    two = place("geonames:6", f"{bad} two", 36.5, 43.5, admin=(bad,))
    parsed = report(f"Before {bad} after. Mosul.", {bad: {"places": (one, two), "because": (bad,)}, "Mosul": MOSUL},
                    id=bad, title=bad, source=bad, published=bad, language=bad)  # fmt: skip
    linked = report("Iraq.", {"Iraq": IRAQ}, id="linked", source="javascript:alert(1)")
    options = MapOptions(title=bad, subtitle=bad, credit=bad, sources=None)
    opened = show(build_map([parsed, linked], options, gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    assert page.locator("h1").evaluate("node => node.textContent") == bad
    page.locator(".gm-entry").filter(has_not_text="Mosul").filter(has_not_text="Iraq").first.click()
    page.locator(".leaflet-popup h3").wait_for()
    assert page.locator(".leaflet-popup h3").evaluate("node => node.textContent") == bad
    assert re.sub(r"\s+", " ", bad) in page.locator(".leaflet-popup mark").first.evaluate(
        "node => node.textContent"
    ).replace("\u2028", " ").replace("\u2029", " ")
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    assert page.evaluate("({}).gm === undefined && Object.keys(Object.prototype).length") == 0
    opened.assert_quiet()
