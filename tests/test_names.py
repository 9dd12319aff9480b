"""The laws of the look-up key: what `fold` and `fold_many` promise for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.names import fold, fold_many

#: Any text, and text of the scripts that names come in, whose marks and letter forms are where folding goes wrong.
_SCRIPTS = "Aa Éß'’-. ,_\n\tİıŁłØø Ёёйї Ñ ΆΣς ى ة أ ـ َ ﻻ שׁ क़ि ก็ 한 ㄱ が カ ﬁ Ⅳ ² 摩苏尔 𐐀 ́"
_texts = st.one_of(st.text(max_size=30), st.text(alphabet=_SCRIPTS, max_size=20))


@given(_texts)
def test_fold_is_idempotent(text):
    """A key is its own key, so that keys may be looked up like names."""
    assert fold(fold(text)) == fold(text)


@given(_texts)
def test_fold_never_gives_an_empty_key(text):
    """Even punctuation and nothing at all have a key, which is one line without spaces around or doubled."""
    key = fold(text)
    assert key
    assert "\n" not in key
    assert key == " ".join(key.split())


@given(st.lists(_texts, max_size=12))
def test_fold_many_is_fold_of_each(texts):
    """Folding a list at once gives what folding one by one gives."""
    assert fold_many(texts) == [fold(text) for text in texts]


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1, max_size=20))
def test_fold_does_not_see_the_letter_case_of_latin_names(text):
    """A headline in capitals meets the name."""
    assert fold(text.lower()) == fold(text) or fold(text.upper()) == fold(text)


@given(_texts)
def test_fold_does_not_see_how_accents_are_encoded(text):
    """Composed and decomposed letters, as web pages and file systems write them, have one key."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Al-Qayyārah", "al qayyarah", "macron, hyphen, capitals"),
        ("Sana'a", "Sana’a", "apostrophes of every kind"),
        ("N'Djamena", "NʼDjamena", "a modifier letter as an apostrophe"),
        ("St. Louis", "Saint Louis", "short and long form"),
        ("U.S.", "US", "full stops of an abbreviation"),
        ("İstanbul", "Istanbul", "the dotted capital I"),
        ("Diyarbakır", "Diyarbakir", "the dotless i"),
        ("Łódź", "Lodz", "a letter that does not decompose"),
        ("Straße", "STRASSE", "sharp s"),
        ("القيّارة", "القيارة", "Arabic vowel marks"),
        ("أربيل", "اربيل", "hamza on alef"),
        ("كركوك", "کرکوک", "Persian kaf"),
        ("ירושלים", "יְרוּשָׁלַיִם", "Hebrew points"),
        ("Мосул", "МОСУЛ", "Cyrillic capitals"),
        ("Αθήνα", "ΑΘΗΝΑ", "Greek accents and capitals"),
        ("ｔｏｋｙｏ", "Tokyo", "full-width letters"),
    ],
)
def test_fold_meets(one, other, why):
    """Two spellings of one name have one key."""
    assert fold(one) == fold(other), why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Mosul", "Мосул", "scripts stay apart: other spellings are the fuzzy look-up's work"),
        ("摩苏尔", "摩蘇爾", "simplified and traditional signs"),
        ("किला", "काला", "vowel signs of Indic scripts are letters, not accents"),
        ("Kansas", "Kansas City", "no word is dropped"),
        ("Paris", "Parish", "no letter is dropped"),
    ],
)
def test_fold_keeps_apart(one, other, why):
    """Folding never guesses."""
    assert fold(one) != fold(other), why


@pytest.mark.parametrize("name", ["القيارة", "Мосул", "摩苏尔", "किला", "서울", "ひろしま", "อุดรธานี"])
def test_fold_keeps_the_script(name):
    """A key is written in the letters of its name."""
    scripts = {unicodedata.name(letter).split(" ")[0] for letter in name if letter.isalpha()}
    assert {unicodedata.name(letter).split(" ")[0] for letter in fold(name) if letter.isalpha()} == scripts
