"""A variant is another way to look a name up when the text writes it otherwise than the gazetteer.

Generic words come off ("Nineveh province" → "Nineveh", areas only), articles come off or on
("Al-Qayyarah", "Qayyarah"), "City, State" is looked up as the city.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from geomap.gazetteer.generic_words import MOST_WORDS, generic_words, usually, without_generic_words
from geomap.names import fold

#: Arabic articles as they are transcribed, with their assimilated forms.
_ARTICLES = frozenset("al el ad ed ar er as es ash esh at et an en az ez".split())
#: The l of the article becomes the letter that follows: "al-Sharqat" is said and often written "ash-Sharqat".
_SUN_LETTERS = re.compile("sh|th|dh|[tdrzsn]")
#: "London Road" is in no London: the text says where.
_ROADS = frozenset("street road avenue lane drive boulevard highway parkway freeway expressway turnpike".split())
#: Where the words of a hashtag join: "NewYork".
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: Words before a name that only say which part is meant.
_COMPASS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest"
    " northeastern northwestern southeastern southwestern upper lower inner outer downtown greater".split()
)
#: What a longer name may be called after: countries, continents, first-level areas, capitals and their like.
_NAMESAKES = ("PCL", "CONT", "ADM1", "PPLC", "PPLA", "RGNE")


class Variant(NamedTuple):
    """A key to try, and the beginnings of the feature codes it may stand for (empty: any)."""

    key: str
    codes: tuple[str, ...] = ()


def generic_codes(word: str) -> tuple[str, ...]:
    """The beginnings of feature codes that a generic word after a name points to; empty for other words."""
    return generic_words().known_after.get(word, ())


def generic_codes_before(words: str) -> tuple[str, ...]:
    """The same for the words before a name, such as "province of" or "lake"."""
    return generic_words().known_before.get(words, ())


def has_generic_word(key: str) -> bool:
    """Whether a folded name begins or ends with a word that is hardly ever part of a name itself.

    >>> has_generic_word("nineveh province"), has_generic_word("the lake tana"), has_generic_word("tel afar")
    (True, True, False)
    """
    table = generic_words()
    words = key.removeprefix("the ").split(" ")
    return words[-1] in table.known_after or any(
        " ".join(words[:count]) in table.known_before for count in range(1, MOST_WORDS + 1)
    )


def variants(text: str) -> Iterator[Variant]:
    """Other keys for a name, the safest first; the name's own key is not among them.

    >>> [variant.key for variant in variants("Al-Qayyarah district")][:2]
    ['al qayyarah', 'qayyarah district']
    """
    key = fold(text)
    seen = {key}
    for variant in _generate(text, key):
        if variant.key and variant.key not in seen:
            seen.add(variant.key)
            yield variant


def namesakes(text: str) -> Iterator[Variant]:
    """Keys of what a longer name may be called after, the longest first, for names that nothing else finds.

    "Dubai Turf" and "US Federal Reserve" are then looked for where Dubai and the US are.
    """
    words = fold(text).split(" ")
    if words[-1] in _ROADS:
        return
    for count in range(len(words) - 1, 0, -1):
        yield Variant(" ".join(words[:count]), _NAMESAKES)


def _generate(text: str, key: str) -> Iterator[Variant]:
    words = key.split(" ")
    if len(words) == 1 and _CAMEL.search(text):
        # A hashtag's words stand without spaces: "NewYork".
        yield Variant(fold(_CAMEL.sub(" ", text)))
    if words[0] == "the":
        words = words[1:]
        yield Variant(" ".join(words))
    if len(words) > 1:
        for key, codes in without_generic_words(words):
            yield Variant(key, codes)
            for usual in usually(key, codes):
                yield Variant(usual, codes)
        if words[0] in _ARTICLES:
            yield Variant(" ".join(words[1:]))
            if assimilated := _SUN_LETTERS.match(words[1]):
                yield Variant(" ".join([f"a{assimilated[0]}", *words[1:]]))
    head, comma, _ = text.partition(",")
    if comma and head.strip():
        yield Variant(fold(head))
    if words and words[0] not in _ARTICLES:
        yield Variant(" ".join(["al", *words]))
        yield Variant(" ".join(["el", *words]))
        if assimilated := _SUN_LETTERS.match(words[0]):
            yield Variant(" ".join([f"a{assimilated[0]}", *words]))
    if len(words) == 1 and len(key) > 5 and key[:2] in ("al", "el"):
        yield Variant(f"{key[:2]} {key[2:]}")
        yield Variant(key[2:])
    if len(words) > 1:
        yield Variant("".join(words))
        if words[0] in _COMPASS:
            yield Variant(" ".join(words[1:]))
