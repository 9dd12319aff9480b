"""The stages together: a report goes in, places come out, by id."""

from __future__ import annotations

import json

import pytest

from geomap import Document, Geoparser, InputError, MentionKind, PlaceId, Precision, collect

REPORT = """Malian special forces have begun an operation to free the town of Ménaka, held by gunmen.
Malian Colonel Oumar Bechar, the spokesman for the command in Gao region, said on Friday that it "began at dawn".
Bechar said troops are backed by French-led aircraft. CNLT spokesman Salif al-Homan said Ménaka residents had helped.
The army wants to drive the Dafina Takwa fighters from Gao by late October.
Ménaka lies some 300 km east of Gao, which stands on the Niger river. Since March 2013, France has flown raids."""


@pytest.fixture(scope="module")
def parsed(geoparser: Geoparser):
    return geoparser.parse(Document(text=REPORT, id="menaka"))


@pytest.fixture(scope="module")
def by_text(parsed):
    return {resolution.mention.text: resolution for resolution in parsed.resolutions}


def test_a_report_like_those_from_iraq_gives_its_places(by_text):
    """Another country, other people, groups and months: the town, the region, the countries and the river."""
    found = {name: str(by_text[name].place.id) for name in ("Ménaka", "Gao", "Malian", "France", "Niger")}
    assert found["Ménaka"] == "geonames:2453514"
    assert found["Malian"] == "geonames:2453866"
    assert found["France"] == "geonames:3017382"
    assert found["Niger"] == "naturalearth:river-niger"
    assert found["Gao"] in ("geonames:2457163", "geonames:2457161")


def test_people_groups_and_months_are_no_places(by_text):
    """What looks like a name but stands where persons, groups and dates stand is left alone."""
    for name in ("Bechar", "Homan", "CNLT", "Dafina", "Takwa", "October", "March", "Friday", "Oumar"):
        assert not [text for text in by_text if name in text], name


def test_demonyms_are_marked(by_text):
    """"Malian" is a demonym and means its country."""
    assert by_text["Malian"].mention.kind == MentionKind.DEMONYM


def test_mentions_slice_back_to_the_text(parsed):
    """Offsets are code points into the text as it was given."""
    for mention in parsed.mentions:
        assert REPORT[mention.start : mention.end] == mention.text


def test_locations_say_how_fine_they_are(by_text):
    """A town is a settlement, a country a country, a river a line."""
    assert by_text["Ménaka"].location.precision == Precision.SETTLEMENT
    assert by_text["France"].location.precision == Precision.COUNTRY
    assert by_text["Niger"].location.precision == Precision.LINE


def test_given_spans_are_resolved_as_they_are(geoparser):
    """The caller's mentions are kept, one resolution each, in their order."""
    text = "From Kirkuk to Erbil."
    parsed = geoparser.resolve(Document(text=text), [(15, 20), (5, 11)])
    assert [str(r.place.id) for r in parsed.resolutions] == ["geonames:95446", "geonames:94787"]


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-1, 4), (2, 99)])
def test_a_span_outside_the_text_is_refused(geoparser, span):
    """The message shows the span and the text's length."""
    with pytest.raises(InputError, match="characters"):
        geoparser.resolve(Document(text="From Kirkuk."), [span])


def test_an_empty_text_has_no_mentions(geoparser):
    """Nothing in, nothing out, no error."""
    assert geoparser.parse(Document(text="")).resolutions == ()


def test_the_sample_report_gives_its_gold_places(geoparser, root):
    """The repository's sample: at least nine of ten of its gold mentions with their places, by id."""
    text = (root / "tests/cases/sample-report.txt").read_text(encoding="utf-8")
    gold = json.loads((root / "tests/cases/sample-report.json").read_text(encoding="utf-8"))
    parsed = geoparser.parse(Document(text=text))
    found = {(r.mention.start, r.mention.end): str(r.place.id) if r.place else None for r in parsed.resolutions}
    wanted = {
        (m["start"], m["end"]): m.get("place_id") or m.get("place") for m in gold["mentions"]
    }
    right = [span for span, place in wanted.items() if found.get(span) == place]
    assert len(right) >= 0.9 * len(wanted), sorted(text[a:b] for a, b in set(wanted) - set(right))
    for place in ("geonames:99003", "geonames:99072", "geonames:92877", "geonames:99237", "naturalearth:river-tigris"):
        assert place in found.values(), place


def test_areas_and_rivers_have_shapes(gazetteer):
    """Nineveh, Iraq and the Tigris are drawn as what they are."""
    for place, kind in (
        ("geonames:92877", "Polygon"),
        ("geonames:99237", "Polygon"),
        ("naturalearth:river-tigris", "LineString"),
    ):
        assert kind in gazetteer.geometry(PlaceId.parse(place)).geom_type


def test_provenance_names_gazetteer_and_stages(parsed):
    """Enough to make the result again."""
    assert parsed.provenance.gazetteer and parsed.provenance.recognizer and parsed.provenance.resolver


def test_an_official_with_a_country_for_a_first_name_is_no_place(geoparser):
    """Who follows an office and a comma is a person, whatever the name looks like."""
    text = "The deputy governor of Nineveh, Jordan Amin Rawi, told reporters that the roads were open."
    assert [mention.text for mention in geoparser.parse(Document(text=text)).mentions] == ["Nineveh"]


def test_coordinates_in_a_text_are_a_place_of_their_own(geoparser):
    """A position that a report gives is on the map, in its country, and counts once however it is written."""
    text = "The quake struck at 28.147°N 84.708°E. A second report gives 28.147, 84.708 near Kathmandu, Nepal."
    atlas = collect([geoparser.parse(Document(text=text, id="quake"))])
    point = next(found for found in atlas.places if found.place.id.source == "point")
    assert str(point.place.id) == "point:coordinate@28.14700,84.70800"
    assert (point.place.name, point.place.country_code) == ("28.147°N 84.708°E", "NP")
    assert [each.resolution.mention.text for each in point.mentions] == ["28.147°N 84.708°E", "28.147, 84.708"]
    assert not atlas.unresolved


def test_coordinates_at_sea_are_in_no_country(geoparser):
    """A ship's position is drawn too."""
    (found,) = geoparser.parse(Document(text="The vessel drifted at 13.10°N 43.05°E.")).resolutions
    assert (found.place.latitude, found.place.longitude, found.place.country_code) == (13.1, 43.05, None)
