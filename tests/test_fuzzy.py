"""Fuzzy look-up on a small index: sounds, what is found, and the index's file."""

from __future__ import annotations

import sqlite3
from itertools import islice

import pytest

from geomap.gazetteer import fuzzy_index
from geomap.gazetteer.fuzzy import SimilarName, one_edit_apart, ranked_names
from geomap.gazetteer.fuzzy_letters import core, sound

#: Folded names with their prominence.
NAMES = [
    ("mosul", 100), ("мосул", 100), ("kirkuk", 95), ("كركوك", 95), ("al qayyarah", 30), ("القياره", 30),
    ("kyiv", 120), ("київ", 120), ("kiev", 120), ("qara", 35), ("erbil", 96), ("tel afar", 60), ("baghdad", 130),
    ("摩苏尔", 100), ("苏尔", 10), ("montgomery county", 40), ("musala", 20), ("oslo", 110), ("thessaloniki", 90),
    ("hiroshima", 90), ("seoul", 130), ("tbilisi", 110), ("yerevan", 110), ("bihar", 90), ("haifa", 80),
    ("udon thani", 60), ("u", 5), ("镇江市", 70),
]  # fmt: skip


def similar_names(index: fuzzy_index.FuzzyIndex, name: str, limit: int = 40) -> list[SimilarName]:
    """The names heard first, and behind them those one wrong key away."""
    heard, mistyped = ranked_names(index, name)
    return list({found.key: found for found in (*islice(heard, limit), *mistyped)}.values())


@pytest.fixture(scope="module")
def index() -> fuzzy_index.FuzzyIndex:
    """The names above."""
    return fuzzy_index.build(NAMES)


@pytest.mark.parametrize(
    ("key", "expected", "why"),
    [
        ("мосул", "mosul", "Cyrillic"),
        ("كركوك", "krkwk", "Arabic has no short vowels"),
        ("shush", "SuS", "two letters, one sound"),
        ("θεσσαλονικη", "Tessaloniki", "Greek"),
        ("תל אביב", "tl abyb", "Hebrew"),
        ("თბილისი", "tbilisi", "Georgian"),
        ("երեւան", "erevan", "Armenian"),
        ("बिहार", "bihar", "letters that say their sound in their Unicode name"),
        ("ひろしま", "hiroSima", "kana"),
        ("서울", "seul", "Hangul syllables"),
        ("อุดร", "udr", "Thai"),
        ("摩苏尔", "摩苏尔", "Chinese characters have no spelling of their own"),
    ],
)
def test_sound_spells_scripts_in_latin_letters(key, expected, why):
    """One spelling for what is pronounced alike."""
    assert sound(key) == expected, why


def test_sound_keeps_lines():
    """Many names are spelled as one text."""
    assert sound("мосул\nkirkuk\n").split("\n") == ["mosul", "kirkuk", ""]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("montgomery county", "montgomery"),
        ("condado de montgomery", "montgomery"),
        ("محافظه نينوي", "نينوي"),
        ("镇江市", "镇江"),
        ("庄市街道", "庄市"),
        ("mosul", None),
        ("county", None),
        ("new york", None),
        ("岛市", None),
    ],
)
def test_core_leaves_generic_words_out(key, expected):
    """What is left must be a name of its own."""
    assert core(key) == expected


@pytest.mark.parametrize(
    ("query", "expected", "why"),
    [
        ("Mosoul", "mosul", "the French spelling"),
        ("Mossul", "mosul", "a doubled letter"),
        ("Mousl", "mosul", "neighbours changed places"),
        ("Moaul", "mosul", "a wrong key"),
        ("Karkuk", "kirkuk", "another vowel"),
        ("Qirqouq", "kirkuk", "q for k"),
        ("Qayara", "al qayyarah", "no article, one y, no h"),
        ("Gayara", "al qayyarah", "g as in Iraqi speech"),
        ("Al-Gayyara", "al qayyarah", "both"),
        ("Arbil", "erbil", "another first vowel"),
        ("Talafar", "tel afar", "written in one word"),
        ("Bagdad", "baghdad", "gh as g"),
        ("Mosul District", "mosul", "a generic word that the gazetteer lacks"),
        ("County Montgomery", "montgomery county", "a generic word elsewhere"),
        ("Θεσσαλονίκη", "thessaloniki", "Greek against Latin"),
        ("ヒロシマ", "hiroshima", "kana against Latin"),
        ("서울", "seoul", "Hangul against Latin"),
        ("თბილისი", "tbilisi", "Georgian against Latin"),
        ("Երևան", "yerevan", "Armenian against Latin"),
        ("बिहार", "bihar", "Devanagari against Latin"),
        ("בגדאד", "baghdad", "Hebrew against Latin"),
        ("镇江", "镇江市", "Chinese without the word for city"),
    ],
)
def test_similar_names_finds(index, query, expected, why):
    """The name meant comes first."""
    assert similar_names(index, query)[0].key == expected, why


def test_similarity_is_one_for_the_name_itself_only(index):
    """What merely sounds the same is told to be another name."""
    assert similar_names(index, "MOSUL")[0][:2] == ("mosul", 1.0)
    by_key = {similar.key: similar.similarity for similar in similar_names(index, "Mosul")}
    assert by_key["мосул"] == 0.99
    assert all(0.73 <= similarity <= 1 for similarity in by_key.values())


def test_more_prominent_names_come_first_among_equals():
    """Two names at the same distance: the better known one is meant."""
    for places in ([("kalar", 20), ("kalan", 90)], [("kalar", 90), ("kalan", 20)]):
        best = max(places, key=lambda place: place[1])[0]
        assert similar_names(fuzzy_index.build(places), "kalas")[0].key == best


@pytest.mark.parametrize("query", ["", "?", "🙂", "\n", "a" * 500, "摩" * 200, "x y z " * 40, "\x00", "𐐀𐐁"])
def test_odd_queries_are_no_error(index, query):
    """Whatever is asked for, the answer is a list."""
    assert isinstance(similar_names(index, query), list)


def test_nothing_is_similar_to_gibberish(index):
    """A name that sounds like nothing known finds nothing."""
    assert similar_names(index, "Zzyxwv Pffft") == []


def test_an_empty_gazetteer_has_an_index():
    """No names, no answers, no error."""
    assert similar_names(fuzzy_index.build([]), "Mosul") == []


def test_the_order_of_names_does_not_change_the_index():
    """The index is a function of what is in the gazetteer."""
    one, other = fuzzy_index.build(NAMES), fuzzy_index.build(NAMES[::-1])
    for name in fuzzy_index.FuzzyIndex.__slots__:
        assert (getattr(one, name) == getattr(other, name)).all(), name


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("mosul", "mosul", False),
        ("mosul", "mosl", True),
        ("mosul", "mosuls", True),
        ("mosul", "nosul", True),
        ("mosul", "omsul", True),
        ("mosul", "moslu", True),
        ("mosul", "mosulss", False),
        ("mosul", "somul", False),
        ("mosul", "nosus", False),
        ("", "a", True),
    ],
)
def test_one_edit_apart(name, other, expected):
    """One letter more, less or exchanged, or two neighbours swapped; nothing else, in either direction."""
    assert one_edit_apart(name, other) is expected
    assert one_edit_apart(other, name) is expected


def _database(path, names):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE name (key TEXT, rank INTEGER, prominence INTEGER)")
    connection.executemany("INSERT INTO name VALUES (?, 0, ?)", names)
    connection.commit()
    return connection


def test_the_index_is_kept_beside_the_gazetteer(tmp_path):
    """It is made once, told of while it is made, read again afterwards, and the same."""
    path, calls = tmp_path / "places.sqlite", []
    connection = _database(path, NAMES)
    made = fuzzy_index.opened(path, connection, progress=lambda *call: calls.append(call))
    assert calls[-1][1] == calls[-1][2] == len(made.name_of)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != path.name] == ["places.sqlite.fuzzy"]
    calls.clear()
    read = fuzzy_index.opened(path, connection, progress=lambda *call: calls.append(call))
    assert calls == []
    assert similar_names(read, "Karkuk") == similar_names(made, "Karkuk")


def test_the_index_follows_its_gazetteer(tmp_path):
    """A changed gazetteer gets a new index."""
    path = tmp_path / "places.sqlite"
    connection = _database(path, NAMES[:2])
    fuzzy_index.opened(path, connection)
    connection.execute("INSERT INTO name VALUES ('tikrit', 0, 50)")
    connection.execute("CREATE TABLE more (text)")
    connection.commit()
    assert similar_names(fuzzy_index.opened(path, connection), "Tekrit")[0].key == "tikrit"


@pytest.mark.parametrize("damage", [b"", b"geomap fuzzy index\n", b"geomap fuzzy index\n{}\n", b"\x00" * 5000])
def test_a_damaged_index_is_made_anew(tmp_path, damage):
    """A cut or foreign file is no error."""
    path = tmp_path / "places.sqlite"
    connection = _database(path, NAMES)
    (tmp_path / "places.sqlite.fuzzy").write_bytes(damage)
    assert similar_names(fuzzy_index.opened(path, connection), "Karkuk")[0].key == "kirkuk"


def test_a_cut_index_is_made_anew(tmp_path):
    """Half a file is told from a whole one."""
    path = tmp_path / "places.sqlite"
    connection = _database(path, NAMES)
    fuzzy_index.opened(path, connection)
    kept = tmp_path / "places.sqlite.fuzzy"
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert similar_names(fuzzy_index.opened(path, connection), "Karkuk")[0].key == "kirkuk"
    assert kept.read_bytes() == whole


@pytest.mark.parametrize(
    ("typo", "name", "why"),
    [
        ("chopmhon", "chomphon", "neighbours on both sides of the middle; \"ph\" is no longer one sound"),
        ("huxjindian", "hujindian", "a letter that sounds like two"),
        ("urema", "jurema", "the first letter lost"),
        ("jurem", "jurema", "the last letter lost"),
        ("мосал", "мосул", "Cyrillic letters have two bytes"),
        ("xa", "ha", "two letters"),
    ],
)
def test_one_wrong_key_is_found_whatever_it_does_to_the_sound(typo, name, why):
    """Names one wrong key away are found as they are spelled, among a hundred that sound nearer."""
    crowd = [(f"{typo}{first}{second}", 90) for first in "aeiou" for second in "aeiouy"]
    index = fuzzy_index.build([(name, 10), *crowd])
    found = {similar.key: similar for similar in similar_names(index, typo, limit=3)}
    assert name in found and found[name].typo, why
