"""Scores follow the description of the corpora, on texts and figures small enough to check by hand."""

import json
from dataclasses import replace

import pytest

from geomap.errors import InputError
from geomap.evaluate import GoldMention, folds, read_corpus, run
from geomap.evaluate.calibration import calibrate
from geomap.evaluate.distance import FARTHEST_KM, distance_km
from geomap.evaluate.prediction import Answer, Prediction
from geomap.evaluate.resolution import is_right, judge, log_error_area, score
from geomap.evaluate.spans import Counts, compare, trim
from geomap.gazetteer.features import NameFeatures, NameFlag
from geomap.model import (
    Candidate,
    GeoparsedDocument,
    MatchKind,
    Mention,
    MentionKind,
    Place,
    PlaceId,
    Resolution,
    Status,
)


@pytest.mark.parametrize(
    ("phrase", "kept"),
    [
        ("the U.S.'s", "U.S."),
        ("(Mosul),", "Mosul"),
        ("Ky.", "Ky."),
        ("The Gambia", "Gambia"),
        ("Georgians'", "Georgians"),
        ("  “the Hague’s”", "Hague"),
        ("Stratford-on-Avon", "Stratford-on-Avon"),
        ("the", "the"),
        ("'s", "s"),
        ("...", "..."),
        (" ,;", ""),
    ],
)
def test_trim_drops_marks_article_and_possessive(phrase, kept):
    """Only what is not part of the name goes."""
    assert phrase[slice(*trim(phrase, 0, len(phrase)))] == kept


def test_compare_counts_only_equal_spans():
    """A span that overlaps is spurious on one side and missed on the other."""
    counts = compare({(0, 5), (7, 9)}, {(0, 5), (7, 10), (12, 15)})
    assert counts == Counts(hits=1, spurious=1, missed=2)
    assert (counts.precision, counts.recall, counts.f1) == (0.5, 1 / 3, 0.4)


def test_distance_agrees_with_geopy():
    """The sphere is geopy's."""
    from geopy.distance import great_circle

    for start, end in [
        ((36.34, 43.13), (33.34, 44.4)),
        ((-41.3, 174.8), (64.1, -21.9)),
        ((0, 179.9), (0, -179.9)),
    ]:
        assert distance_km(*start, *end) == pytest.approx(great_circle(start, end).km, rel=1e-6)


GOLD = GoldMention(start=0, end=5, text="Mosul", latitude=36.335, longitude=43.119, geonames_id=99072)
COUNTRY = GoldMention(
    start=0, end=4, text="Iraq", latitude=33.0, longitude=44.0, feature_code="PCLI", country_code="IQ"
)


@pytest.mark.parametrize(
    ("gold", "answer", "right", "why"),
    [
        (GOLD, Answer(place_id="geonames:99072"), True, "the id alone is enough"),
        (GOLD, Answer(place_id="geonames:1", latitude=36.0, longitude=43.0), True, "within 161 km"),
        (GOLD, Answer(place_id="geonames:1", latitude=33.3, longitude=44.4), False, "352 km away"),
        (GOLD, Answer(latitude=36.4, longitude=43.2), True, "a point without a place, near enough"),
        (GOLD, None, False, "unresolved is wrong"),
        (
            COUNTRY,
            Answer(
                place_id="geonames:99237", feature_code="PCLI", country_code="IQ", latitude=36, longitude=40
            ),
            True,
            "the country, however far its point",
        ),
        (
            COUNTRY,
            Answer(
                place_id="geonames:98182", feature_code="PPLC", country_code="IQ", latitude=36, longitude=40
            ),
            False,
            "a city of the country is not the country",
        ),
    ],
)
def test_an_answer_is_right_by_id_country_or_distance(gold, answer, right, why):
    """The three rules, one after another."""
    assert is_right(gold, answer) is right, why


def test_scores_count_the_unanswered_as_wrong_and_far():
    """One exact answer, one far one and one left open."""
    exact = Prediction(
        start=0, end=5, answer=Answer(place_id="geonames:99072", latitude=36.335, longitude=43.119)
    )
    far = Prediction(
        start=0,
        end=5,
        answer=Answer(place_id="geonames:1", latitude=33.34, longitude=44.4),
        candidates=(Answer(place_id="geonames:99072"),),
    )
    scores = score([judge(GOLD, exact), judge(GOLD, far), judge(GOLD, None)])
    assert scores.right == scores.plain_distance == scores.exact_id == pytest.approx(1 / 3)
    assert scores.coverage == scores.ceiling == pytest.approx(2 / 3)
    assert scores.right_of_possible == pytest.approx(1 / 2)
    assert scores.mean_km_answered == pytest.approx(352 / 2, abs=1)
    assert scores.mean_km_all == pytest.approx((352 + FARTHEST_KM) / 3, abs=1)


def test_log_error_area_runs_from_zero_to_one():
    """All exact is 0, all at the far side of the Earth is 1."""
    assert log_error_area([0.0, 0.0, 0.0]) == 0
    assert log_error_area([FARTHEST_KM] * 3) == pytest.approx(1)
    assert 0.2 < log_error_area([0.0, 10.0, 1000.0]) < 0.6


def test_calibration_compares_confidence_with_accuracy():
    """Ten answers at 0.9 of which nine are right are calibrated; at 0.5 they are 0.4 off."""
    answers = [(0.9, True)] * 9 + [(0.9, False)]
    assert calibrate(answers).expected_error == pytest.approx(0)
    assert calibrate([(0.5, right) for _, right in answers]).expected_error == pytest.approx(0.4)
    mixed = calibrate([(0.99, True)] * 8 + [(0.3, False)] * 2)
    assert (mixed.kept_at_95, mixed.confidence_at_95) == (0.8, 0.99)
    assert mixed.curve[-1][1:] == (1.0, 0.8)


RECORDS = [
    {
        "id": "a",
        "source": "https://post.example/1",
        "text": "Iraqi troops left Mosul.",
        "mentions": [
            {"start": 0, "end": 5, "text": "Iraqi", "kind": "Non_Literal_Modifier"},
            {
                "start": 18,
                "end": 23,
                "text": "Mosul",
                "kind": "Literal",
                "latitude": 36.335,
                "longitude": 43.119,
                "geonameid": 99072,
            },
        ],
    },
    {
        "id": "b",
        "source": "https://post.example/2",
        "text": "Nothing happened in Mosul Square.",
        "mentions": [
            {
                "start": 20,
                "end": 32,
                "text": "Mosul Square",
                "latitude": 36.3,
                "longitude": 43.1,
                "kind": "Literal",
            },
        ],
    },
]
MOSUL = Place(
    id=PlaceId(source="geonames", key="99072"),
    name="Mosul",
    latitude=36.335,
    longitude=43.119,
    feature_code="PPLA",
    country_code="IQ",
)


class TwoNames:
    """A whole gazetteer of one city and one demonym, and the geoparser that knows no more."""

    def candidates(self, names, *, limit=20):
        found = Candidate(place=MOSUL, matched_name="Mosul", match=MatchKind.EXACT, probability=0.9)
        return {name: (found,) for name in names if name == "Mosul"}

    def features(self, keys):
        known = {
            "mosul": NameFeatures(NameFlag.CITY, 6.2, "PPLA"),
            "iraqi": NameFeatures(NameFlag.DEMONYM, 7.6, "PCLI"),
        }
        return {key: known[key] for key in keys if key in known}

    def place(self, place_id):
        return MOSUL if place_id == MOSUL.id else None

    @property
    def gazetteer(self):
        return self

    @property
    def recognizer(self):
        return self

    def recognize(self, document):
        names = [("Iraqi", MentionKind.DEMONYM), ("Mosul", MentionKind.TOPONYM)]
        return tuple(
            Mention(start=document.text.index(name), end=document.text.index(name) + 5, text=name, kind=kind)
            for name, kind in names
            if name in document.text
        )

    def resolve(self, document, spans):
        resolutions = []
        for start, end in spans:
            text = document.text[start:end]
            candidates = self.candidates([text]).get(text, ())
            resolutions.append(
                Resolution(
                    mention=Mention(start=start, end=end, text=text),
                    status=Status.RESOLVED if candidates else Status.NOT_FOUND,
                    candidates=candidates,
                    confidence=0.9 if candidates else None,
                )
            )
        return GeoparsedDocument(document=document, resolutions=tuple(resolutions))

    def parse(self, document):
        return self.resolve(document, [(mention.start, mention.end) for mention in self.recognize(document)])


@pytest.fixture
def corpus_path(tmp_path):
    path = tmp_path / "tiny.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    return path


def _rows(report, title):
    return next(table.records() for table in report.corpora[0].tables if table.title == title)


def test_run_scores_recognition_with_and_without_demonyms(corpus_path):
    """Two of three mentions are found, one with a wrong boundary; without the demonym one of two."""
    report = run([corpus_path], "recognition", geoparser=TwoNames())
    everything, without = _rows(report, "spans")
    assert (everything["hits"], everything["gold"], everything["predicted"]) == (2, 3, 3)
    assert (without["hits"], without["gold"], without["predicted"]) == (1, 2, 2)
    assert {row["class"] for row in _rows(report, "errors")} == {"boundary, longer", "boundary, shorter"}
    assert "precision" in report.to_text()
    assert json.loads(report.to_json())["corpora"][0]["corpus"] == "tiny"


def test_run_scores_resolution_of_the_gold_spans(corpus_path):
    """Mosul is right, the square is left open."""
    report = run([corpus_path], "resolution", geoparser=TwoNames())
    scores = {row["score"]: row["all located"] for row in _rows(report, "resolution")}
    assert (scores["mentions"], scores["right"], scores["coverage"], scores["exact_id"]) == (2, 0.5, 0.5, 1.0)


def test_run_scores_end_to_end_from_predictions_that_it_wrote(corpus_path, tmp_path):
    """Scores of written predictions equal those of the geoparser that made them."""
    out = tmp_path / "out.jsonl"
    parsed = run([corpus_path], "end-to-end", geoparser=TwoNames(), write_predictions=out)
    read = run([corpus_path], "end-to-end", geoparser=TwoNames(), predictions=out)
    assert _rows(parsed, "end to end") == _rows(read, "end to end")
    (row,) = _rows(read, "end to end")
    assert (row["right"], row["answered"], row["gold"]) == (1, 2, 2)
    assert _rows(parsed, "errors") == _rows(read, "errors")
    classes = {(row["side"], row["class"]): row["most frequent"] for row in _rows(read, "errors")}
    assert classes == {("missed", "boundary"): "Mosul Square", ("spurious", "boundary"): "Mosul"}
    for title, group in (("by kind", "Literal"), ("by role", "literal")):
        assert _rows(read, title) == [{"group": group, "gold": 2, "right": 1, "recall": 0.5}]


def test_run_lists_what_the_gazetteer_lacks(corpus_path):
    """Coverage counts candidates and names the mentions without one."""
    report = run([corpus_path], "coverage", geoparser=TwoNames())
    row = _rows(report, "coverage")[0]
    assert (row["gold"], row["with_right_candidate"]) == (2, 1)
    assert _rows(report, "missing") == [{"cause": "no candidate", "name": "Mosul Square [?]", "mentions": 1}]


@pytest.mark.parametrize(
    ("task", "options", "message"),
    [
        ("recall", {}, "'recall' is not a task"),
        ("coverage", {"predictions": "x.jsonl"}, "gazetteer alone"),
        ("recognition", {"predictions": "missing.jsonl"}, "missing.jsonl"),
    ],
)
def test_run_refuses_what_it_cannot_score(corpus_path, task, options, message):
    """The message names the value and the way out."""
    with pytest.raises(InputError, match=message):
        run([corpus_path], task, geoparser=TwoNames(), **options)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", "not a corpus record"),
        ("not json", "not a corpus record"),
        (json.dumps({**RECORDS[0], "text": "Moved by one. " + RECORDS[0]["text"]}), "count code points"),
    ],
)
def test_read_corpus_names_the_line(tmp_path, line, message):
    """A bad record is refused with file and line."""
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(RECORDS[1]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"bad\.jsonl:2: .*{message}"):
        read_corpus(path)


def test_folds_keep_a_publisher_together(corpus_path):
    """No host stands on both sides of a fold, every document is held out once, and again the same."""
    document = read_corpus(corpus_path).documents[0]
    documents = [
        replace(document, id=f"{host}-{number}", source=f"https://paper{host}.example/{number}")
        for host in range(24)
        for number in range(2)
    ]
    split = folds(documents)
    assert split == folds(documents)
    assert sorted(held.id for _, fold in split for held in fold) == sorted(d.id for d in documents)
    for training, held_out in split:
        assert not {d.host for d in training} & {d.host for d in held_out}
        assert len(training) + len(held_out) == len(documents)


def test_folds_split_one_publisher_by_article(corpus_path):
    """Articles of one site are split by their address; parts of one article stay together."""
    document = read_corpus(corpus_path).documents[0]
    documents = [
        replace(document, id=f"{article}-{part}", source=f"https://one.example/{article}")
        for article in range(10)
        for part in range(2)
    ]
    for training, held_out in folds(documents):
        assert len(held_out) == 4
        assert not {d.source for d in training} & {d.source for d in held_out}
