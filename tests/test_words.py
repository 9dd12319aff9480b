"""The map's own words stand in every language, and nowhere else."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from geomap.errors import InputError
from geomap.render.kinds import _BY_CLASS, _BY_CODE
from geomap.words import LANGUAGES, PLURALS, words_of

ENGLISH = words_of("en").texts
ASSETS = files("geomap.render").joinpath("assets")
CATEGORIES = {
    "en": {"one", "other"}, "de": {"one", "other"}, "es": {"one", "other"}, "fr": {"one", "other"},
    "ru": {"one", "few", "many", "other"}, "uk": {"one", "few", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}  # fmt: skip
#: What may stand in a page's file as it is: names, units of code and marks.
NAMES = {"GeoNames", "CC BY 4.0", "Natural Earth", "Leaflet", "Arial", "Noto Sans", "Segoe UI", "Helvetica Neue"}


def slots(text) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", " ".join(text.values()) if isinstance(text, dict) else text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language):
    """The same keys with the same slots, in the plural forms of the language; no text left in English."""
    texts = words_of(language).texts
    assert texts.keys() == ENGLISH.keys()
    assert texts["kinds"].keys() == ENGLISH["kinds"].keys()
    for key, english in ENGLISH.items():
        if key == "kinds":
            continue
        assert slots(texts[key]) == slots(english), key
        assert isinstance(texts[key], dict) == isinstance(english, dict), key
        if isinstance(english, dict):
            assert set(texts[key]) == CATEGORIES[language], key
    if language != "en":
        said = {key for key, text in texts.items() if isinstance(text, str) and len(text) > 12 and text == ENGLISH[key]}
        assert said <= {"place_label", "dates", "head_position"}


def test_every_kind_of_place_has_a_word():
    """What `kind_word` can answer stands in the table."""
    kinds = {*_BY_CODE.values(), *_BY_CLASS.values(), "country", "city", "village", "town", "place"}
    assert kinds == set(ENGLISH["kinds"])


@pytest.mark.parametrize(
    ("language", "key", "n", "said"),
    [
        ("en", "mentions", 1, "1 mention"),
        ("en", "places", 1234, "1,234 places"),
        ("fr", "places", 0, "0 lieu"),
        ("de", "mentions", 12_000, "12.000 Nennungen"),
        ("ru", "places", 1, "1 место"),
        ("ru", "places", 22, "22 места"),
        ("ru", "places", 11, "11 мест"),
        ("uk", "reports", 5, "5 повідомлень"),
        ("ar", "places", 2, "مكانان"),
        ("ar", "places", 3, "3 أماكن"),
        ("ar", "places", 100, "100 مكان"),
        ("ar", "mentions", 11, "11 إشارة"),
    ],
)
def test_numbers_take_the_form_of_their_language(language, key, n, said):
    """Plural categories as CLDR has them."""
    assert words_of(language).say(key, n) == said


def test_a_value_is_not_read_as_a_slot():
    """A report's own braces stay as they are."""
    assert words_of("en").say("back_to", place="{place} {n}") == "Back to {place} {n}"


def test_an_unknown_language_is_refused():
    """The error names those that there are."""
    with pytest.raises(InputError, match="en, ar, de, es, fr, ru, uk"):
        words_of("tlh")
    assert set(LANGUAGES) == set(PLURALS)


def test_the_page_asks_only_for_words_that_exist():
    """Every key in the scripts is in the table."""
    asked = set()
    for file in ASSETS.iterdir():
        if file.name.endswith(".js"):
            code = file.read_text("utf-8")
            asked |= set(re.findall(r"\b(?:say|sayParts)\('(\w+)'", code))
            for first, second in re.findall(r"\bsay\([\w.]+ \? '(\w+)' : '(\w+)'", code):
                asked |= {first, second}
    assert len(asked) > 60
    assert asked <= set(ENGLISH)


def test_no_script_has_english_of_its_own():
    """Whatever a reader sees comes from the table: no literal in a script reads like a sentence or a label."""
    found = []
    for file in ASSETS.iterdir():
        if not file.name.endswith(".js"):
            continue
        code = re.sub(r"^\s*//.*$", "", file.read_text("utf-8"), flags=re.M)
        for literal in re.findall(r"'([^'\n\\]*)'", code) + re.findall(r"`([^`]*)`", code):
            bare = re.sub(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", literal)
            if bare.strip(" ·|©,") in NAMES or "CC BY" in bare or '"Noto Sans"' in bare:
                continue
            if re.match(r"[A-Z][a-z]+( [a-z]+)+", bare.strip()) or re.fullmatch(r"[A-Z][a-z]{2,}", bare.strip()):
                found.append((file.name, literal))
    allowed = {"Enter", "Escape", "Home", "End", "Delete", "Backspace", "Tab", "Feature", "Point"}
    assert [each for each in found if each[1] not in allowed] == []


def test_no_markup_has_english_of_its_own():
    """The page's HTML files hold slots only."""
    for name in ("page.html", "body.html", "fragment.html"):
        markup = ASSETS.joinpath(name).read_text("utf-8")
        text = re.sub(r"<[^>]*>", "", re.sub(r"<!--geomap:\w+-->", "", markup))
        assert text.strip() == "", name
