"""A road is a street with its name ("Old Kent Road", "3rd Avenue") or a numbered way ("I-40", "U.S. 287").

`find_roads` marks them by their form. A town inside a road's name is not meant by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from geomap.names import fold
from geomap.recognize import lexicons
from geomap.recognize.tokens import POSSESSIVES, Tokens

_NAME = r"(?:(?:Jr|Sr|St|Dr|Mt|Ft)\.|[A-Z][\w'’-]*[a-z]|[A-Z]\.|\d{1,3}(?:st|nd|rd|th))"
_NAMED = re.compile(
    rf"\b(?:{_NAME}[ ]){{1,4}}"
    r"(?:Street|Avenue|Ave\.|Road|Rd\.|Boulevard|Blvd\.|Lane|Drive|Highway|Parkway|Freeway|Expressway|Turnpike|Motorway)"
    r"(?:[ ](?:North|South|East|West|NW|NE|SW|SE))?(?![\w-])"
)
_NUMBERED = re.compile(
    r"\b(?:U\.?S\.?[ ])?(?:State[ ]|County[ ]|Federal[ ]|National[ ])?"
    r"(?:Highway|Hwy\.?|Route|Rte\.?|Interstate|Autobahn|Motorway|County[ ]Road)[ ]\d{1,3}[A-Z]?\b|\bI-\d{1,3}\b"
)
#: "U.S. 287" is a road only where a place may stand: "on U.S. 287 near", not "the U.S. 12 people".
_FEDERAL = re.compile(
    r"(?<!the )\bU\.?S\.?[ -]\d{1,3}\b(?=\s*(?:[,;:)]|\.(?!\d)|\Z|(?:in|near|at|between|north|south|"
    r"east|west|northbound|southbound|eastbound|westbound|and|or|for|when|was|is|after|before|to|from|by|just|around|"
    r"where|through|about)\b))"
)
#: Each pattern with the tokens without one of which it cannot match: most texts name no road.
_PATTERNS = (
    (_NUMBERED, frozenset("Highway Hwy Route Rte Interstate Autobahn Motorway Road I".split())),
    (_FEDERAL, frozenset(("US", "U.S.", "U.S"))),
    (
        _NAMED,
        frozenset(
            "Street Avenue Ave Road Rd Boulevard Blvd Lane Drive Highway Parkway Freeway Expressway Turnpike "
            "Motorway".split()
        ),
    ),
)
#: Before a road's name these are no part of it.
_NOT_FIRST = frozenset("The In On At Near From To And Along Of A An Off Down By".split())
#: "State Road" alone is no name.
_NO_NAMES = frozenset("state county federal national busy rural".split())
#: "Diane Lane" is a person but where one can only be on a road.
_ON_ROADS = frozenset("on off along at near down of from to across in".split())


def road_forms(tokens: Tokens) -> list[tuple[int, int]]:
    """Token ranges ``[first, last)`` of what has the form of a road, in ordinary letter case, without overlaps."""
    found: list[tuple[int, int]] = []
    words = set(tokens.texts)
    for pattern, hints in _PATTERNS:
        for match in () if hints.isdisjoint(words) else pattern.finditer(tokens.text):
            first, last = bisect_right(tokens.ends, match.start()), bisect_left(tokens.starts, match.end())
            while first < last and tokens.texts[first] in _NOT_FIRST:
                first += 1
            if last - first > 1 and all(last <= begin or end <= first for begin, end in found):
                found.append((first, last))
    return sorted(found)


def find_roads(tokens: Tokens) -> list[tuple[int, int]]:
    """The roads among those forms: without an owner before them, and no persons."""
    found = []
    for first, last in road_forms(tokens):
        first = _begin(tokens, first, last)
        if last - first > 1 and not _is_person(tokens, first, last):
            found.append((first, last))
    return found


def _begin(tokens: Tokens, first: int, last: int) -> int:
    """The first token of the road's name: none before a possessive; ``last`` for a kind of road alone."""
    for index in range(last - 2, first - 1, -1):
        if tokens.texts[index] in POSSESSIVES:
            return index + 1
    nameless = last - first == 2 and tokens.texts[first].lower() in _NO_NAMES and tokens.texts[last - 1].isalpha()
    return last if nameless else first


def _is_person(tokens: Tokens, first: int, last: int) -> bool:
    """True for "Senator Lane" and "Diane Lane", but not for "on Diane Lane"."""
    word = tokens.texts[first].lower()
    if word in lexicons.TITLES:
        return True
    before = tokens.texts[first - 1].lower() if first else ""
    given = fold(word) in lexicons.given_names()
    return given and tokens.texts[last - 1] in ("Lane", "Drive") and before not in _ON_ROADS and not before.isdigit()
