"""Words are the map's own texts in the language of its readers: labels, counts, messages, kinds of places.

Each language is one JSON file beside this one; a text that counts has a form for each plural
category of its language (CLDR's). What stands in a report is never translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from geomap.errors import InputError

_SLOT = re.compile(r"\{(\w+)\}")


def _two_forms(n: int) -> str:
    return "one" if n == 1 else "other"


def _french(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else "many"


def _arabic(n: int) -> str:
    if n <= 2:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


#: The languages of the page and the plural category of a whole number in each.
PLURALS: Mapping[str, Callable[[int], str]] = {
    "en": _two_forms, "ar": _arabic, "de": _two_forms, "es": _two_forms, "fr": _french, "ru": _slavic, "uk": _slavic,
}  # fmt: skip
LANGUAGES = tuple(PLURALS)


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        import json
        from importlib.resources import files

        self.texts: dict[str, Any] = json.loads(files("geomap.words").joinpath(f"{language}.json").read_text("utf-8"))

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return self.texts["direction"]

    def say(self, key: str, n: int | None = None, **values: str) -> str:
        """The text ``key`` with its slots filled; ``n`` chooses the plural form and fills ``{n}``."""
        text = self.texts[key]
        if isinstance(text, dict):
            text = text[PLURALS[self.language](n or 0)]
        if n is not None:
            values["n"] = self.number(n)
        # Once and by slot: what a report wrote into a value is not read again.
        return _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), text)

    def number(self, n: int) -> str:
        """A whole number with its thousands parted."""
        return f"{n:,}".replace(",", self.texts["group"])

    def percent(self, n: int | str) -> str:
        """A percentage."""
        return self.texts["percent"].replace("{n}", str(n))

    def listed(self, name: str, n: int) -> str:
        """A name with how often it stands there, if more than once."""
        return f"{name} ({self.say('times', n)})" if n > 1 else name

    def kind(self, kind: str) -> str:
        """The word for a kind of place, by its English word as `kind_word` gives it."""
        return self.texts["kinds"].get(kind, kind)

    def kind_of(self, kind: str, own: str) -> str:
        """The same, saying of the user's own places which of them they are."""
        return f"{self.kind(kind)} · {self.say('own_place', name=own)}" if own else self.kind(kind)


@cache
def words_of(language: str) -> Words:
    """The words of ``language``; raises InputError for a language that the page does not speak.

    >>> words_of("ru").say("places", 3)
    '3 места'
    """
    if language not in PLURALS:
        raise InputError(f"{language!r} is no language of the page; take one of {', '.join(LANGUAGES)}")
    return Words(language)
