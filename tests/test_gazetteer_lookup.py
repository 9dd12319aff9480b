"""Look-up in the gazetteer that geomap brings: exact, folded, alternate and fuzzy, told apart."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from geomap.gazetteer import Gazetteer
from geomap.model import Bounds, MatchKind

MOSUL, KIRKUK, KYIV, QAYYARAH = "geonames:99072", "geonames:94787", "geonames:703448", "geonames:99003"


@pytest.mark.parametrize(
    ("name", "place_id", "match"),
    [
        ("Mosul", MOSUL, MatchKind.EXACT),
        ("MOSUL", MOSUL, MatchKind.FOLDED),
        ("mosul", MOSUL, MatchKind.FOLDED),
        ("Al Qayyarah", QAYYARAH, MatchKind.FOLDED),
        ("Al-Qayyārah", QAYYARAH, MatchKind.FOLDED),
        ("Qayyarah", QAYYARAH, MatchKind.ALTERNATE),
        ("Kiev", KYIV, MatchKind.ALTERNATE),
        ("Kyiv", KYIV, MatchKind.EXACT),
        ("القيارة", QAYYARAH, MatchKind.ALTERNATE),
        ("Мосул", MOSUL, MatchKind.ALTERNATE),
        ("摩苏尔", MOSUL, MatchKind.ALTERNATE),
        ("Kirkuk", KIRKUK, MatchKind.EXACT),
        ("Karkuk", KIRKUK, MatchKind.ALTERNATE),
        ("كركوك", KIRKUK, MatchKind.ALTERNATE),
    ],
)
def test_candidates_tell_how_the_name_matched(gazetteer, name, place_id, match):
    """The place is among the first ten, with the kind of match and a similarity of 1."""
    found = [each for each in gazetteer.candidates([name], limit=10)[name] if str(each.place.id) == place_id]
    assert [(each.match, each.similarity) for each in found] == [(match, 1.0)]


@pytest.mark.parametrize(
    ("name", "place_id", "why"),
    [
        ("Qayara", QAYYARAH, "one y, no h"),
        ("Gayara", QAYYARAH, "as Iraqis say it"),
        ("Karkouk", KIRKUK, "French"),
        ("Kirkukk", KIRKUK, "a letter too many"),
        ("Kirkk", KIRKUK, "a letter too few"),
        ("Mosulh", MOSUL, "a wrong key"),
        ("Msoul", MOSUL, "neighbours changed places"),
        ("Kyyiv", KYIV, "a letter twice"),
        ("Kieff", KYIV, "an old spelling"),
        ("Мосуль", MOSUL, "Cyrillic with a soft sign"),
        ("Μοσούλη", MOSUL, "Greek"),
    ],
)
def test_similar_finds(gazetteer, name, place_id, why):
    """The place meant is among the ten most alike, marked as a fuzzy match."""
    found = gazetteer.similar(name)
    assert len(found) <= 10
    assert place_id in [str(each.place.id) for each in found], why
    assert {each.match for each in found} == {MatchKind.FUZZY}
    assert all(0 < each.similarity <= 1 for each in found)


def test_similar_tells_the_name_that_it_found(gazetteer):
    """The matched name is spelled as the gazetteer spells it, and each place comes once."""
    found = gazetteer.similar("Qayara")
    best = next(each for each in found if str(each.place.id) == QAYYARAH)
    assert best.matched_name in ("Qayyarah", "Al Qaiyara", "Qaiyara", "Al Qayyārah")
    assert len({each.place.id for each in found}) == len(found)


@pytest.mark.parametrize("name", ["", "?", "🙂", "x" * 300])
def test_similar_of_what_is_no_name_is_no_error(gazetteer, name):
    """Absence is a value."""
    assert isinstance(gazetteer.similar(name), tuple)


def test_a_batch_finds_what_single_look_ups_find(gazetteer):
    """Whole documents are looked up at once, with the same answers, and every name has one."""
    names = ["Mosul", "mosul", "US", "us", "Nineveh province", "the Hague", "Mosul, Iraq", "Qwrtz", "Paris", "القيارة"]
    batch = gazetteer.bearers(names)
    assert list(batch) == names
    for name in names:
        assert batch[name] == gazetteer.bearers([name])[name]
    assert batch["Qwrtz"] == ()


def test_more_names_than_one_statement_takes(gazetteer):
    """Batches are cut where SQLite wants it."""
    names = [f"Mosul {number}" for number in range(900)] + ["Mosul"]
    found = gazetteer.bearers(names)
    assert len(found) == 901
    assert gazetteer.place_id(found["Mosul"][0].number).key == "99072"


def test_generic_words_lead_to_their_kind_of_place(gazetteer):
    """ "Nineveh province" is the province; without the word other bearers of the name count as well."""
    codes = {bearer.code[1:4] for bearer in gazetteer.bearers(["Nineveh province"])["Nineveh province"][:1]}
    assert codes == {"ADM"}


@pytest.mark.parametrize(
    ("name", "expected", "code"),
    [
        ("Province of Nineveh", "Nineveh", "ADM1"),
        ("Governorate of Nineveh", "Nineveh", "ADM1"),
        ("Qada Sinjar", "Sinjar", "ADM2"),
        ("Jebel Sinjar", "Sinjar Mountains", "MTS"),
        ("County Cork", "Cork", "ADM1"),
        ("River Tigris", "Tigris", "STM"),
        ("río Magdalena", "Magdalena", "STM"),
        ("lac Tchad", "Lake Chad", "LK"),
        ("wilaya de Tlemcen", "Tlemcen", "ADM1"),
        ("Oblast of Kharkiv", "Kharkivshchyna", "ADM1"),
        ("Al-Sharqat", "Ash Sharqāt", "PPL"),
    ],
)
def test_generic_words_of_many_languages_come_off(gazetteer, name, expected, code):
    """What the gazetteer does not have as written is found by its name proper, as its kind of place."""
    first = gazetteer.bearers([name])[name][0]
    assert (first.label, first.code[1:]) == (expected, code)


def test_words_that_are_part_of_names_stay_on_known_names(gazetteer):
    """Tel Aviv is no "Aviv", and no street is taken for a river."""
    assert {bearer.key for bearer in gazetteer.bearers(["Tel Aviv"])["Tel Aviv"]} == {"tel aviv"}
    assert not [each for each in gazetteer.bearers(["Main Street"])["Main Street"] if each.code == "HSTM"]


def test_features_of_many_keys(gazetteer):
    """Known keys have their features, unknown ones are absent."""
    found = gazetteer.features(["mosul", "qwrtz"])
    assert list(found) == ["mosul"]
    assert found["mosul"].population_log10 == pytest.approx(6.2, abs=0.2)


def test_many_readers_at_once(gazetteer):
    """Threads with a gazetteer of their own, exact and fuzzy, all get the right answer."""
    gazetteer.similar("Karkuk")
    wrong: list[object] = []

    def read() -> None:
        try:
            with Gazetteer.open(gazetteer.path) as own:
                for _ in range(20):
                    first = own.candidates(["Mosul"])["Mosul"][0]
                    if str(first.place.id) != MOSUL:
                        wrong.append(first)
                    if KIRKUK not in [str(each.place.id) for each in own.similar("Kirkukk")]:
                        wrong.append("fuzzy")
        except (sqlite3.Error, OSError) as error:
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_parts_of_towns_are_no_landmarks(gazetteer):
    """On a map of northern Iraq stands Mosul, not one of its banks."""
    names = [place.name for place in gazetteer.cities_within(Bounds(42.0, 35.0, 45.0, 37.5), limit=40)]
    assert "Mosul" in names
    assert not {"East Mosul", "Old City of Mosul", "Al Mawşil al Jadīdah"} & set(names)
