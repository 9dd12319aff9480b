"""What the page does for readers on paper, with a keyboard, on a touch screen, and with little liking for motion."""

from __future__ import annotations

import pytest
from render_world import BoxGazetteer, power_line, tripoli

from geomap.render import MapOptions, build_map

pytestmark = pytest.mark.browser
READY = ".gm[data-ready=true]"
MAP = "document.querySelector('.gm').geomap.map"


@pytest.fixture(scope="module")
def both() -> str:
    return build_map([power_line(), tripoli()], gazetteer=BoxGazetteer()).to_html()


def test_paper_gets_map_list_and_texts_without_controls(show, both):
    """One column, nothing cut off, every report open, no search, buttons or timeline."""
    opened = show(both, width=794, height=1123)
    page = opened.page
    page.wait_for_selector(READY)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for hidden in (".gm-find", ".gm-tools", ".leaflet-control-zoom", ".gm-bar"):
        assert page.locator(hidden).first.is_visible() is False, hidden
    assert page.locator(".gm-entry").count() == 8
    boxes = [page.locator(part).bounding_box() for part in (".gm-mapbox", ".gm-side", ".gm-texts", ".gm-foot")]
    tops = [box["y"] for box in boxes]
    assert tops == sorted(tops) and all(box["width"] > 700 for box in boxes)
    assert 500 < boxes[0]["height"] < 600
    assert page.evaluate("[...document.querySelectorAll('.gm-report')].every((report) => report.open)")
    assert page.locator(".gm-texts .gm-scroll").evaluate("node => node.scrollHeight <= node.clientHeight + 1")
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF") and len(paper) > 20_000
    opened.assert_quiet()


def test_one_finger_scrolls_the_page_and_two_move_the_map(show, both):
    """In a frame a single finger leaves the map alone and says how to move it; two fingers move it."""
    embedded = build_map([power_line()], MapOptions(height_px=500), gazetteer=BoxGazetteer()).to_fragment()
    opened = show(
        f"<!doctype html><meta name=viewport content='width=device-width'>{embedded}<div style='height:2000px'></div>",
        width=390, height=844, has_touch=True, is_mobile=True,
    )  # fmt: skip
    page = opened.page
    page.locator("figure.geomap .gm[data-ready=true]").wait_for()
    find = "document.querySelector('figure.geomap > div').shadowRoot.querySelector('.gm').geomap.map"
    box = page.locator(".gm-mapbox").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def drag(*fingers: tuple[float, float], by: float) -> None:
        def points(shift: float) -> list[dict[str, float]]:
            return [{"x": fx, "y": fy + shift, "id": number} for number, (fx, fy) in enumerate(fingers)]

        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0)})
        for step in range(1, 6):
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(by * step / 5)})
            page.wait_for_timeout(30)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(400)

    def centre() -> float:
        return page.evaluate(f"{find}.getCenter().lat")

    before = centre()
    drag((x, y), by=-80)
    assert centre() == before
    assert "two fingers" in page.locator(".gm-hint").text_content()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(200)
    drag((x - 40, y), (x + 40, y), by=-60)
    assert abs(centre() - before) > 0.05
    opened.assert_quiet()


def test_the_whole_page_is_reached_with_tab(show, both):
    """From the search to the map's symbols and the text's names, everything that acts is reached once, with a name."""
    opened = show(both)
    page = opened.page
    page.wait_for_selector(READY)
    reached = []
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("""() => { const node = document.activeElement;
            const label = node.labels && node.labels[0] ? node.labels[0].textContent.trim() : '';
            const name = node.getAttribute('aria-label') || node.title || label || node.textContent.trim();
            const part = node.closest('[data-part]');
            return [node.tagName, part ? part.dataset.part : '', name]; }""")
        )
        if reached[-1][0] == "BODY":
            break
    parts = [part for _, part, _ in reached]
    assert {"head", "side", "mapbox", "texts", "foot"} <= set(parts)
    assert [part for part in dict.fromkeys(parts) if part] == ["head", "side", "mapbox", "texts", "foot"]
    assert all(name for tag, _, name in reached if tag not in ("BODY", "DIV"))
    names = [name for _, part, name in reached if part == "mapbox"]
    assert any(name.startswith("Mosul, Nineveh, Iraq: 3 mentions") for name in names) and "Zoom in" in names
    page.locator(".gm-m", has_text="Qayyarah").first.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup h3", has_text="Qayyarah").wait_for()
    opened.assert_quiet()


def test_reduced_motion_moves_nothing(show, both):
    """The map jumps instead of flying, and no element has a transition."""
    opened = show(both, reduced_motion="reduce")
    page = opened.page
    page.wait_for_selector(READY)
    page.evaluate(f"window.zooms = 0; {MAP}.on('zoomanim', () => {{ window.zooms += 1; }})")
    page.locator(".gm-elsewhere button", has_text="Sydney").click()
    page.locator(".leaflet-popup h3", has_text="Sydney").wait_for()
    page.get_by_role("button", name="First view").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.zooms") == 0
    moving = page.evaluate("""() => [...document.querySelectorAll('.gm-pin .gm-dot, .gm-entry, .gm-tool')]
        .filter((node) => parseFloat(getComputedStyle(node).transitionDuration) > 0).length""")
    assert moving == 0
    opened.assert_quiet()


def test_counts_are_told_to_screen_readers(show, both):
    """The count is a polite status that follows search and filters, down to nothing."""
    opened = show(both)
    page = opened.page
    page.wait_for_selector(READY)
    count = page.get_by_role("status").filter(has_text="mentions")
    assert count.get_attribute("aria-live") == "polite"
    assert count.inner_text() == "8 places · 16 mentions"
    page.locator("input[type=search]").fill("crane")
    page.locator(".gm-count", has_text="1 of 8 places · 1 mention").wait_for()
    page.locator("input[type=search]").fill("no such word")
    page.locator(".gm-count", has_text="No place fits the filters.").wait_for()


def test_filters_and_orders_work_in_the_page(show, both):
    """Country, kind, source and confidence narrow list and map together; the list is sorted three ways."""
    opened = show(both)
    page = opened.page
    page.wait_for_selector(READY)
    page.locator(".gm-filters summary").click()

    def names() -> list[str]:
        return page.locator(".gm-entry .gm-name").all_inner_texts()

    country = page.get_by_label("All countries")
    country.select_option(label="Libya")
    assert names() == ["Tripoli"] and page.locator(".gm-pin").count() == 1
    country.select_option("")
    page.get_by_label("All kinds of place").select_option("river")
    assert names() == ["Tigris"]
    page.get_by_label("All kinds of place").select_option("")
    page.get_by_label("All sources").select_option("Harbour Gazette")
    assert sorted(names()) == ["Sydney", "Tripoli"]
    page.get_by_label("All sources").select_option("")
    page.get_by_label("Least confidence in percent").evaluate(
        "node => { node.value = 60; node.dispatchEvent(new Event('input')); }"
    )
    assert "Tripoli" not in names() and "Mosul" in names()
    page.get_by_label("Order of the list").select_option("name")
    assert names() == sorted(names())
    opened.assert_quiet()


def test_next_and_previous_walk_the_mentions(show, both):
    """A symbol's mentions light up in the text; the arrows go from one to the next and round."""
    opened = show(both)
    page = opened.page
    page.wait_for_selector(READY)
    page.locator('.gm-pin[aria-label^="Mosul,"]').focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup h3", has_text="Mosul").wait_for()
    assert page.locator(".gm-m.gm-chosen").count() == 3
    position = page.locator(".gm-steps [role=status]")
    assert position.inner_text() == "1 of 3"
    page.get_by_role("button", name="Next mention").click()
    assert position.inner_text() == "2 of 3"
    page.get_by_role("button", name="Previous mention").click()
    page.get_by_role("button", name="Previous mention").click()
    assert position.inner_text() == "3 of 3"
    assert page.locator(".gm-m.gm-here").count() == 1
    opened.assert_quiet()


def test_a_popup_stays_clear_of_the_buttons_on_either_side(show):
    """From left to right and from right to left nothing lies over the cross that closes a popup."""
    for language in ("en", "ar"):
        opened = show(build_map([power_line()], MapOptions(ui_language=language), gazetteer=BoxGazetteer()).to_html())
        page = opened.page
        page.wait_for_selector(READY)
        page.evaluate(f"{MAP}.setView([35.78, {43.81 if language == 'en' else 42.43}], 9, {{animate: false}})")
        page.locator(".gm-entry", has_text="Mosul").click()
        page.locator(".leaflet-popup h3", has_text="Mosul").wait_for()
        page.wait_for_timeout(500)
        zoom = page.locator(".leaflet-control-zoom").bounding_box()
        popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        clear = popup["x"] >= zoom["x"] + zoom["width"] or popup["x"] + popup["width"] <= zoom["x"]
        assert clear or popup["y"] >= zoom["y"] + zoom["height"], language
        page.locator(".leaflet-popup-close-button").click(timeout=2000)
        page.locator(".leaflet-popup").wait_for(state="detached")
        opened.assert_quiet()


def test_dates_and_coordinates_keep_their_order_from_right_to_left(show):
    """In an Arabic page "6 May 2024" and latitude before longitude stand in isolation from what is beside them."""
    opened = show(build_map([power_line()], MapOptions(ui_language="ar"), gazetteer=BoxGazetteer()).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    page.locator(".gm-entry", has_text="Mosul").click()
    page.locator(".leaflet-popup h3", has_text="Mosul").wait_for()
    isolated = page.locator(".gm-popup bdi").all_inner_texts()
    assert "36.335, 43.119" in isolated
    assert any("2024" in text and "example" not in text for text in isolated)
    opened.assert_quiet()
