"""Texts as they come: headlines, datelines, lists, tweets, bylines, hyphens, quotes, wrapped lines, roads, halls."""

import pytest

from geomap import Document, Geoparser
from geomap.model import MentionRole, Precision
from geomap.recognize import TrainedRecognizer

pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def geoparser():
    return Geoparser()


@pytest.fixture(scope="module")
def recognizer(geoparser):
    return TrainedRecognizer(geoparser.gazetteer)


TEXTS = [
    # Datelines and bylines.
    ("BAGHDAD (AP) — Two rockets landed near the airport on Monday, officials said.", ["BAGHDAD"]),
    ("MOSUL, Iraq — Residents returned to the old city on Friday.", ["MOSUL", "Iraq"]),
    ("KYIV, Ukraine (NRA) - Sirens sounded in Kharkiv and Odesa.", ["KYIV", "Ukraine", "Kharkiv", "Odesa"]),
    (
        "By Sara Holt\nStaff Writer\n\nPARIS, Texas (NRA) -- Deputies searched a field near Honey Grove on Monday.",
        ["PARIS", "Texas", "Honey Grove"],
    ),
    # Headlines.
    ("Floods hit Dhaka\n\nThousands flee as rivers rise in northern Bangladesh", ["Dhaka", "Bangladesh"]),
    ("Quake Shakes Northern Chile, Damages Homes in Iquique", ["Chile", "Iquique"]),
    # Hyphens, slashes, possessives, quotes.
    ("US-led forces struck near Raqqa; Kabul-based groups left.", ["US", "Raqqa", "Kabul"]),
    ("The Athens-Clarke County police and Paris-born singers met.", ["Athens-Clarke County", "Paris"]),
    ("Turkish-backed rebels and non-EU nationals crossed the border.", ["Turkish", "EU"]),
    ("Trade between Mosul/Nineveh and Erbil stopped.", ["Mosul", "Nineveh", "Erbil"]),
    ("Iraq’s “Nineveh” province and Mosul’s old city were quiet.", ["Iraq", "Nineveh", "Mosul"]),
    ("IRAQ'S ARMY LEFT THE TOWN ON MONDAY, A SPOKESMAN IN BAGHDAD SAID.", ["IRAQ", "BAGHDAD"]),
    # Lists, tweets.
    ("Affected districts:\n- Sylhet\n- Sunamganj\n1. Khulna\n2) Barisal", ["Sylhet", "Sunamganj", "Khulna", "Barisal"]),
    ("Explosion heard in #Mosul. #NewYork stands with #Iraq! #BREAKING", ["Mosul", "NewYork", "Iraq"]),
    ("Voters in Nairobi, Mombasa, Kisumu and Eldoret queued.", ["Nairobi", "Mombasa", "Kisumu", "Eldoret"]),
    # Lines broken to a width.
    (
        "The storm that crossed the coast on Monday moved from New\nYork towards Rhode Island and then hit parts of "
        "Los\nAngeles county, officials said. Nobody was hurt in Rhode\nIsland so far.",
        ["New\nYork", "Rhode Island", "Los\nAngeles", "Rhode\nIsland"],
    ),
    # Noise of a scanner: what is spelled right is found.
    ("The rnayor of Baghdad sald that the road to Tikrit was calm .", ["Baghdad", "Tikrit"]),
]


@pytest.mark.parametrize(("text", "names"), TEXTS, ids=[text[:24] for text, _ in TEXTS])
def test_texts_as_they_come(recognizer, text, names):
    """Every name, and no other."""
    assert [mention.text for mention in recognizer.recognize(Document(text=text))] == names


STREETS = [
    ("A fire broke out on Elm Street in Springfield, Illinois, on Tuesday.", "Elm Street", 39.80, -89.64),
    ("The crash happened on Highway 61 near Natchez in Mississippi.", "Highway 61", 31.56, -91.40),
    ("A van was found on Old Kent Road in London.", "Old Kent Road", 51.51, -0.13),
    ("The truck overturned on Interstate 40 in Amarillo, Texas.", "Interstate 40", 35.22, -101.83),
    ("Police in Boise, Idaho, closed Paris Road on Monday.", "Paris Road", 43.61, -116.20),
]


@pytest.mark.parametrize(("text", "street", "latitude", "longitude"), STREETS, ids=[row[1] for row in STREETS])
def test_streets_stand_where_the_text_puts_them(geoparser, text, street, latitude, longitude):
    """A street is a mention without a place, located at the town beside it; a town in its name is not meant."""
    parsed = geoparser.parse(Document(text=text))
    resolution = next(resolution for resolution in parsed.resolutions if resolution.mention.text == street)
    assert resolution.place is None
    assert resolution.location.precision is Precision.DERIVED
    point = resolution.location.latitude, resolution.location.longitude
    assert point == pytest.approx((latitude, longitude), abs=0.05)


@pytest.mark.parametrize(
    ("text", "facility", "feature"),
    [
        ("Engineers said the water behind Mosul Dam rose last week.", "Mosul Dam", "DAM"),
        ("Flights from Baghdad International Airport were delayed.", "Baghdad International Airport", "AIRP"),
        ("Two soldiers were wounded at Camp Bastion in Helmand.", "Camp Bastion", "MILB"),
        ("Protesters gathered on Tahrir Square in Cairo.", "Tahrir Square", "SQR"),
    ],
)
def test_facilities_are_places_of_their_own(geoparser, text, facility, feature):
    """What the gazetteer has is found whole, not by the town in its name."""
    parsed = geoparser.parse(Document(text=text))
    resolution = next(resolution for resolution in parsed.resolutions if resolution.mention.text == facility)
    assert resolution.place.feature_code == feature


def test_a_hall_without_a_record_stands_in_its_town(geoparser):
    """A church that no gazetteer has is placed at the town that the text names."""
    text = "A bomb exploded outside St. Mary's Church in Kirkuk on Sunday, police said."
    church, town = geoparser.parse(Document(text=text)).resolutions
    assert (church.mention.text, town.mention.text) == ("St. Mary's Church", "Kirkuk")
    assert church.place is None
    assert church.location.latitude == town.location.latitude


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Students at Aleppo University returned to class.", "Aleppo", MentionRole.EMBEDDED),
        ("Exams at the University of Aleppo begin in May.", "Aleppo", MentionRole.EMBEDDED),
        ("Iraqi forces entered the town on Monday.", "Iraqi", MentionRole.MODIFIER),
        ("Baghdad said that it would answer the attack.", "Baghdad", MentionRole.METONYMIC),
        ("Two people were hurt in Mosul on Monday.", "Mosul", MentionRole.LITERAL),
        ("MOSUL, Iraq — The market is open again.", "MOSUL", MentionRole.DATELINE),
        ("Officials in Iran, Iraq and Turkey met in Geneva.", "Iraq", MentionRole.LITERAL),
    ],
)
def test_roles_by_what_stands_around(recognizer, text, name, role):
    """Organisations embed, adjectives modify, governments speak, towns lie somewhere."""
    mention = next(mention for mention in recognizer.recognize(Document(text=text)) if mention.text == name)
    assert mention.role is role
