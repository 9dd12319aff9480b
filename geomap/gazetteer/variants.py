"""A variant is another way to look a name up when the text writes it otherwise than the gazetteer.

Generic words come off ("Nineveh province" → "Nineveh", areas only), articles come off or on
("Al-Qayyarah", "Qayyarah"), "City, State" is looked up as the city.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geomap.names import fold

#: Arabic articles as they are transcribed, with their assimilated forms.
_ARTICLES = frozenset("al el ad ed ar er as es ash esh at et an en az ez".split())

_AREA = ("ADM1", "ADM2", "ADMD", "PCLI", "PCLD")
_GENERIC_AFTER = {
    "province": _AREA, "governorate": _AREA, "state": _AREA, "region": (*_AREA, "RGN"), "oblast": _AREA,
    "district": _AREA, "county": ("ADM2", "ADM1"), "co": ("ADM2",), "parish": ("ADM2", "ADM1"), "prefecture": _AREA,
    "department": _AREA, "territory": _AREA, "republic": _AREA, "raion": _AREA, "krai": _AREA, "canton": _AREA,
    "municipality": ("ADM2", "PPL"), "township": ("ADM2", "PPL"), "borough": ("ADM2", "PPL"), "division": _AREA,
    "emirate": _AREA, "voivodeship": _AREA, "regency": _AREA, "subdistrict": ("ADM2", "PPL"),
    "city": ("PPL",), "town": ("PPL",), "village": ("PPL",),
    "river": ("STM",), "lake": ("LK", "RSV"), "sea": ("SEA", "OCN"), "ocean": ("OCN",), "gulf": ("GULF",),
    "bay": ("BAY",), "strait": ("STRT",), "canal": ("CNL",), "desert": ("DSRT",), "valley": ("VAL",),
    "island": ("ISL", "ADM"), "islands": ("ISLS", "PCL", "ADM"), "peninsula": ("PEN",), "mountains": ("MTS",),
    "basin": ("STM", "RGN"), "delta": ("DLTA",), "coast": ("RGN", "PCL"), "plateau": ("PLAT",),
}  # fmt: skip
_GENERIC_BEFORE = {
    "province of": _AREA, "governorate of": _AREA, "state of": _AREA, "region of": (*_AREA, "RGN"),
    "county of": ("ADM2",), "county": ("ADM1", "ADM2"), "district of": _AREA, "republic of": ("PCL", "ADM1"),
    "republic of the": ("PCL",), "kingdom of": ("PCL",), "islamic republic of": ("PCL",), "city of": ("PPL",),
    "town of": ("PPL",), "village of": ("PPL",), "commune of": ("PPL", "ADM"), "island of": ("ISL", "ADM", "PCL"),
    "lake": ("LK",), "river": ("STM",), "rio": ("STM",), "mount": ("MT",), "gulf of": ("GULF",), "sea of": ("SEA",),
    "strait of": ("STRT",), "isle of": ("ISL", "ADM", "PCL"), "greater": ("PPL", "ADM"), "port of": ("PPL",),
    "department of": _AREA, "wilaya of": _AREA, "emirate of": _AREA, "municipality of": ("PPL", "ADM2"),
    "borough of": ("PPL", "ADM2"), "township of": ("PPL", "ADM2"), "metropolitan": ("PPL", "ADM"),
}  # fmt: skip


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
    return _GENERIC_AFTER.get(word, ())


def generic_codes_before(words: str) -> tuple[str, ...]:
    """The same for the words before a name, such as "province of" or "lake"."""
    return _GENERIC_BEFORE.get(words, ())


def has_generic_word(key: str) -> bool:
    """Whether a folded name begins or ends with a generic word.

    >>> has_generic_word("nineveh province"), has_generic_word("the lake tana"), has_generic_word("new york")
    (True, True, False)
    """
    words = key.removeprefix("the ").split(" ")
    return words[-1] in _GENERIC_AFTER or any(" ".join(words[:count]) in _GENERIC_BEFORE for count in (1, 2, 3))


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
    for count in range(len(words) - 1, 0, -1):
        yield Variant(" ".join(words[:count]), _NAMESAKES)


def _generate(text: str, key: str) -> Iterator[Variant]:
    words = key.split(" ")
    if words[0] == "the":
        words = words[1:]
        yield Variant(" ".join(words))
    if len(words) > 1:
        codes = _GENERIC_AFTER.get(words[-1])
        if codes:
            yield Variant(" ".join(words[:-1]), codes)
        for count in (3, 2, 1):
            codes = _GENERIC_BEFORE.get(" ".join(words[:count])) if len(words) > count else None
            if codes:
                yield Variant(" ".join(words[count:]), codes)
                break
        if words[0] in _ARTICLES:
            yield Variant(" ".join(words[1:]))
    head, comma, _ = text.partition(",")
    if comma and head.strip():
        yield Variant(fold(head))
    if words and words[0] not in _ARTICLES:
        yield Variant(" ".join(["al", *words]))
        yield Variant(" ".join(["el", *words]))
    if len(words) == 1 and len(key) > 5 and key[:2] in ("al", "el"):
        yield Variant(f"{key[:2]} {key[2:]}")
        yield Variant(key[2:])
    if len(words) > 1:
        yield Variant("".join(words))
        if words[0] in _COMPASS:
            yield Variant(" ".join(words[1:]))
