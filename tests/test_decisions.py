"""What a person decides stands: in the same text by its offsets, elsewhere by name and context."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.collect import collect
from geomap.decisions import (
    DECIDED,
    FOLLOWED,
    Act,
    Decision,
    Decisions,
    Point,
    Span,
    apply_decisions,
    digest_of,
    parse_decisions,
    read_decisions,
)
from geomap.decisions.reading import schema
from geomap.errors import InputError
from geomap.evaluate.corpus import read_corpus
from geomap.export import export
from geomap.model import Document, GeoparsedDocument, PlaceId, Status

TEXT = (
    "Trucks left Tripoli at dawn with flour for the northern hospitals. Drivers slept in Beirut. In May the road "
    "to Tripoli was closed. Camp Zaytun has no water."
)
TRIPOLI_LEBANON, TRIPOLI_LIBYA = PlaceId.parse("geonames:266826"), PlaceId.parse("geonames:2210247")
BEIRUT = PlaceId.parse("geonames:276781")


def span_of(name: str, text: str = TEXT, *, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(name, start + 1)
    return Span(start, start + len(name))


def ruling(act: Act, name: str, *, nth: int = 0, **fields) -> Decision:
    """A ruling on one mention in TEXT, as the page makes it."""
    made = {
        "document": "trucks",
        "digest": digest_of(TEXT),
        "spans": (span_of(name, nth=nth),),
        "source": "https://harbour.example/a",
        "context": "Trucks left Tripoli at dawn with flour for the northern hospitals",
        "near": ("Beirut",),
    }
    return Decision(act=act, name=name, **{**made, **fields})


@pytest.fixture(scope="module")
def parsed(geoparser) -> GeoparsedDocument:
    return geoparser.parse(Document(text=TEXT, id="trucks", source="https://harbour.example/a"))


@pytest.fixture
def decide(gazetteer):
    """Applies decisions to one document; gives it with what was told."""

    def decide(parsed: GeoparsedDocument, *decisions: Decision, seen: tuple[str, ...] = ()):
        notes: list[str] = []
        (made,) = apply_decisions([parsed], Decisions.of(decisions, seen), gazetteer=gazetteer, notify=notes.append)
        return made, notes

    return decide


def places(parsed: GeoparsedDocument) -> dict[Span, str]:
    return {
        Span(each.mention.start, each.mention.end): str(each.place.id) if each.place else ""
        for each in parsed.resolutions
    }


def bare(parsed: GeoparsedDocument) -> GeoparsedDocument:
    """Without footprints, which are made when they are read and do not compare."""
    return replace(parsed, footprints=())


def test_another_candidate_is_chosen_for_one_mention(parsed, decide):
    """The first Tripoli becomes the one in Lebanon, surely; the second stays what it was."""
    made, notes = decide(parsed, ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON))
    before, after = places(parsed), places(made)
    assert after[span_of("Tripoli")] == "geonames:266826"
    assert after[span_of("Tripoli", nth=1)] == before[span_of("Tripoli", nth=1)]
    first = next(each for each in made.resolutions if each.mention.start == span_of("Tripoli").start)
    assert (first.status, first.confidence, first.candidates[0].probability) == (Status.RESOLVED, 1.0, 1.0)
    assert first.evidence[0].name == DECIDED
    assert first.location.latitude == pytest.approx(34.43, abs=0.05)
    assert notes == []


def test_accepting_keeps_the_place_and_makes_it_sure(parsed, decide):
    """Confidence is 1 and a later model cannot change the place."""
    made, _ = decide(parsed, ruling(Act.ACCEPT, "Beirut", place=BEIRUT))
    beirut = next(each for each in made.resolutions if each.mention.text == "Beirut")
    assert (str(beirut.place.id), beirut.confidence) == ("geonames:276781", 1.0)


def test_a_place_is_moved_to_a_point(parsed, decide):
    """The mention has the point, the town's name and an id of its own, and the atlas keeps the other apart."""
    made, _ = decide(parsed, ruling(Act.MOVE, "Tripoli", point=Point(34.5, 35.9)))
    moved = next(each for each in made.resolutions if each.mention.start == span_of("Tripoli").start)
    assert (moved.place.latitude, moved.place.longitude) == (34.5, 35.9)
    assert str(moved.place.id).startswith("point:geonames-")
    assert (moved.location.latitude, moved.location.method) == (34.5, "set by a person")
    assert len([each for each in collect([made]).places if each.place.name == moved.place.name]) == 2


def test_what_is_not_a_place_is_gone(geoparser, decide):
    """The name is no mention any more; its namesake further on stays."""
    made, _ = decide(geoparser.parse(Document(text=TEXT, id="trucks")), ruling(Act.REJECT, "Tripoli"))
    assert span_of("Tripoli") not in places(made)
    assert span_of("Tripoli", nth=1) in places(made)


def test_a_missed_name_is_added_with_its_point_and_country(parsed, decide):
    """The camp is a mention of kind toponym at its point, in Lebanon, and swallows what was seen inside it."""
    inner = ruling(Act.ADD, "Zaytun", point=Point(34.0, 36.0))
    half, _ = decide(parsed, inner)
    assert span_of("Zaytun") in places(half)
    made, _ = decide(half, ruling(Act.ADD, "Camp Zaytun", point=Point(34.1, 36.1)))
    camp = next(each for each in made.resolutions if each.mention.text == "Camp Zaytun")
    assert (camp.place.name, camp.place.country_code, camp.place.longitude) == ("Camp Zaytun", "LB", 36.1)
    assert span_of("Zaytun") not in places(made)


def test_a_name_is_looked_up_inside_the_areas_that_follow_it(parsed, decide):
    """ "Tripoli, Lebanon" is not the bigger town in Libya."""
    for words, wanted in (("Tripoli, Lebanon", "geonames:266826"), ("Tripoli", "geonames:2210247")):
        made, notes = decide(parsed, ruling(Act.CHOOSE, "Tripoli", lookup=words))
        assert (places(made)[span_of("Tripoli")], notes) == (wanted, [])


NEW_TEXT = "Flour for the northern hospitals came from Tripoli, drivers said. They had come by way of Beirut."


@pytest.mark.parametrize(
    ("text", "source", "why"),
    [
        ("A ship reached Tripoli.", "https://www.harbour.example/b", "the same paper"),
        ("They drove from Beirut to Tripoli.", None, "the same other place"),
        ("Hospitals in Tripoli have flour again.", None, "two words of the context"),
    ],
)
def test_a_new_report_follows_what_it_shares(geoparser, decide, text, source, why):
    """A decision holds in a report of the same paper, on the same places or in the same words."""
    parsed = geoparser.parse(Document(text=text, id="new", source=source))
    made, _ = decide(parsed, ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON))
    tripoli = next(each for each in made.resolutions if each.mention.text == "Tripoli")
    assert str(tripoli.place.id) == "geonames:266826", why
    assert (tripoli.evidence[0].name, tripoli.confidence) == (FOLLOWED, 0.9)


def test_a_report_with_nothing_in_common_stays_as_it_is(geoparser, decide):
    """Only the name is the same: nothing follows. What holds in its own report only does not either."""
    parsed = geoparser.parse(Document(text="A match was played in Tripoli.", id="match"))
    made, _ = decide(parsed, ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON))
    assert places(made) == places(parsed)
    near = geoparser.parse(Document(text=NEW_TEXT, id="new"))
    made, _ = decide(near, ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON, only_here=True))
    assert places(made) == places(near)


def test_the_nearest_decision_wins_and_the_others_are_told(geoparser, decide):
    """The same paper weighs more than a shared place; the other answer is named."""
    parsed = geoparser.parse(Document(text="They drove from Beirut to Tripoli.", id="new", source="Desert Post"))
    other = ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LIBYA, document="desert", source="Desert Post", near=())
    made, notes = decide(parsed, ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON), other)
    assert "geonames:2210247" in places(made).values()
    assert notes == ["new, 26–33: 'Tripoli': the nearest decision says geonames:2210247, others geonames:266826"]


def test_equally_near_decisions_that_disagree_change_nothing(parsed, decide):
    """Neither is taken; the disagreement is told and stands among the mention's evidence."""
    made, notes = decide(
        parsed,
        ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON),
        ruling(Act.REJECT, "Tripoli"),
    )
    assert places(made) == places(parsed)
    assert len(notes) == 1 and "geonames:266826; no place" in notes[0] and "none was taken" in notes[0]
    tripoli = next(each for each in made.resolutions if each.mention.text == "Tripoli")
    assert "decisions disagree" in tripoli.evidence[-1].because


def test_what_was_left_alone_on_the_page_stays(parsed, decide, geoparser):
    """In a text that was seen only its own spans change."""
    other = geoparser.parse(Document(text=NEW_TEXT, id="seen"))
    made, _ = decide(other, ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON), seen=(digest_of(NEW_TEXT),))
    assert places(made) == places(other)


def test_an_edited_report_is_known_by_its_id(geoparser, decide):
    """A sentence before moves all offsets; the words around the name lead to it."""
    edited = geoparser.parse(Document(text=f"Corrected at noon. {TEXT}", id="trucks"))
    decision = ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON, only_here=True)
    made, _ = decide(edited, decision)
    assert places(made)[span_of("Tripoli", edited.document.text)] == "geonames:266826"


def test_an_unknown_id_is_told_and_skipped(parsed, decide):
    """The machine's place stays; the note says what to do."""
    made, notes = decide(parsed, ruling(Act.CHOOSE, "Tripoli", place=PlaceId.parse("geonames:1")))
    assert places(made) == places(parsed)
    assert len(notes) == 1 and "no place geonames:1" in notes[0] and "choose the gazetteer" in notes[0]


def test_offsets_that_hold_another_word_are_told(parsed, decide):
    """A span with another text under it is skipped."""
    made, notes = decide(parsed, ruling(Act.REJECT, "Tripoli", spans=(Span(0, 7),)))
    assert places(made) == places(parsed)
    assert "'Tripoli' does not stand there" in notes[0]


def test_the_provenance_names_the_decisions(parsed, decide):
    """The digest of the file stands among the options."""
    decision = ruling(Act.ACCEPT, "Beirut", place=BEIRUT)
    made, _ = decide(parsed, decision)
    assert made.provenance.options["decisions"] == Decisions.of([decision]).digest


POOL = (
    ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON),
    ruling(Act.CHOOSE, "Tripoli", nth=1, place=TRIPOLI_LIBYA),
    ruling(Act.REJECT, "Tripoli", nth=1),
    ruling(Act.MOVE, "Beirut", point=Point(33.9, 35.5)),
    ruling(Act.ACCEPT, "Beirut", place=BEIRUT),
    ruling(Act.ADD, "Camp Zaytun", point=Point(34.1, 36.1)),
    ruling(Act.ADD, "Zaytun", point=Point(34.2, 36.2)),
    Decision(act=Act.ADD, name="Camp", lookup="Beirut"),
    Decision(act=Act.REJECT, name="Beirut"),
    Decision(act=Act.CHOOSE, name="Tripoli", lookup="Nowhere at all"),
    Decision(act=Act.CHOOSE, name="Tripoli", place=TRIPOLI_LIBYA, near=("Beirut",)),
    Decision(act=Act.REJECT, name="drivers", source="Harbour"),
    Decision(act=Act.ADD, name="northern hospitals", point=Point(34.3, 36.0), context="flour for the hospitals"),
)


@settings(max_examples=120, deadline=None)
@given(chosen=st.lists(st.sampled_from(POOL), max_size=6, unique=True), which=st.booleans(), data=st.data())
def test_twice_is_once_and_order_does_not_matter(geoparser, chosen, which, data):
    """Idempotent, independent of the order of the file and of merging; every span keeps its text."""
    document = Document(text=TEXT if which else NEW_TEXT, id="trucks" if which else "new")
    start = geoparser.parse(document)
    decisions = Decisions.of(chosen)
    assert Decisions.of(data.draw(st.permutations(chosen))) == decisions
    assert decisions | decisions == decisions
    assert parse_decisions(decisions.to_json()) == decisions
    (once,) = apply_decisions([start], decisions, gazetteer=geoparser.gazetteer)
    (twice,) = apply_decisions([once], decisions, gazetteer=geoparser.gazetteer)
    assert bare(once) == bare(twice)
    spans = [(each.mention.start, each.mention.end) for each in once.resolutions]
    assert spans == sorted(set(spans))
    for each in once.resolutions:
        assert document.text[each.mention.start : each.mention.end] == each.mention.text


words = st.text(min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(
        st.builds(
            lambda name, point, start, extra: Decision(
                act=Act.MOVE, name=name, point=Point(*point), spans=(Span(start, start + len(name)),),
                digest="0123456789abcdef", **extra,
            ),
            words,
            st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda p: tuple(round(v, 5) + 0.0 for v in p)),
            st.integers(0, 10**6),
            st.fixed_dictionaries({}, optional={"label": words, "source": words, "context": words, "document": words}),
        ),
        max_size=5,
    ),
)  # fmt: skip
def test_the_file_is_the_same_after_reading(rows):
    """Whatever strings it holds, surrogates too: file → decisions → file gives the same bytes, by the schema."""
    decisions = Decisions.of(rows)
    text = decisions.to_json()
    assert parse_decisions(text.encode("utf-8")).to_json() == text
    jsonschema.Draft202012Validator(schema()).validate(json.loads(text))


GOOD = {"act": "move", "name": "Mosul", "point": [36.3, 43.1]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"act": "burn"}, '"act" is "burn", but must be one of accept, choose, move, reject, add'),
        ({"name": " "}, '"name" is empty'),
        ({"name": 3}, '"name" is 3, but must be a string'),
        ({"point": [91, 0]}, "the point 91.0, 0.0 is not on the globe: give latitude from -90 to 90"),
        ({"point": [36, "43"]}, '"point" is [36, "43"], but must be [latitude, longitude] in degrees'),
        ({"point": None}, '"move" of \'Mosul\' has no answer: give one of point'),
        ({"place": "99072"}, "'99072' is not a place id: write SOURCE:KEY"),
        ({"place": "geonames:1"}, "has place and point: give one of point"),
        ({"spans": [[0, 5]]}, '"spans" without the "digest"'),
        ({"spans": [[0, 4]], "digest": "0123456789abcdef"}, "the span 0–4 does not fit 'Mosul'"),
        ({"spans": [[0.5, 5]]}, "must be a list of [start, end] in code points"),
        ({"digest": "xyz"}, "must have 16 hexadecimal digits"),
        ({"near": "Erbil"}, '"near" is "Erbil", but must be a list of names'),
        ({"only_here": 1}, '"only_here" is 1, but must be true or false'),
        ({"plcae": "x"}, '"plcae", which no decision has'),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_with_its_rule(tmp_path: Path, change, message):
    """The error names the file, the decision's number, the value and the rule; the schema refuses it too."""
    path = tmp_path / "d.json"
    row = {key: value for key, value in (GOOD | change).items() if value is not None}
    record = {"format": "geomap-decisions/1", "decisions": [GOOD, row]}
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_decisions(path)
    assert f"{path}: decision 2: " in str(raised.value)
    assert message in str(raised.value)
    if "0–4" not in message:
        assert not jsonschema.Draft202012Validator(schema()).is_valid(record)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON in UTF-8"),
        (b'{"format": "geomap-decisions/1", "decisions": [NaN]}', "NaN is no number"),
        (b"[]", '"format" is [], but decisions have'),
        (b'{"format": "geomap-decisions/2"}', '"format" is "geomap-decisions/2"'),
        (b'{"format": "geomap-decisions/1"}', '"decisions" is null, but must be a list'),
        (b'{"format": "geomap-decisions/1", "decisions": [], "seen": ["x"]}', '"seen" is ["x"]'),
        (b'{"format": "geomap-decisions/1", "decisions": [7]}', "decision 1: it is 7"),
    ],
)
def test_a_bad_file_is_an_input_error(tmp_path: Path, content, message):
    """Whatever is no file of decisions is told with what to do."""
    path = tmp_path / "d.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"d\.json") as raised:
        read_decisions(path)
    assert message in str(raised.value)
    with pytest.raises(InputError, match="cannot be read"):
        read_decisions(tmp_path / "none.json")


def test_decided_mentions_become_an_annotated_corpus(tmp_path: Path, parsed, decide):
    """What was decided is gold: ids, points, offsets; what followed from elsewhere and the rest is not."""
    made, _ = decide(
        parsed,
        ruling(Act.ACCEPT, "Beirut", place=BEIRUT),
        ruling(Act.MOVE, "Tripoli", point=Point(34.5, 35.9)),
        Decision(act=Act.CHOOSE, name="Tripoli", place=TRIPOLI_LIBYA),
    )
    path = tmp_path / "gold.jsonl"
    path.write_bytes(export(collect([made]), "training"))
    (gold,) = read_corpus(path).documents
    assert (gold.id, gold.source) == ("trucks", "https://harbour.example/a")
    assert [(each.text, each.gold_id, each.longitude) for each in gold.mentions] == [
        ("Tripoli", None, 35.9),
        ("Beirut", "geonames:276781", pytest.approx(35.5, abs=0.05)),
    ]
    assert json.loads(path.read_text("utf-8"))["complete"] is False


def test_the_sample_decisions_are_as_the_page_writes_them(root: Path):
    """The file among the cases is in its one spelling."""
    path = root / "tests" / "cases" / "sample-decisions.json"
    assert read_decisions(path).to_json() == path.read_text("utf-8")


def test_the_command_line_applies_tells_and_refuses(tmp_path: Path, monkeypatch, capsys):
    """Places change in the data, disagreements and idle decisions are told, a bad file ends with code 2."""
    from geomap.cli import main

    monkeypatch.chdir(tmp_path)
    Path("trucks.txt").write_text(TEXT, encoding="utf-8")
    first = Decisions.of(
        [ruling(Act.CHOOSE, "Tripoli", place=TRIPOLI_LEBANON), Decision(act=Act.REJECT, name="Atlantis")]
    )
    Path("first.json").write_text(first.to_json(), encoding="utf-8")
    Path("second.json").write_text(Decisions.of([ruling(Act.REJECT, "Tripoli")]).to_json(), encoding="utf-8")
    assert main(["parse", "trucks.txt", "--decisions", "first.json"]) == 0
    told = capsys.readouterr()
    parsed = json.loads(told.out)
    assert parsed["mentions"][0]["place"]["id"] == "geonames:266826"
    assert parsed["provenance"]["options"]["decisions"] == first.digest
    assert "1 of 2 decisions found no name to rule here: Atlantis" in told.err
    assert main(["parse", "trucks.txt", "--decisions", "first.json", "--decisions", "second.json"]) == 0
    told = capsys.readouterr()
    assert "warning: trucks.txt, 12–19: 'Tripoli': decisions disagree (geonames:266826; no place)" in told.err
    assert "decisions disagree" in json.loads(told.out)["mentions"][0]["evidence"][-1]["because"]
    for command in (["export", "trucks.txt"], ["picture", "trucks.txt", "-o", "a.svg"], ["embed", "trucks.txt"]):
        assert main([*command, "--decisions", "first.json"]) == 0
    assert main(["report", "trucks.txt", "-o", "a.html", "--decisions", "first.json"]) == 0
    Path("bad.json").write_text('{"format": "geomap-decisions/1", "decisions": [{"act": "burn"}]}', encoding="utf-8")
    capsys.readouterr()
    assert main(["map", "trucks.txt", "--decisions", "bad.json"]) == 2
    assert 'error: bad.json: decision 1: "act" is "burn", but must be one of accept' in capsys.readouterr().err
