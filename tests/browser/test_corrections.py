"""Places are corrected in the page, offline, and the file that it exports corrects the next map."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from playwright.sync_api import expect
from render_world import MOSUL, QAYYARAH, BoxGazetteer, place, power_line, report, tripoli

from geomap.cli import main
from geomap.decisions import Act, Decision, Decisions, Point, Span, digest_of, read_decisions
from geomap.render import MapOptions, build_map

pytestmark = pytest.mark.browser
READY = ".gm[data-ready=true]"
TEXT = (
    "Trucks left Tripoli at dawn with flour for the hospitals of Bengazi. \U0001f69a Drivers slept in Misrata. In May "
    "the road to Tripoli was closed.\nCamp Zaytun has no water. Nobody reached Camp Zaytun on Friday."
)


@pytest.fixture(scope="module")
def boxes() -> BoxGazetteer:
    return BoxGazetteer()


@pytest.fixture
def fix(show, boxes):
    """Opens a map of the given reports with the corrections switched on."""

    def fix(*reports, decisions: Decisions | None = None, **options):
        opened = show(build_map(reports, gazetteer=boxes, decisions=decisions).to_html(), **options)
        opened.page.wait_for_selector(READY)
        opened.page.get_by_role("button", name="Correct places").click()
        return opened

    return fix


def download(page) -> str:
    with page.expect_download() as started:
        page.get_by_role("button", name="Download decisions.json").click()
    assert started.value.suggested_filename == "decisions.json"
    return started.value.path().read_text("utf-8")


def select(page, words: str) -> None:
    """Selects the first such words of a report, as a mouse would."""
    page.evaluate(
        """words => {
        const host = document.querySelector('figure.geomap > div');
        const body = (host ? host.shadowRoot : document).querySelector('.gm-body');
        const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode, at = node.data.indexOf(words);
            if (at < 0) continue;
            document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
        }
        throw new Error('not in the text'); }""",
        words,
    )


def names(page) -> list[str]:
    return page.locator(".gm-entry .gm-name").all_inner_texts()


def status(page):
    return page.locator(".gm-fixstatus")


def open_popup(page, name: str):
    page.locator(".gm-entry", has_text=name).first.click()
    page.locator(".leaflet-popup h3", has_text=name).wait_for()
    return page.locator(".leaflet-popup")


def test_a_person_corrects_a_map_and_the_next_map_is_right(show, tmp_path, monkeypatch, capsys):
    """Choose, drag, reject, add, undo, redo; download; `geomap map --decisions` gives the map that was seen."""
    monkeypatch.chdir(tmp_path)
    Path("trucks.txt").write_text(TEXT, encoding="utf-8")
    assert main(["map", "trucks.txt", "-o", "first.html", "--source", "Harbour Gazette"]) == 0
    opened = show(Path("first.html").read_text("utf-8"))
    page = opened.page
    page.wait_for_selector(READY)
    assert page.locator(".gm-fixbar").is_hidden()
    page.get_by_role("button", name="Correct places").click()
    expect(status(page)).to_contain_text("0 corrections")

    # The other Tripoli, for both mentions.
    open_popup(page, "Tripoli").get_by_role("button", name="Other place").click()
    finder = page.get_by_role("dialog", name="Where is “Tripoli”?")
    finder.get_by_role("searchbox").fill("lebanon")
    finder.get_by_role("button", name="Tripoli").first.click()
    page.locator(".leaflet-popup .gm-meta", has_text="Lebanon").first.wait_for()
    assert page.locator(".gm-pin.gm-fixed[aria-label*='Lebanon']").count() == 1
    expect(status(page)).to_contain_text("1 correction · Tripoli is now Tripoli, North, Lebanon.")

    # Misrata is dragged away.
    open_popup(page, "Misrata").get_by_role("button", name="Move").click()
    box = page.locator(".gm-target").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 50, box["y"] + 35, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Use this point").click()
    expect(status(page)).to_contain_text("2 corrections · Misrata is now at")

    # A place that was missed, from the text; both mentions of it.
    select(page, "Camp Zaytun")
    page.get_by_role("button", name="Add “Camp Zaytun”").click()
    finder = page.get_by_role("dialog", name="Where is “Camp Zaytun”?")
    finder.get_by_role("searchbox").fill("32.1, 15.5")
    finder.get_by_role("button", name="32.1, 15.5").click()
    expect(page.locator(".gm-m.gm-fixed", has_text="Camp Zaytun")).to_have_count(2)
    assert "Camp Zaytun✓" in names(page)

    # One mention only is no place.
    popup = open_popup(page, "Tripoli")
    popup.get_by_label("Holds for").select_option(index=2)
    popup.get_by_role("button", name="Not a place").click()
    expect(page.locator(".gm-m.gm-rejected")).to_have_count(1)
    expect(status(page)).to_contain_text("4 corrections")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".gm-m.gm-rejected")).to_have_count(0)
    expect(status(page)).to_contain_text("3 corrections · Undone: Tripoli is not a place.")
    page.keyboard.press("Control+y")
    expect(status(page)).to_contain_text("4 corrections")

    seen = names(page)
    text = download(page)
    Path("decisions.json").write_text(text, encoding="utf-8")
    decisions = read_decisions("decisions.json")
    assert decisions.to_json() == text
    assert [(str(each.act), each.name, len(each.spans)) for each in decisions.decisions] == [
        ("choose", "Tripoli", 1),
        ("move", "Misrata", 1),
        ("reject", "Tripoli", 1),
        ("add", "Camp Zaytun", 2),
    ]
    assert decisions.seen == (digest_of(TEXT),)
    for each in decisions.decisions:
        assert [TEXT[span.start : span.end] for span in each.spans] == [each.name] * len(each.spans)
    opened.assert_quiet()

    again = ["trucks.txt", "--source", "Harbour Gazette", "--decisions", "decisions.json"]
    assert main(["map", *again, "-o", "second.html"]) == 0
    assert "warning" not in capsys.readouterr().err
    opened = show(Path("second.html").read_text("utf-8"))
    page = opened.page
    page.wait_for_selector(READY)
    assert sorted(names(page)) == sorted(seen)
    assert page.locator(".gm-m.gm-fixed", has_text="Tripoli").count() == 1
    assert page.locator(".gm-m", has_text="Tripoli").count() == 1
    assert "corrected by hand" in open_popup(page, "Tripoli").inner_text()
    assert f"decisions {decisions.digest}" in page.locator(".gm-made").inner_text()
    # The page made with decisions gives the same file back, and the same map is made again.
    page.get_by_role("button", name="Correct places").click()
    assert download(page) == text
    assert main(["map", *again, "-o", "third.html"]) == 0
    assert Path("third.html").read_bytes() == Path("second.html").read_bytes()
    opened.assert_quiet()

    capsys.readouterr()
    assert main(["export", *again, "--format", "training", "-o", "gold.jsonl"]) == 0
    assert main(["evaluate", "gold.jsonl", "--task", "resolution", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_a_place_is_confirmed(fix):
    """The popup says so, the list ticks it, the symbol has its ring and its name for screen readers."""
    opened = fix(power_line())
    page = opened.page
    open_popup(page, "Mosul").get_by_role("button", name="Right").click()
    expect(page.locator(".leaflet-popup")).to_contain_text("✓ corrected by hand")
    page.wait_for_timeout(500)  # the click was the button's: no province below it opens after a while
    assert page.locator(".leaflet-popup h3").inner_text() == "Mosul"
    label = page.locator(".gm-pin.gm-fixed").get_attribute("aria-label")
    assert label == "Mosul, Nineveh, Iraq: 3 mentions, resolved, corrected by hand"
    assert "corrected by hand" in page.locator(".gm-legend").inner_text()
    decision = json.loads(download(page))["decisions"][0]
    assert {key: decision[key] for key in ("act", "name", "place", "label", "document", "source")} == {
        "act": "accept",
        "name": "Mosul",
        "place": "geonames:99072",
        "label": "Mosul, Nineveh, Iraq",
        "document": "power-line",
        "source": "https://example.org/power-line",
    }
    assert len(decision["spans"]) == 3 and "Tigris" in decision["near"]
    assert decision["context"] == (
        "the Tigris at Qayyarah on Monday to mend the power line to Mosul. Iraqi crews had waited a week "
        "for spare parts, the"
    )  # fmt: skip
    opened.assert_quiet()


def test_an_alternative_is_chosen_where_it_is_shown(fix):
    """The bubble of the other Tripoli has the button; the place is then surely that one."""
    opened = fix(tripoli())
    page = opened.page
    open_popup(page, "Tripoli").locator(".gm-alternatives button").click()
    page.get_by_role("button", name="Choose this place").click()
    expect(page.locator(".gm-pin.gm-fixed")).to_have_attribute(
        "aria-label", "Tripoli, Lebanon: 1 mention, resolved, corrected by hand"
    )
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".gm-pin.gm-ambiguous")).to_have_count(1)
    expect(status(page)).to_contain_text("discarded")
    opened.assert_quiet()


def test_the_keyboard_alone_corrects(fix):
    """A name that was not placed is opened from the list, its point set with arrow keys and Enter."""
    opened = fix(power_line())
    page = opened.page
    page.locator(".gm-unresolved summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Where is “Hazarmard”?").wait_for()
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    expect(page.locator(".gm-finder")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "Hazarmard"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Mark the middle of the map").focus()
    page.keyboard.press("Enter")
    before = page.locator(".gm-finder output").inner_text()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.locator(".gm-finder output").inner_text() != before
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("1 correction · Hazarmard is now at")
    expect(page.locator(".gm-unresolved")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator(".gm-unresolved")).to_have_count(1)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".gm-unresolved")).to_have_count(0)
    # A missed name without a mouse.
    page.get_by_role("button", name="Add a place").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Nowhere")
    page.keyboard.press("Enter")
    expect(page.locator(".gm-markform [role=status]")).to_contain_text("“Nowhere” does not stand in the text")
    page.locator(".gm-field").fill("cables")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Where is “cables”?").wait_for()
    page.keyboard.type("mosul")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("2 corrections · cables was added: Mosul")
    assert json.loads(download(page))["decisions"][-1]["act"] in ("add", "move")
    opened.assert_quiet()


def test_the_map_is_clicked_for_a_point(fix):
    """While the finder asks, a click sets the point, even on a province or a symbol; Escape leaves all as it was."""
    opened = fix(power_line())
    page = opened.page
    open_popup(page, "Nineveh").get_by_role("button", name="Other place").click()
    box = page.locator(".gm-pin[aria-label^='Mosul']").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    where = [float(each) for each in page.locator(".gm-finder output").inner_text().split(",")]
    assert where == pytest.approx([36.335, 43.119], abs=0.03)
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator(".gm-target").wait_for(state="detached")
    expect(status(page)).to_contain_text("0 corrections")
    opened.assert_quiet()


def test_a_file_is_opened_again(fix, tmp_path):
    """Opened decisions show on the page and come back the same; newer corrections take their place."""
    parsed = power_line()
    text = parsed.document.text
    start = text.index("Mosul")
    decisions = Decisions.of(
        [
            Decision(act=Act.MOVE, name="Mosul", point=Point(36.5, 43), document="power-line", digest=digest_of(text),
                     spans=(Span(start, start + 5),)),
            Decision(act=Act.REJECT, name="May", near=("Paris",)),
        ],
        [digest_of(text)],
    )  # fmt: skip
    file = tmp_path / "mine.json"
    file.write_text(decisions.to_json(), encoding="utf-8")
    opened = fix(parsed)
    page = opened.page
    page.locator("input[type=file]").set_input_files(file)
    expect(status(page)).to_contain_text("1 correction · 2 decisions were opened.")
    expect(page.locator(".gm-pin.gm-fixed[aria-label^='Mosul, Nineveh, Iraq: 1 mention']")).to_have_count(1)
    assert download(page) == decisions.to_json()
    page.locator(".gm-m.gm-fixed", has_text="Mosul").click()
    page.get_by_role("button", name="Not a place").click()
    acts = [(each["act"], each["name"]) for each in json.loads(download(page))["decisions"]]
    assert acts == [("reject", "May"), ("reject", "Mosul")]
    for content in ("{}", "nonsense", '{"format":"geomap-decisions/1","decisions":[{"act":"burn"}]}'):
        file.write_text(content, encoding="utf-8")
        page.locator("input[type=file]").set_input_files(file)
        expect(status(page)).to_contain_text("The file cannot be used")
    opened.assert_quiet()


HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "${alert(1)}{{7*7}}{% x",
    "__proto__",
    '"><svg onload=alert(1)>\u2028\u202e',
)


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_decisions_are_text(show, boxes, gazetteer, tmp_path, bad):
    """In a file, in the page's own data and opened in the page: shown as text, exported as they were."""
    text = f"Before {bad} after. Mosul."
    parsed = report(text, {"Mosul": MOSUL}, id=bad, source=bad, title=bad)
    start = text.index(bad)
    where = {"document": bad, "digest": digest_of(text), "source": bad, "context": bad, "near": (bad,), "label": bad}
    spans = (Span(start, start + len(bad)),)
    decisions = Decisions.of(
        [
            Decision(act=Act.ADD, name=bad, lookup=bad, spans=spans, **where),
            Decision(act=Act.CHOOSE, name="Mosul", lookup=bad, **where),
        ]
    )
    file = tmp_path / "bad.json"
    file.write_text(decisions.to_json(), encoding="utf-8")
    opened = show(build_map([parsed], MapOptions(title=bad), gazetteer=boxes, decisions=decisions).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Correct places").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(status(page)).to_contain_text("2 decisions were opened.")
    assert page.locator(".gm-m.gm-fixed").first.evaluate("node => node.textContent") == bad
    page.locator(".gm-m.gm-fixed").first.click()
    page.locator(".leaflet-popup .gm-fix").get_by_role("button", name="Other place").click()
    page.locator(".gm-finder input[type=search]").fill(bad)
    assert download(page) == decisions.to_json()
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.evaluate("Object.keys(Object.prototype).length") == 0
    opened.assert_quiet()


def test_it_works_on_a_telephone(fix):
    """At 390 pixels the bar, the popup's tools and the finder fit, and a tap on the map is enough."""
    opened = fix(power_line(), width=390, height=844, has_touch=True)
    page = opened.page
    open_popup(page, "Mosul").get_by_role("button", name="Other place").tap()
    finder, frame = page.locator(".gm-finder").bounding_box(), page.locator(".gm-mapbox").bounding_box()
    assert finder["x"] >= 0 and finder["x"] + finder["width"] <= 390
    assert finder["y"] - frame["y"] > 100
    page.touchscreen.tap(200, frame["y"] + 60)
    page.get_by_role("button", name="Use this point").tap()
    expect(status(page)).to_contain_text("1 correction")
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    bar = page.locator(".gm-fixbar").bounding_box()
    assert bar["y"] + bar["height"] <= 844
    popup = page.locator(".leaflet-popup").bounding_box()
    for button in page.locator(".leaflet-popup .gm-acts button, .leaflet-popup .gm-scope select").all():
        box = button.bounding_box()
        assert box["x"] + box["width"] <= popup["x"] + popup["width"]
    opened.assert_quiet()


def test_it_works_in_an_embedded_map(show, boxes):
    """A figure in somebody's page: selected text is found in its shadow, the file is the same."""
    fragment = build_map([power_line()], gazetteer=boxes).to_fragment()
    opened = show(f"<!doctype html><meta charset=utf-8><p>Host</p>{fragment}", height=1000)
    page = opened.page
    page.get_by_role("button", name="Correct places").click()
    select(page, "shopkeeper")
    page.get_by_role("button", name="Add “shopkeeper”").click()
    finder = page.get_by_role("dialog", name="Where is “shopkeeper”?")
    finder.get_by_role("searchbox").fill("Qayyarah")
    finder.get_by_role("button", name="Qayyarah").first.click()
    decision = json.loads(download(page))["decisions"][0]
    assert (decision["act"], decision["name"], decision["place"]) == ("add", "shopkeeper", str(QAYYARAH.id))
    opened.assert_quiet()


def test_offsets_are_right_where_the_page_has_only_sentences(show, boxes):
    """With wide letters and without the whole text the file still counts code points of the report."""
    text = (
        "\U0001f69a\U0001f69a One. " + "Nothing happened here at all. " * 20 + "Then \U0001f69a came to Mosul at last."
    )
    parsed = report(text, {"Mosul": MOSUL}, id="wide")
    opened = show(build_map([parsed], MapOptions(text=False), gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Correct places").click()
    open_popup(page, "Mosul").get_by_role("button", name="Right").click()
    (span,) = json.loads(download(page))["decisions"][0]["spans"]
    assert text[slice(*span)] == "Mosul"
    opened.assert_quiet()


def test_a_map_of_many_places_is_corrected_at_once(show, boxes):
    """Two thousand mentions: a correction and its undoing take less than half a second each."""
    towns = [
        place(f"geonames:{n}", f"Town {n}", 33 + n % 20 * 0.2, 42 + n // 20 * 0.2, country_code="IQ")
        for n in range(200)
    ]
    text = " ".join(f"Town {n}." for n in range(200))
    reports = [report(text, {town.name: town for town in towns}, id=f"r{n}") for n in range(10)]
    opened = show(build_map(reports, gazetteer=boxes).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Correct places").click()
    page.locator("input[type=search]").first.fill("Town 77")
    expect(page.locator(".gm-entry")).to_have_count(1)
    page.locator(".gm-entry").click()
    page.locator(".leaflet-popup .gm-fix").wait_for()
    took = page.evaluate(
        """() => { const started = performance.now();
        [...document.querySelectorAll('.gm-fix button')].find(node => node.textContent === 'Not a place').click();
        const first = performance.now() - started;
        document.querySelector('.gm-fixbar button').click();
        return [first, performance.now() - started - first]; }"""
    )
    assert max(took) < 500
    assert "10 mentions" in page.locator(".gm-count").inner_text()
    opened.assert_quiet()


def test_page_and_library_write_the_same_bytes(show, boxes):
    """Eighty decisions with awkward strings, points and spans: the page spells and sorts them as the library does."""
    chance = random.Random(7)
    pieces = (
        "Mosul",
        "é",
        "\U0001f69a",
        "\uffee",
        "\ud800",
        "\u2028",
        '"',
        "\\",
        "\n",
        "\x01",
        "\x7f",
        "</script>",
        "zz",
    )

    def words() -> str:
        return "".join(chance.choices(pieces, k=chance.randint(1, 3))).strip() or "x"

    made = []
    for _ in range(80):
        name = words()
        start = chance.randint(0, 30)
        where = {"digest": chance.choice(("0123456789abcdef", "f" * 16)), "spans": (Span(start, start + len(name)),)}
        made.append(
            Decision(
                act=Act.MOVE,
                name=name,
                point=Point(*(round(chance.choice((0, 1e-5, -7.5, 33.12345, 90)) * side, 5) for side in (1, -1))),
                only_here=chance.random() < 0.3,
                **(where if chance.random() < 0.7 else {}),
                **{key: words() for key in ("document", "label", "source", "context") if chance.random() < 0.5},
                near=tuple(words() for _ in range(chance.randint(0, 3))),
            )
        )
    decisions = Decisions.of(made)
    opened = show(build_map([power_line()], gazetteer=boxes, decisions=decisions).to_html())
    page = opened.page
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Correct places").click()
    assert download(page) == decisions.to_json()
    opened.assert_quiet()
