"""The page's pure functions, called one by one in a real browser."""

from __future__ import annotations

import pytest
import shapely

from geomap.render.encode import encode
from geomap.render.page import _app
from geomap.words import words_of

pytestmark = pytest.mark.browser
NAMES = (
    "decodeShape", "boundsOf", "contains", "edges", "tint", "tintShare", "apart", "radiusOf", "noFilter", "filtered",
    "useWords", "say", "sayParts", "dateText", "dayText", "dayOf", "percentText", "distanceText", "link", "isAddress",
    "distinct", "pathText",
)  # fmt: skip


@pytest.fixture(scope="module")
def call(browser):
    """Calls one of the page's functions with JSON values and gives its answer."""
    page = browser.new_page()
    page.goto("about:blank")
    page.evaluate(_app(f"window.units = {{{', '.join(NAMES)}}};"))
    page.evaluate("words => units.useWords({language: 'en', words})", words_of("en").texts)

    def call(name: str, *values):
        return page.evaluate("([name, values]) => units[name](...values)", [name, list(values)])

    call.page = page
    yield call
    page.close()


def test_shapes_come_back_as_they_were_encoded(call):
    """Python's encoding and the page's decoding are one: rings, holes, lines, negative and far coordinates."""
    holed = shapely.Polygon([(-179.5, -60), (179.25, -60), (179.25, 75), (-179.5, 75)], [[(0, 0), (1, 0), (1, 1)]])
    rings = call("decodeShape", encode(holed, scale=100), 100)
    assert [len(ring) for ring in rings] == [10, 8]
    assert rings[0][:4] == [-179.5, -60, 179.25, -60] and rings[1][:2] == [0, 0]
    line = shapely.LineString([(43.123, 36.35), (43.124, 36.349), (-0.001, 0)])
    assert call("decodeShape", encode(line, scale=1000), 1000) == [[43.123, 36.35, 43.124, 36.349, -0.001, 0]]
    assert call("decodeShape", "", 1000) == []
    assert call("boundsOf", rings) == [-179.5, -60, 179.25, 75]


def test_a_point_is_inside_by_the_even_odd_rule(call):
    """Inside the outer ring, not in its hole, not beside it."""
    shape = {"rings": [[0, 0, 10, 0, 10, 10, 0, 10, 0, 0], [4, 4, 6, 4, 6, 6, 4, 6, 4, 4]], "bounds": [0, 0, 10, 10]}
    assert [call("contains", shape, x, y) for x, y in ((2, 2), (5, 5), (11, 5), (5, 9.9))] == [True, False, False, True]


def test_sides_where_a_shape_was_cut_are_not_drawn(call):
    """A square whose right side lies on the box's side becomes one line of three sides."""
    ring = [5, 0, 10, 0, 10, 5, 5, 5, 5, 0]
    lines = call("edges", [ring], [5, 0, 10, 5], [-10, -10, 10, 10], 100)
    assert lines == [[5, 0, 10, 0], [10, 5, 5, 5, 5, 0]]
    assert call("edges", [ring], [5, 0, 10, 5], [-20, -20, 20, 20], 100) == [ring]


def test_spots_for_a_name_stand_apart(call):
    """The first is kept, near ones are dropped."""
    points = [{"x": 0, "y": 0}, {"x": 50, "y": 10}, {"x": 200, "y": 0}, {"x": 60, "y": 90}]
    assert call("apart", points) == [points[0], points[2], points[3]]


def test_symbols_grow_by_area(call):
    """Four times the mentions, twice the radius; the largest stays within bounds, the least can be hit."""
    assert call("radiusOf", 8, 8) == pytest.approx(2 * call("radiusOf", 2, 8))
    assert call("radiusOf", 10_000, 10_000) == pytest.approx(22) and call("radiusOf", 1, 10_000) == 4
    assert call("tint", "#000000", "#ffffff", 0.5) == "#808080"
    assert call("tintShare", 9, 9) == pytest.approx(1.0)
    assert 0.3 < call("tintShare", 1, 9) < call("tintShare", 4, 9) < 1


def test_filters_leave_the_mentions_that_pass(call):
    """Confidence, source, role, dates, country, kind, state and text, alone and together."""
    found = call.page.evaluate("""() => {
        const report = (source, day, text) => ({source, day, text, number: day});
        const [a, b] = [report('Wire', 10, 'Rain in Mosul.'), report('Post', 20, 'Mosul and Erbil.')];
        const mention = (document, confidence, role, kind) =>
            ({document, confidence, role, kind, from: 0, to: document.text.length});
        const place = (name, country, kind, state, all) => ({name, official: '', where: '', country, kind, state, all,
            mentions: all, haystack: null});
        const atlas = {places: [
            place('Mosul', 'IQ', 'city', 'sure',
                [mention(a, 90, 'literal', 'toponym'), mention(b, 40, 'dateline', 'toponym')]),
            place('Iraq', 'IQ', 'country', 'likely', [mention(b, 70, 'metonymic', 'demonym')]),
            place('Aleppo', 'SY', 'city', 'ambiguous', [mention(a, null, 'literal', 'toponym')])]};
        const kept = (change) => units.filtered(atlas, {...units.noFilter(), ...change})
            .map((each) => `${each.name} ${each.mentions.length}`).join(', ');
        return [kept({}), kept({least: 60}), kept({source: 'Post'}), kept({role: 'demonym'}), kept({from: 15}),
            kept({to: 15}), kept({country: 'SY'}), kept({kind: 'city'}), kept({states: new Set(['likely'])}),
            kept({text: 'ERBIL'}), kept({text: 'rain', country: 'IQ'}), kept({least: 95, country: 'IQ'})]; }""")
    assert found == [
        "Mosul 2, Iraq 1, Aleppo 1", "Mosul 1, Iraq 1, Aleppo 1", "Mosul 1, Iraq 1", "Iraq 1", "Mosul 1, Iraq 1",
        "Mosul 1, Aleppo 1", "Aleppo 1", "Mosul 2, Aleppo 1", "Iraq 1", "Mosul 2, Iraq 1", "Mosul 2", "",
    ]  # fmt: skip


def test_only_safe_addresses_become_links(call):
    """http, https and mailto lead somewhere, in a new tab and without an opener; all else is text."""
    kinds = call.page.evaluate("""() => ['https://example.org/a', 'http://example.org', 'mailto:a@example.org',
        'javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', 'ftp://example.org', '//example.org', 'x']
        .map((address) => { const node = units.link('words', address);
            return node.href ? `${node.protocol} ${node.rel}` : node.nodeName; })""")
    assert kinds == [f"{scheme}: noopener noreferrer" for scheme in ("https", "http", "mailto")] + ["#text"] * 6


def test_dates_and_numbers_are_written_for_readers(call):
    """Whole dates are spelled out; what is not one stays as it came."""
    assert call("dateText", "2024-05-06T10:00:00Z") == "6 May 2024"
    assert [call("dateText", odd) for odd in ("2024-13-01", "2024-02-31", "May", "")] == [
        "2024-13-01", "2024-02-31", "May", "",
    ]  # fmt: skip
    assert call("dayText", call("dayOf", "1970-01-02")) == "2 Jan 1970" and call("dayOf", "soon") is None
    assert call("distanceText", 950) == "950 m" and call("distanceText", 4321) == "4.3 km"
    assert call("say", "places", {"n": 1234}) == "1,234 places" and call("percentText", 7) == "7%"
    assert call("say", "back_to", {"place": "{n} $& {place}"}) == "Back to {n} $& {place}"


@pytest.mark.parametrize("language", ["ar", "ru", "fr"])
def test_the_page_and_python_count_alike(call, language):
    """The browser's plural rules choose the same form as ours."""
    words = words_of(language)
    call.page.evaluate("([language, words]) => units.useWords({language, words})", [language, words.texts])
    try:
        for n in (0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 103, 111):
            assert call("say", "mentions", {"n": n}) == words.say("mentions", n), n
    finally:
        call.page.evaluate("words => units.useWords({language: 'en', words})", words_of("en").texts)
