"""The rules tell places from people, groups and dates by context, in reports of many countries."""

from itertools import pairwise

import pytest

from geomap.gazetteer import Gazetteer
from geomap.model import Document, MentionKind, MentionRole
from geomap.recognize import Recognizer, RulesRecognizer


@pytest.fixture(scope="module")
def recognizer():
    with Gazetteer.open() as gazetteer:
        yield RulesRecognizer(gazetteer)


def found(recognizer, text):
    """Trimmed texts of the mentions, checking that each slices back."""
    mentions = recognizer.recognize(Document(text=text))
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))
    return mentions


REPORTS = [
    (
        "Sudanese troops pushed towards the town of Kutum on Monday, a relief worker said. Colonel Yasir Dawud, the "
        "spokesman for the garrison in North Darfur state, said the advance began before sunrise with help from the "
        "Rapid Intervention Battalion (RIB). Dawud added that aid from the EU-funded airlift would follow in October. "
        "RIB commander Hatim al-Zubayr, who was born in Kutum, blamed Harakat fighters. The clashes spread to "
        "El Fasher, 90 kilometers south of Kutum, and along the Nile river in Sudan.",
        {"Kutum", "Sudan", "Sudanese", "El Fasher", "Nile"},
        {"Yasir", "Dawud", "RIB", "Monday", "October", "Hatim", "Zubayr", "Harakat"},
    ),
    (
        "Ukrainian officials said on Friday that a bridge near Izium had been repaired. Major Taras Vovk, a "
        "spokesman for the engineers in Kharkiv province, said the work took three weeks. Vovk said the US-made "
        "parts came through Poland in late August. Izium lies on the Donets river, some 120 km southeast of Kharkiv. "
        "Mayor Oksana Lys thanked the Polish crews. Later, Lys visited the town of Balakliya in Ukraine.",
        {"Ukrainian", "Izium", "Kharkiv", "Poland", "Polish", "Balakliya", "Ukraine", "US"},
        {"Taras", "Vovk", "Oksana", "Lys", "Friday", "August"},
    ),
    (
        "Colombian police seized three boats in the city of Buenaventura, said General Hernando Paz. Paz told "
        "reporters in Bogota that the boats belonged to the Clan Azul, which operates in Choco province. The raid in "
        "March was the second in a week. Marcela Rios, 41, a fisher, said her brother had fled to Panama. Rios "
        "wants to return to Buenaventura before May.",
        {"Colombian", "Buenaventura", "Bogota", "Choco", "Panama"},
        {"Hernando", "Paz", "Clan", "Azul", "March", "Marcela", "Rios", "May"},
    ),
]


@pytest.mark.parametrize(("text", "places", "others"), REPORTS)
def test_rules_read_a_report(recognizer, text, places, others):
    """Places are found wherever they stand; people, groups and months are not."""
    texts = {mention.text for mention in found(recognizer, text)}
    assert places <= texts
    words = {word.strip(".-") for mention in texts for word in mention.split()}
    assert not words & others


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("The plant is in Paducah, Ky., near the river.", ["Paducah", "Ky."], "an abbreviated state after its town"),
        ("Rep. Ann Lowe, D-Toledo, voted no.", ["Toledo"], "a party letter and the seat"),
        ("May and June were dry in Kenya.", ["Kenya"], "months are no places"),
        ("Washington Irving wrote about the Hudson River.", ["Hudson River"], "a person with a city's name"),
        ("Mr. Austin met Sidney Miller in Denver.", ["Denver"], "surnames and given names of places"),
        ("He studied at the University of Nairobi.", ["Nairobi"], "a city inside an institution"),
        ("NAIROBI (Reuters) — Talks failed.", ["NAIROBI"], "a dateline"),
        ("Flights from Guinea-Bissau were cancelled.", ["Guinea-Bissau"], "a hyphen inside the name"),
        ("Police said nothing. Officials in Police, Poland, agreed.", ["Police", "Poland"], "a town like a word"),
        ("It rained in the village of Upper Snodding.", ["Upper Snodding"], "an unknown village that is called one"),
        ("", [], "nothing"),
        ("!!! ... ???", [], "marks only"),
    ],
)
def test_rules_weigh_the_words_around(recognizer, text, expected, why):
    """One sentence, one rule."""
    assert [mention.text for mention in found(recognizer, text)] == expected, why


def test_rules_mark_kinds_and_roles(recognizer):
    """Demonyms, modifiers, metonyms, names inside organisations and datelines are told apart."""
    text = "CAIRO (AP) — Egyptian doctors of Aleppo University left Syria. Damascus said the US-led talks would go on."
    kinds = {mention.text: (mention.kind, mention.role) for mention in found(recognizer, text)}
    assert kinds["CAIRO"] == (MentionKind.TOPONYM, MentionRole.DATELINE)
    assert kinds["Egyptian"] == (MentionKind.DEMONYM, MentionRole.MODIFIER)
    assert kinds["Aleppo"] == (MentionKind.TOPONYM, MentionRole.EMBEDDED)
    assert kinds["Syria"] == (MentionKind.TOPONYM, MentionRole.LITERAL)
    assert kinds["Damascus"] == (MentionKind.TOPONYM, MentionRole.METONYMIC)
    assert kinds["US"] == (MentionKind.TOPONYM, MentionRole.MODIFIER)


def test_rules_keep_the_recognizer_protocol(recognizer):
    """A recogniser has a name and recognises."""
    assert isinstance(recognizer, Recognizer)
    assert recognizer.name == "rules"
