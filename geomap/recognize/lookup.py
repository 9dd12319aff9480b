"""A chunk is a run of one to five words that bears a name of the gazetteer; `find_chunks` looks all up at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.features import NameFlag
from geomap.names import fold
from geomap.recognize.lexicons import CONNECTORS
from geomap.recognize.tokens import Tokens

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Words of the longest name looked up: "Democratic Republic of the Congo".
LONGEST = 5
#: Marks that stand inside names: "Guinea-Bissau", "St. Louis", "Dallas/Fort Worth" (two names), "O' Brien".
_INNER_MARKS = frozenset("-‐‑.'’")
_ABBREVIATED = frozenset("st ste mt ft pt n s e w d".split())

#: As plain numbers: testing an IntFlag costs twenty times as much.
EXACT_CASE, ABBREVIATION = int(NameFlag.EXACT_CASE), int(NameFlag.ABBREVIATION)


class Chunk(NamedTuple):
    """Tokens ``[first, last)``, their key, and what the gazetteer knows of it."""

    first: int
    last: int
    key: str
    flags: int
    population_log10: float
    code: str


def is_capital(token: str) -> bool:
    """True for a word that begins with a capital letter, or is written in a script without case."""
    first = token[0]
    return first.isupper() or (first.isalpha() and not first.islower()) or first.istitle()


def find_chunks(tokens: Tokens, gazetteer: Gazetteer) -> list[list[Chunk]]:
    """For each token the known chunks that begin there, longest first.

    Only capitalised words begin and end a chunk; small words ("of", "el") and hyphens may stand inside.
    """
    texts, starts, ends = tokens.texts, tokens.starts, tokens.ends
    count = len(texts)
    found: list[list[Chunk]] = [[] for _ in range(count)]
    wanted: list[tuple[int, int, str]] = []
    for first in range(count):
        if not is_capital(texts[first]):
            continue
        words = 0
        last = first
        while last < count and words < LONGEST:
            token = texts[last]
            if (
                last > first
                and starts[last] - ends[last - 1] > 1
                and "\n\n" in tokens.text[ends[last - 1] : starts[last]]
            ):
                break
            if is_capital(token):
                words += 1
                stop = last + 1
                # "Ky." and "St." keep their full stop where the gazetteer knows the short form.
                wanted.append((first, stop, fold(tokens.surface(first, stop))))
            elif token in _INNER_MARKS:
                previous = texts[last - 1]
                if token == "." and previous.lower() not in _ABBREVIATED and len(previous) > 1:
                    break
                if token != "." and ends[last - 1] != starts[last]:
                    break
            elif token.isdigit() or token.lower() in CONNECTORS:
                words += 1
            else:
                break
            last += 1
    features = gazetteer.features({key for _, _, key in wanted})
    for first, last, key in reversed(wanted):
        known = features.get(key)
        if known is None:
            continue
        flags = int(known.flags)
        if flags & EXACT_CASE and flags & ABBREVIATION and not tokens.surface(first, last).isupper():
            continue
        if flags & ABBREVIATION and last < count and texts[last] == "." and starts[last] == ends[last - 1]:
            last += 1
        found[first].append(Chunk(first, last, key, flags, known.population_log10, known.best_code))
    return found
