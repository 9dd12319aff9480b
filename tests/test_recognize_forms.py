"""Roads and lists are marked by their form, hashtags are split by their capitals, wrapped lines are read through."""

import pytest

from geomap import Document
from geomap.gazetteer import Gazetteer
from geomap.recognize import TrainedRecognizer
from geomap.recognize.hashtags import find_hashtags
from geomap.recognize.lists import find_listed
from geomap.recognize.roads import find_roads
from geomap.recognize.tokens import tokenize
from geomap.recognize.wholes import find_wholes


@pytest.mark.parametrize(
    ("text", "roads"),
    [
        ("A truck burned on Interstate 40 and on I-40.", ["Interstate 40", "I-40"]),
        ("It closed U.S. 287 near Amarillo, and US 19.", ["U.S. 287", "US 19"]),
        ("They drove down U.S. Highway 61 and State Route 9W.", ["U.S. Highway 61", "State Route 9W"]),
        ("Shops on Old Kent Road and 3rd Avenue shut.", ["Old Kent Road", "3rd Avenue"]),
        ("On Martin Luther King Jr. Boulevard NW.", ["Martin Luther King Jr. Boulevard NW"]),
        ("The U.S. 5 percent rule met the U.S. 12 times.", []),
        ("Studios. North Main Street is shut.", ["North Main Street"]),
        ("Harare's Third Street, and Florida Highway 40.", ["Third Street", "Highway 40"]),
        ("Senator Lane met Diane Lane. The fire on Diane Lane was small.", ["Diane Lane"]),
        ("The road to Mosul is a long way, and the street is narrow.", []),
    ],
)
def test_find_roads_by_their_form(text, roads):
    """Numbered ways and streets with a name, and no number that follows a country."""
    tokens = tokenize(text)
    assert [tokens.surface(first, last) for first, last in find_roads(tokens)] == roads


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#NewYork stands with #SaudiArabia", ["NewYork", "SaudiArabia"]),
        ("#Kyiv2024 and #PrayForParis", ["Kyiv", "Paris"]),
        ("#LosAngelesFires #SriLankaFloods", ["LosAngeles", "SriLanka"]),
        ("#kharkiv #help #ukraine", ["kharkiv", "ukraine"]),
        ("#ClimateAction #LoveIsland #StopTheWar #WorldCup #ManUnited", []),
        ("Item # 5 and C# code", []),
    ],
)
def test_find_hashtags_splits_them_at_capitals(text, names):
    """A tag names a place whole or in part; other tags name none."""
    with Gazetteer.open() as gazetteer:
        mentions = find_hashtags(text, gazetteer)
        assert [mention.text for mention in mentions] == names
        assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


def test_a_hashtag_is_looked_up_with_its_spaces():
    """The words of a tag are a name of the gazetteer."""
    with Gazetteer.open() as gazetteer:
        found = gazetteer.candidates(["SaudiArabia", "TelAviv"])
    assert str(found["SaudiArabia"][0].place.id) == "geonames:102358"
    assert str(found["TelAviv"][0].place.id) == "geonames:293397"


WRAPPED = (
    "The storm that crossed the coast on Monday moved from New\nYork towards Rhode Island and then hit parts of Los\n"
    "Angeles county, officials said. Nobody was hurt in Rhode\nIsland so far."
)


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        (WRAPPED, ["The", "Nobody"]),
        ("Floods hit Dhaka\nThousands flee as rivers burst\nBy Rahim Khan", ["Floods", "Thousands", "By"]),
        ("Sylhet\nKhulna\nDhaka", ["Sylhet", "Khulna", "Dhaka"]),
    ],
    ids=["wrapped text", "headlines", "a list"],
)
def test_lines_are_sentences_only_where_they_were_not_wrapped(text, openings):
    """A line that had no room for the next word goes on; a headline and an entry of a list do not."""
    tokens = tokenize(text)
    assert [tokens.texts[index] for index, opens in enumerate(tokens.opens) if opens] == openings


def test_possessives_are_their_own_tokens_in_capitals_too():
    """ "MOSUL'S" is Mosul's, "Sana'a" is one word."""
    assert tokenize("MOSUL'S MAYOR SAW Sana'a").texts == ["MOSUL", "'S", "MAYOR", "SAW", "Sana'a"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Stops:\nAddis Ababa\nNairobi;\nDar es Salaam\nPort of Spain", 4),
        ("Affected districts:\n- Sylhet\n- Sunamganj\n1. Khulna\n2) Barisal", 4),
        ("Contact\nHome\nSports\nParis\nOpinion\nHelp", 0),
        ("Ruth Baker\nMary Jones\nOmar Haddad", 0),
        ("Monday\nTuesday\nSunday", 0),
    ],
)
def test_find_listed_takes_lists_of_places(text, names):
    """Lines that are names of the gazetteer for the most part, with or without bullets; no menus, no people."""
    with Gazetteer.open() as gazetteer:
        mentions = find_listed(text, gazetteer)
    assert len(mentions) == names
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Camps in Cox’s Bazar and on Martha's Vineyard were cleared.", ["Cox’s Bazar", "Martha's Vineyard"]),
        ("A ferry sank between the Sea of Azov and the Strait of Messina.", ["Sea of Azov", "Strait of Messina"]),
        ("Near King's Lynn the farmer's Norfolk barn burned.", ["King's Lynn"]),
        ("Syria's Aleppo and Khartoum's Omdurman were shelled.", []),
        ("The Gulf of opinion; he sat on the board of Oxford.", []),
        ("They met at Land's\n\nEnd of the report.", []),
    ],
)
def test_find_wholes_keeps_names_with_a_small_word_together(text, names):
    """What the gazetteer calls by the whole is one name; an owner and what he owns are two."""
    tokens = tokenize(text)
    with Gazetteer.open() as gazetteer:
        assert [tokens.surface(first, last) for first, last in find_wholes(tokens, gazetteer)] == names


def test_a_whole_takes_the_place_of_its_parts(gazetteer):
    """The strait is no town, and the town in Bangladesh is no village in Spain."""
    text = "Cyclone warnings went up in Cox's Bazar; tankers passed the Strait of Malacca on Sunday."
    found = [mention.text for mention in TrainedRecognizer(gazetteer).recognize(Document(text=text))]
    assert found == ["Cox's Bazar", "Strait of Malacca"]
