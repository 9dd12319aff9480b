"""The annotated reports of tests/cases are whole, consistent and varied enough to score by."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from geomap.evaluate.corpus import read_corpus
from geomap.model import MentionKind, MentionRole, PlaceId

CASES = Path(__file__).parent / "cases"
TOPICS = set("conflict disaster health sport business politics crime weather migration science".split())
CONTINENTS = {"Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America"}
KINDS = {MentionKind.TOPONYM, MentionKind.DEMONYM}
#: What is trimmed from a span before it is scored; a gold span has none of it left.
OUTER_PUNCTUATION = ",;:!?\"“”‘’'()[]"


def read_reports() -> list[dict]:
    return [json.loads(line) for line in (CASES / "reports.jsonl").read_text(encoding="utf-8").splitlines()]


def read_sample() -> dict:
    sample = json.loads((CASES / "sample-report.json").read_text(encoding="utf-8"))
    return sample | {"text": (CASES / "sample-report.txt").read_text(encoding="utf-8")}


REPORTS = read_reports()
EVERY = [*REPORTS, read_sample()]


@pytest.mark.parametrize("report", EVERY, ids=lambda report: report["id"])
def test_mentions_slice_back_to_their_text(report: dict) -> None:
    """Every mention's offsets hold its text, in order, without overlap and already trimmed."""
    end = 0
    for mention in report["mentions"]:
        text = mention["text"]
        assert report["text"][mention["start"] : mention["end"]] == text
        assert mention["start"] >= end, f"{text!r} overlaps the mention before it"
        end = mention["end"]
        assert text == text.strip().strip(OUTER_PUNCTUATION)
        assert not text.lower().startswith("the ")
        assert not text.endswith(("'s", "’s")) or text == "St. John's"


@pytest.mark.parametrize("report", EVERY, ids=lambda report: report["id"])
def test_mentions_say_kind_role_and_place(report: dict) -> None:
    """Kind and role are those of the model; a place id is well formed and agrees with the GeoNames id."""
    for mention in report["mentions"]:
        assert MentionKind(mention["kind"]) in KINDS
        MentionRole(mention["role"])
        if mention["place_id"] is None:
            assert "latitude" not in mention and "geonameid" not in mention
            continue
        place_id = PlaceId.parse(mention["place_id"])
        assert place_id.source in {"geonames", "naturalearth", "regions"}
        if place_id.source == "geonames":
            assert int(place_id.key) == mention["geonameid"]
        else:
            assert "geonameid" not in mention
        assert ("latitude" in mention) == ("longitude" in mention)
        if "latitude" in mention:
            assert -90 <= mention["latitude"] <= 90 and -180 <= mention["longitude"] <= 180


def test_one_place_has_one_point() -> None:
    """Wherever an id occurs it stands at the same coordinates."""
    points: dict[str, set] = {}
    for report in EVERY:
        for mention in report["mentions"]:
            if mention["place_id"] is not None:
                point = (mention.get("latitude"), mention.get("longitude"))
                points.setdefault(mention["place_id"], set()).add(point)
    assert {place_id: found for place_id, found in points.items() if len(found) > 1} == {}


def test_no_report_is_there_twice() -> None:
    """Ids and texts are unique, and no two reports begin alike."""
    assert max(Counter(report["id"] for report in EVERY).values()) == 1
    assert max(Counter(report["text"] for report in EVERY).values()) == 1
    assert max(Counter(report["text"][:60] for report in EVERY).values()) == 1


def test_the_reports_cover_the_world() -> None:
    """There are enough reports, from every continent, on every topic, three of them long, three without a place."""
    assert len(REPORTS) >= 60
    assert {report["topic"] for report in REPORTS} == TOPICS
    assert {report["continent"] for report in REPORTS if report["mentions"]} == CONTINENTS
    assert sum(not report["mentions"] for report in REPORTS) == 3
    assert sum(len(report["text"].split()) >= 600 for report in REPORTS) >= 3
    roles = Counter(mention["role"] for report in REPORTS for mention in report["mentions"])
    assert set(roles) == set(MentionRole)
    assert min(roles.values()) >= 30


def test_names_are_ambiguous_across_the_reports() -> None:
    """Famous names stand for more than one place, so that knowing the commonest sense is not enough."""
    senses: dict[str, set] = {}
    for report in REPORTS:
        for mention in report["mentions"]:
            if mention["place_id"] is not None:
                senses.setdefault(mention["text"].casefold(), set()).add(mention["place_id"])
    for name in ["paris", "athens", "georgia", "lebanon", "tripoli", "córdoba", "victoria", "congo", "niger",
                 "washington", "alexandria", "hyderabad", "birmingham", "granada", "perth", "moscow"]:  # fmt: skip
        assert len(senses[name]) >= 2, f"{name} has one sense only"


def test_the_reports_read_as_a_corpus() -> None:
    """``geomap evaluate`` reads the file, ids and coordinates included."""
    corpus = read_corpus(CASES / "reports.jsonl")
    assert len(corpus.documents) == len(REPORTS)
    golds = [mention for document in corpus.documents for mention in document.mentions]
    assert sum(gold.is_located for gold in golds) / len(golds) > 0.9


def read_languages() -> list[dict]:
    return [json.loads(line) for line in (CASES / "languages.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("report", read_languages(), ids=lambda report: report["id"])
def test_texts_in_other_languages_are_whole(report: dict) -> None:
    """Offsets hold their text in order, ids are well formed, and each text names several places."""
    end = 0
    for mention in report["mentions"]:
        assert report["text"][mention["start"] : mention["end"]] == mention["text"]
        assert mention["start"] >= end
        end = mention["end"]
        assert MentionKind(mention["kind"]) in KINDS
        assert mention["place_id"] is None or str(PlaceId.parse(mention["place_id"])) == mention["place_id"]
    assert len(report["mentions"]) >= 5


def test_each_language_has_texts_to_tune_on_and_texts_kept_apart() -> None:
    """Three texts for tuning, and one or two that no rule was made for."""
    sets = Counter((report["language"], report["set"]) for report in read_languages())
    for language in ("ar", "de", "es", "fr", "ru", "tr", "uk", "zh"):
        assert sets[language, "tuned"] == 3 and sets[language, "unseen"] == 2
    for language in ("hi", "it", "pt"):
        assert sets[language, "tuned"] == 3 and sets[language, "unseen"] == 1
