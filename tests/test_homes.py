"""Homes: where a source reports from settles what its text leaves open, and only when somebody says so."""

from __future__ import annotations

import json

import pytest

from geomap import Document, Geoparser, InputError
from geomap.cli import main
from geomap.publisher import publisher_of
from geomap.resolve.certainty import certainty
from geomap.resolve.homes import learned_by_document
from geomap.sphere import unit_vector

PARIS_FRANCE, PARIS_TEXAS = "geonames:2988507", "geonames:4717560"
#: A town's own paper: one report that names its Paris alone, two that say where that is.
REPORTS = [
    Document(id="alone", source="https://paper.example/1", text="The fair in Paris opens on Friday, the mayor said."),
    Document(id="bonham", source="https://paper.example/2", text="Paris, Texas: a crash near Bonham shut the road."),
    Document(id="cooper", source="https://paper.example/3", text="Floods hit Cooper and Paris, Lamar County, Texas."),
    Document(id="reno", source="https://paper.example/4", text="Paris and Reno, Lamar County, share a fire brigade."),
    Document(id="other", source="https://elsewhere.example/1", text="The fair in Paris opens on Friday."),
]


def paris(parsed) -> str:
    return next(str(each.place.id) for each in parsed.resolutions if each.mention.text == "Paris")


@pytest.mark.parametrize("near", ["Paris, Texas", PARIS_TEXAS, "33.66, -95.56"])
def test_a_home_that_the_user_says_settles_an_open_name(gazetteer, near):
    """A town's name with its state, its id or its coordinates all mean the same home."""
    assert paris(Geoparser(gazetteer).parse(REPORTS[0])) == PARIS_FRANCE
    assert paris(Geoparser(gazetteer, near=near).parse(REPORTS[0])) == PARIS_TEXAS


def test_the_text_still_outweighs_the_home(gazetteer):
    """What the text itself says of a name stands against the home."""
    text = "Workers in Paris, France, went on strike."
    assert paris(Geoparser(gazetteer, near="Paris, Texas").parse(Document(text=text))) == PARIS_FRANCE


@pytest.mark.parametrize("country", ["US", "us", "United States"])
def test_a_country_is_known_by_code_and_name(gazetteer, country):
    """The code and the name of a country give the same answers."""
    text = "A blaze in Birmingham was put out."
    (answer,) = Geoparser(gazetteer, country=country).parse(Document(text=text)).resolutions
    assert str(answer.place.id) == "geonames:4049979"


@pytest.mark.parametrize(
    ("home", "complaint"),
    [
        ({"near": "Zzyqqort"}, "not a place that the gazetteer knows"),
        ({"near": "95, 10"}, "latitude runs from -90 to 90"),
        ({"country": "Atlantis"}, "not a country"),
        ({"country": "ZZ"}, "not a country"),
    ],
)
def test_an_unknown_home_is_refused_with_advice(gazetteer, home, complaint):
    """A home that the gazetteer lacks is an error, not a silent guess."""
    with pytest.raises(InputError, match=complaint):
        Geoparser(gazetteer, **home)


def test_homes_are_learned_from_the_other_reports_of_a_source(geoparser):
    """The report that names Paris alone takes its paper's Paris; another source's does not."""
    parsed = [geoparser.parse(document) for document in REPORTS]
    assert paris(parsed[0]) == PARIS_FRANCE
    knowing = geoparser.knowing_homes(parsed)
    again = [knowing.again(each) for each in parsed]
    assert paris(again[0]) == PARIS_TEXAS
    assert paris(again[4]) == PARIS_FRANCE
    assert again[0].provenance.options == {"homes": "learned"}
    assert again[0].provenance.recognizer == parsed[0].provenance.recognizer


def test_a_report_does_not_confirm_itself(geoparser, gazetteer):
    """The only report of a source has no home, and one without a source neither."""
    parsed = [geoparser.parse(REPORTS[4]), geoparser.parse(Document(id="nobody's", text="Paris is quiet."))]
    assert learned_by_document(parsed, gazetteer) == {}


def test_the_order_of_the_reports_does_not_matter(geoparser, gazetteer):
    """Homes are the same whichever report is read first."""
    parsed = [geoparser.parse(document) for document in REPORTS]
    forward, backward = learned_by_document(parsed, gazetteer), learned_by_document(parsed[::-1], gazetteer)
    assert forward.keys() == backward.keys()
    assert forward["alone"].areas == pytest.approx(backward["alone"].areas)


def test_a_publisher_is_the_host_of_an_address():
    """An address stands for its host, anything else for itself."""
    assert publisher_of("https://www.paper.example/news/1?x=2") == "www.paper.example"
    assert publisher_of("The Morning Paper") == "The Morning Paper"
    assert publisher_of("http://[once") == "http://[once"


def test_the_command_learns_homes(tmp_path, capsys):
    """`--learn-homes` reads all reports before it answers; `--near` says the home at once."""
    path = tmp_path / "reports.jsonl"
    path.write_text(
        "".join(json.dumps({"id": d.id, "source": d.source, "text": d.text}) + "\n" for d in REPORTS), encoding="utf-8"
    )

    def first(*options: str) -> str:
        assert main(["parse", "-q", str(path), *options]) == 0
        mentions = json.loads(capsys.readouterr().out.splitlines()[0])["mentions"]
        return next(mention["place"]["id"] for mention in mentions if mention["text"] == "Paris")

    assert first() == PARIS_FRANCE
    assert first("--learn-homes") == PARIS_TEXAS
    assert first("--near", "Paris, Texas") == PARIS_TEXAS


def test_certainty_counts_what_lies_near_for_most_of_its_chance():
    """A rival next door hardly lowers the certainty; one across the sea does."""
    mosul, erbil, ocean = unit_vector(36.34, 43.13), unit_vector(36.19, 44.01), unit_vector(-30.0, -120.0)
    next_door = certainty([mosul, erbil], [0.6, 0.4], 0)
    assert 0.85 < next_door <= 1.0
    assert certainty([mosul, ocean], [0.6, 0.4], 0) == pytest.approx(0.6, abs=0.01)
    assert certainty([None, ocean], [0.6, 0.4], 0) == 0.6
