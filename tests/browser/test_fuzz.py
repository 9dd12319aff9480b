"""Whatever stands in a report, the page shows it and runs nothing of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from render_world import BoxGazetteer, place, resolution

from geomap.model import Document, GeoparsedDocument, Mention, Provenance, Status
from geomap.render import MapOptions, build_map

pytestmark = pytest.mark.browser
STRINGS_A_PAGE, PAGES = 120, 18
PIECES = (
    "<script>window.PWN=1</script>",
    "</script>",
    "<img src=x onerror=window.PWN=1>",
    "<svg/onload=window.PWN=1>",
    "-->",
    "<!--",
    "${window.PWN=1}",
    "`",
    "\\",
    "'",
    '"',
    "';window.PWN=1;'",
    "{{7*7}}",
    "{% raw %}",
    "{#",
    "#}",
    "{{ x|safe }}",
    "]]>",
    "&lt;",
    "&#60;script&#62;",
    "javascript:window.PWN=1",
    "JaVaScRiPt:window.PWN=1",
    "data:text/html,<script>window.PWN=1</script>",
    'https://example.org/"onclick=window.PWN=1',
    "mailto:a@example.org?subject=</script>",
    "__proto__",
    "constructor",
    "toString",
    "\u2028",
    "\u2029",
    "\u0000",
    "\u202e",
    "\ufeff",
    "\ud800",
    "\U0001f4cd",
    "\r\n",
    "\t",
    "</template>",
    "</style>",
    "</title>",
    "<template shadowrootmode=open>",
    "</noscript>",
    "<base href=//example.org>",
    "<!--geomap:data-->",
    "<!--geomap:scripts-->",
    "url(//example.org/x)",
    "@import '//example.org'",
    "<iframe srcdoc='<script>parent.PWN=1</script>'>",
    "2024-05-06",
    "0" * 30,
)
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), min_size=1, max_size=4).map("".join)
filled = hostile.filter(lambda text: text.strip())


def hostile_report(strings: list[str], number: int) -> GeoparsedDocument:
    """A report whose every field is one of the strings; each of them is named in its text."""
    text = " ".join(strings) + "."
    resolutions, at = [], 0
    for index, word in enumerate(strings):
        key = f"{number}-{index}"
        spot = place(f"geonames:{key}", strings[-index - 1], 36 + index / 100, 43 + number / 10, country_code=word[:2],
                     admin=(word,), feature_code=word)  # fmt: skip
        other = place(f"geonames:o{key}", word, 10.0, 10.0, admin=(word, word))
        mention = Mention(start=at, end=at + len(word), text=word)
        at += len(word) + 1
        places = () if index % 5 == 4 else (spot, other)
        status = Status.AMBIGUOUS if index % 2 else Status.RESOLVED
        resolutions.append(resolution(mention, *places, status=status, confidence=0.6, because=(word,)))
    first, second, third, fourth, fifth, sixth, *_ = strings
    return GeoparsedDocument(
        document=Document(text=text, id=first, title=second, source=third, published=fourth, language=fifth),
        resolutions=tuple(resolutions),
        provenance=Provenance(geomap_version=first, gazetteer=second, recognizer=third, resolver=sixth),
    )


@settings(
    max_examples=PAGES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(strings=st.lists(filled, min_size=STRINGS_A_PAGE, max_size=STRINGS_A_PAGE, unique=True))
def check(page, opened, file, strings: list[str]) -> None:
    """One page with all the strings in all the fields, clicked through."""
    third = len(strings) // 3
    reports = [hostile_report(strings[start : start + third], start) for start in range(0, third * 3, third)]
    options = MapOptions(title=strings[0], subtitle=strings[1], sources=strings[2], credit=strings[3])
    build_map(reports, options, gazetteer=BoxGazetteer()).save(file)
    page.goto(file.as_uri())
    page.wait_for_selector(".gm[data-ready=true]")
    page.evaluate(
        """() => { const app = document.querySelector('.gm').geomap;
        for (const place of app.atlas.places.slice(0, 40)) app.popup.show(place, app.map.getCenter(), false);
        for (const node of document.querySelectorAll('details')) node.open = true; }"""
    )
    assert page.evaluate("window.PWN") is None
    assert page.locator("img, iframe, object, embed, base, form, meta[http-equiv=refresh]").count() == 0
    links = page.eval_on_selector_all(
        "a[href]:not([role=button])", "nodes => nodes.map(node => [node.protocol, node.rel])"
    )
    assert {protocol for protocol, _ in links} <= {"http:", "https:", "mailto:"}
    assert all("noopener" in relation for _, relation in links)
    opened.assert_quiet()


def test_hostile_strings_in_every_field_run_nothing(show, tmp_path):
    """More than two thousand strings, over a hundred to a page: nothing runs, breaks or is asked for."""
    file = tmp_path / "fuzz.html"
    file.write_text("<!doctype html>")
    opened = show("<!doctype html>")
    opened.requests.clear()
    opened.own = file.as_uri()
    check(opened.page, opened, file)
