"""A chunk is a run of one to five words that bears a name of the gazetteer; `find_chunks` looks all up at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.features import NameFlag
from geomap.names import fold
from geomap.recognize.lexicons import CONNECTORS, FUNCTION_WORDS
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
_SHORT_FORM = int(NameFlag.EXACT_CASE | NameFlag.ABBREVIATION | NameFlag.COUNTRY | NameFlag.ADMIN1)
_BEARERS = int(NameFlag.CITY | NameFlag.ADMIN2 | NameFlag.RIVER | NameFlag.SEA | NameFlag.REGION | NameFlag.DEMONYM)


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
    return _known(tokens, gazetteer, wanted)


def find_chunks_in_any_case(tokens: Tokens, gazetteer: Gazetteer) -> list[list[Chunk]]:
    """The same for text whose letter case tells nothing: any word but a function word may begin a chunk."""
    texts, starts, ends = tokens.texts, tokens.starts, tokens.ends
    count = len(texts)
    lower = [token.lower() for token in texts]
    wanted: list[tuple[int, int, str]] = []
    for first in range(count):
        if not texts[first][0].isalpha() or (lower[first] in FUNCTION_WORDS and lower[first] not in ("us", "no")):
            continue
        words = 0
        last = first
        while last < count and words < LONGEST - 1:
            token = texts[last]
            if token in _INNER_MARKS:
                if ends[last - 1] != starts[last] or (token == "." and lower[last - 1] not in _ABBREVIATED):
                    break
            elif token[0].isalnum():
                words += 1
                if lower[last] not in FUNCTION_WORDS or last == first:
                    wanted.append((first, last + 1, fold(tokens.surface(first, last + 1))))
                elif lower[last] not in CONNECTORS:
                    break
            else:
                break
            last += 1
    return _known(tokens, gazetteer, wanted, any_case=True)


def _known(
    tokens: Tokens, gazetteer: Gazetteer, wanted: list[tuple[int, int, str]], *, any_case: bool = False
) -> list[list[Chunk]]:
    """The chunks among ``wanted`` (first, last, key) that the gazetteer knows, by first token."""
    texts, starts, ends = tokens.texts, tokens.starts, tokens.ends
    found: list[list[Chunk]] = [[] for _ in texts]
    features = gazetteer.features({key for _, _, key in wanted})
    for first, last, key in reversed(wanted):
        known = features.get(key)
        if known is None:
            continue
        flags = int(known.flags)
        if flags & ABBREVIATION:
            surface = tokens.surface(first, last)
            stop = last < len(texts) and texts[last] == "." and starts[last] == ends[last - 1]
            if surface.isupper() and not any_case:
                stop = False
            elif flags & EXACT_CASE and not stop and "." not in surface and not any_case:
                # "Man" and "Ind" without a full stop are other bearers of the name, or words.
                flags &= ~_SHORT_FORM
                if not flags & _BEARERS or len(surface) <= 2:
                    continue
            last += stop
        found[first].append(Chunk(first, last, key, flags, known.population_log10, known.best_code))
    return found
