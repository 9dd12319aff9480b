"""A road is a street with its name ("Old Kent Road", "3rd Avenue") or a numbered way ("I-40", "U.S. 287").

`find_roads` marks them by their form. A town inside a road's name is not meant by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from geomap.recognize.tokens import Tokens

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
    r"east|west|northbound|southbound|eastbound|westbound|and|or|for|when|was|is|after|before|to|from|by|just|around|where|through|about)\b))"
)
#: Before a road's name these are no part of it.
_NOT_FIRST = frozenset("The In On At Near From To And Along Of A An Off Down By".split())


def find_roads(tokens: Tokens) -> list[tuple[int, int]]:
    """Token ranges ``[first, last)`` of the roads in a text in ordinary letter case, in order, without overlaps."""
    found: list[tuple[int, int]] = []
    for pattern in (_NUMBERED, _FEDERAL, _NAMED):
        for match in pattern.finditer(tokens.text):
            first, last = bisect_right(tokens.ends, match.start()), bisect_left(tokens.starts, match.end())
            while first < last and tokens.texts[first] in _NOT_FIRST:
                first += 1
            if last - first > 1 and all(last <= begin or end <= first for begin, end in found):
                found.append((first, last))
    return sorted(found)
