"""A whole is a name that its own small word may part: "Cox's Bazar", "Strait of Malacca".

The gazetteer knows the whole, so it is taken as one name, and not for a person's or for the town after "of".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.names import fold
from geomap.recognize.lookup import is_capital
from geomap.recognize.tokens import POSSESSIVES, Tokens

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: What is called after a place, or after anything, by "of": "Gulf of Aden", "Sea of Azov", "Horn of Africa".
_CALLED_OF = frozenset(
    "Strait Straits Gulf Bay Bight Sea Sound Firth Cape Horn Isle Isles Island Islands Lake Rock Valley".split()
)
_AREAS = NameFlag.COUNTRY | NameFlag.ADMIN1 | NameFlag.ADMIN2 | NameFlag.REGION
_PLACES = int(_AREAS | NameFlag.CITY | NameFlag.RIVER | NameFlag.SEA)
#: Capitalised words after the small word in the longest such name.
_LONGEST = 3


def find_wholes(tokens: Tokens, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Token ranges ``[first, last)`` of such names that the gazetteer knows as places, without overlaps."""
    texts = tokens.texts
    wanted: list[tuple[int, int, str]] = []
    for index in range(1, len(texts) - 1):
        first, begin = index - 1, index + 1
        if texts[index] in POSSESSIVES:
            if not is_capital(texts[first]):
                continue
        elif texts[index] == "of" and texts[first] in _CALLED_OF:
            begin += texts[begin] == "the"
        else:
            continue
        last = begin
        while last < len(texts) and last - begin < _LONGEST and is_capital(texts[last]) and _goes_on(tokens, last):
            last += 1
            wanted.append((first, last, fold(tokens.surface(first, last))))
    known = gazetteer.features({key for _, _, key in wanted}) if wanted else {}
    found: list[tuple[int, int]] = []
    for first, last, key in sorted(wanted, key=lambda each: (each[0], -each[1])):
        if key in known and int(known[key].flags) & _PLACES and (not found or found[-1][1] <= first):
            found.append((first, last))
    return found


def _goes_on(tokens: Tokens, index: int) -> bool:
    """True where the token stands one space or line end after the one before it, and opens no sentence."""
    gap = tokens.text[tokens.ends[index - 1] : tokens.starts[index]]
    return gap in (" ", "\n", "\u00a0") and not tokens.opens[index]
