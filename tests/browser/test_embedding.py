"""Maps inside somebody's page: neither disturbs the other."""

from __future__ import annotations

import pytest
from render_world import BoxGazetteer, power_line, tripoli

from geomap.render import MapOptions, build_map

pytestmark = pytest.mark.browser
HOST = """<!doctype html><html><head><meta charset="utf-8"><style>
* {{ color: red !important; box-sizing: content-box; letter-spacing: 2px; }}
body {{ font: 30px/3 cursive; text-transform: uppercase; direction: rtl; background: #ffe; }}
button, input, p, h1, h2, h3, ul, span, div {{
  border: 7px solid lime !important; margin: 40px !important; background: pink; }}
figure {{ display: flex; transform: rotate(3deg); opacity: .2; width: 50px; }}
.leaflet-container, .gm, .gm-list {{ display: none !important; }}
</style></head><body><h1 id="host">The host's own title</h1>
<script>window.L = 'mine'; window.define = function () {{ throw new Error('called'); }}; define.amd = true;</script>
{first}
<p>Between.</p>
{second}
<h2 id="after">After</h2></body></html>"""
LOOKS = """() => JSON.stringify(['#host', '#after', 'body'].map(name => {
    const look = getComputedStyle(document.querySelector(name));
    return [look.font, look.color, look.margin, look.backgroundColor]; }))"""
OPEN = """() => [...document.querySelectorAll('figure.geomap > div')]
    .map(host => host.shadowRoot.querySelector('.gm').dataset.ready)"""


@pytest.fixture(scope="module")
def maps():
    boxes = BoxGazetteer()
    return build_map([power_line()], MapOptions(height_px=520), gazetteer=boxes), build_map(
        [tripoli()], gazetteer=boxes
    )


def test_two_fragments_live_in_a_page_with_strong_styles(show, maps):
    """Both maps work; the host's styles stay outside, the maps' inside; the host's L is left alone."""
    first, second = maps
    plain = show(HOST.format(first="", second=""))
    before = plain.page.evaluate(LOOKS)
    opened = show(HOST.format(first=first.to_fragment(), second=second.to_fragment()), height=1400)
    page = opened.page
    page.wait_for_function(f"({OPEN})().join() === 'true,true'")
    after = page.evaluate(LOOKS)
    assert after == before
    assert page.evaluate("window.L") == "mine"
    assert page.evaluate("'Leaflet' in window") is False
    looks = page.evaluate(
        """() => {
        const root = document.querySelector('figure.geomap > div').shadowRoot;
        const title = getComputedStyle(root.querySelector('h1'));
        const figure = getComputedStyle(root.host.parentNode);
        return [title.color, title.fontSize, title.textTransform, title.borderTopWidth, title.letterSpacing,
            title.direction, root.querySelector('.gm').offsetHeight, figure.opacity, figure.transform]; }"""
    )
    assert looks == ["rgb(28, 31, 35)", "20px", "none", "0px", "normal", "ltr", 520, "1", "none"]
    figures = page.locator("figure.geomap")
    figures.nth(0).locator(".gm-entry", has_text="Mosul").click()
    figures.nth(0).locator(".leaflet-popup h3", has_text="Mosul").wait_for()
    figures.nth(1).locator(".gm-entry", has_text="Tripoli").click()
    figures.nth(1).locator(".leaflet-popup h3", has_text="Tripoli").wait_for()
    assert figures.nth(0).locator(".leaflet-popup h3").inner_text() == "Mosul"
    opened.assert_quiet()


def test_the_same_fragment_twice_is_two_maps(show, maps):
    """Pasting one map two times is no error."""
    fragment = maps[0].to_fragment()
    opened = show(HOST.format(first=fragment, second=fragment), height=1400)
    opened.page.wait_for_function(f"({OPEN})().join() === 'true,true'")
    opened.assert_quiet()


def test_two_iframes_live_in_a_page(show, maps):
    """Each frame draws its map, works when clicked and asks for nothing."""
    first, second = maps
    opened = show(HOST.format(first=first.to_iframe(height_px=500), second=second.to_iframe()), height=1600)
    page = opened.page
    for number, name in ((0, "Mosul"), (1, "Tripoli")):
        frame = page.frame_locator("iframe").nth(number)
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        frame.locator(".gm[data-ready=true]").wait_for()
        frame.locator(".gm-entry", has_text=name).first.click()
        frame.locator(".leaflet-popup h3", has_text=name).wait_for()
    opened.assert_quiet()


def test_scrolling_over_an_embedded_map_scrolls_the_page(show, maps):
    """The wheel moves the host's page, not the map's zoom; with Ctrl it zooms the map."""
    opened = show(HOST.format(first=maps[0].to_fragment(), second="<div style='height:3000px'></div>"))
    page = opened.page
    page.wait_for_function(f"({OPEN})().join() === 'true'")
    zoom = "document.querySelector('figure.geomap > div').shadowRoot.querySelector('.gm').geomap.map.getZoom()"
    before = page.evaluate(zoom)
    page.locator(".gm-mapbox").scroll_into_view_if_needed()
    box = page.locator(".gm-mapbox").bounding_box()
    top = page.evaluate("scrollY")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 200)
    page.mouse.wheel(0, 120)
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") > top
    assert page.evaluate(zoom) == before
    box = page.locator(".gm-mapbox").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 250)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    page.wait_for_timeout(600)
    assert page.evaluate(zoom) > before
    opened.assert_quiet()
