"""A list is lines that each hold a name and nothing else: the towns of an alert, the stops of a route.

There is no sentence to tell a place from another name, so the list itself decides: where most lines are names
of the gazetteer, they are places.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.model import Mention, MentionKind, MentionRole
from geomap.names import fold
from geomap.recognize import lexicons

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_WORD = r"[^\W\d_a-z][\w'’.-]*"
_SMALL = "|".join(sorted(lexicons.CONNECTORS))
_ENTRY = re.compile(
    r"[ \t]*(?:[-–—*•·]|\(?\d{1,3}[.):]|[a-z]\))?[ \t]*"
    rf"(?P<name>{_WORD}(?: (?:(?:{_SMALL}) )*{_WORD}){{0,3}}?)[ \t]*[,;.]?[ \t]*"
)
_PLACES = int(NameFlag.COUNTRY | NameFlag.ADMIN1 | NameFlag.ADMIN2 | NameFlag.CITY | NameFlag.REGION)
#: Lines that make a list, and the share of them that the gazetteer must know.
_FEWEST, _SHARE = 3, 0.6
_CONFIDENCE = 0.7


def find_listed(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The names of the text's lists of places, in order."""
    if text.count("\n") < _FEWEST - 1:
        return ()
    entries: list[tuple[int, int] | None] = []
    position = 0
    for line in text.split("\n"):
        match = _ENTRY.fullmatch(line)
        entries.append((position + match.start("name"), position + match.end("name")) if match else None)
        position += len(line) + 1
    runs = [list(run) for is_entry, run in groupby(entries, key=bool) if is_entry]
    runs = [run for run in runs if len(run) >= _FEWEST]
    known = gazetteer.features({fold(text[start:end]) for run in runs for start, end in run})
    found = []
    for run in runs:
        places = [(start, end) for start, end in run if _is_place(fold(text[start:end]), known)]
        if len(places) >= _SHARE * len(run):
            found += [_mention(text, start, end) for start, end in places]
    return tuple(found)


def _is_place(key: str, known: dict) -> bool:
    if key not in known or key in lexicons.CALENDAR or key in lexicons.common_words() or key in lexicons.given_names():
        return False
    return bool(int(known[key].flags) & _PLACES)


def _mention(text: str, start: int, end: int) -> Mention:
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        kind=MentionKind.TOPONYM,
        role=MentionRole.LITERAL,
        confidence=_CONFIDENCE,
    )
