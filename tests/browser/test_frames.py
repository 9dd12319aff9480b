"""Maps in frames of a host page: each tells its height to the host, and nothing more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from render_world import BoxGazetteer, power_line, tripoli

from geomap.render import MapOptions, build_map
from geomap.report import frame

pytestmark = pytest.mark.browser
HOST = """<!doctype html><html><head><meta charset="utf-8"><title>Host</title></head>
<body style="margin:0"><script>
window.heard = [];
addEventListener('message', function (event) { if (event.source !== window) heard.push(event.data); });
</script><h1>Host</h1>
<div id="wide">FIRST</div><p>Between.</p><div id="narrow" style="width:360px">SECOND</div>
<iframe id="stranger" style="height:111px"
  srcdoc="<script>parent.postMessage({geomapHeight: 4000}, '*')</script>"></iframe>
<script>
// A stranger whose frame is not marked as a map, and numbers that no map has.
for (const wrong of [-5, 1e9, NaN, '900', null, {}]) postMessage({geomapHeight: wrong}, '*');
</script></body></html>"""


@pytest.fixture
def host(show, tmp_path: Path):
    """A host page with a wide and a narrow frame, its maps as files beside it."""
    boxes = BoxGazetteer()
    options = MapOptions(height_px=520)
    for name, parsed in (("one", power_line()), ("two", tripoli())):
        (tmp_path / f"{name}.html").write_text(build_map([parsed], options, gazetteer=boxes).to_embed(), "utf-8")
    first = frame("wordpress", title="One", page="one.html", picture="one.svg", height_px=700)
    second = frame("iframe", title="Two", page="two.html", picture="two.svg", height_px=700)

    def opened(**options):
        page = show(HOST.replace("FIRST", first).replace("SECOND", second), **options)
        page.page.locator("#narrow iframe").scroll_into_view_if_needed()
        page.page.locator("#wide iframe").scroll_into_view_if_needed()
        for number in (0, 1):
            page.page.frame_locator("iframe[data-geomap]").nth(number).locator(".gm[data-ready=true]").wait_for()
        page.page.wait_for_function("heard.filter(each => each.geomapHeight === 520).length > 0")
        page.page.wait_for_timeout(400)
        return page

    return opened


HEIGHTS = "() => [...document.querySelectorAll('iframe')].map(frame => frame.offsetHeight)"


def test_two_frames_take_the_height_of_their_maps(host):
    """The wide one is as tall as asked, the narrow one as its stacked parts; neither scrolls inside."""
    opened = host(width=1300, height=1000)
    page = opened.page
    wide, narrow, stranger = page.evaluate(HEIGHTS)
    assert wide == 520
    assert 600 < narrow < 1500
    assert stranger == 115  # 111 and its border: a frame that is no map moves nothing
    for number in (0, 1):
        inside = page.frame_locator("iframe[data-geomap]").nth(number).locator("html")
        assert inside.evaluate("node => node.scrollHeight <= node.clientHeight")
        assert inside.evaluate("node => node.querySelector('.gm-mapbox').offsetHeight") >= 250


def test_frames_grow_when_the_window_shrinks(host):
    """A host that becomes narrow gives its frames the room that they then need."""
    opened = host(width=1300, height=1000)
    opened.page.set_viewport_size({"width": 420, "height": 900})
    opened.page.wait_for_function("document.querySelector('#wide iframe').offsetHeight > 600")


def test_the_host_hears_a_number_and_nothing_else(host):
    """What a frame posts is its height; it cannot read the host, and the host's address is not asked for."""
    opened = host(width=1300, height=1000)
    heights = [each for each in opened.page.evaluate("heard") if each != {"geomapHeight": 4000}]
    assert len(heights) >= 2
    for each in heights:
        assert list(each) == ["geomapHeight"] and isinstance(each["geomapHeight"], int), json.dumps(each)
    reaches = opened.page.frames[1].evaluate(
        "() => { try { return parent.document.title; } catch (error) { return error.name; } }"
    )
    assert reaches == "SecurityError"
    assert opened.page.frames[1].evaluate("document.referrer") in ("", opened.own)


def test_an_embed_page_stands_alone_too(show):
    """Opened by itself it works and posts nothing."""
    made = build_map([power_line()], MapOptions(height_px=520), gazetteer=BoxGazetteer()).to_embed()
    opened = show(made)
    opened.page.locator(".gm[data-ready=true]").wait_for()
    assert opened.page.locator(".gm").evaluate("node => node.offsetHeight") == 520
    opened.assert_quiet()
