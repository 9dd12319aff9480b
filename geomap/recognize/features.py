"""Features: what the trained recogniser sees of each token, as short texts that are hashed later.

A sentence's words are seen in one of two views. The cased view sees capitals, runs of capitalised words,
and what the rules would accept. The caseless view sees words and gazetteer look-ups in any letter case: it
reads texts that are all small or all in capitals. The tagger adds the neighbours' features by offset, so
that only a token's own features are computed, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.names import fold
from geomap.recognize import lexicons
from geomap.recognize.lookup import Chunk, find_chunks, find_chunks_in_any_case
from geomap.recognize.roads import road_forms
from geomap.recognize.roles import dateline_end
from geomap.recognize.rules import THRESHOLD, Reading
from geomap.recognize.tokens import Tokens

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_PRIMARY, _CITY, _SEAT = int(NameFlag.PRIMARY), int(NameFlag.CITY), int(NameFlag.SEAT)
#: The sort of a name's bearers, the most telling one first.
_SORTS = tuple(
    (int(flag), letters)
    for flag, letters in (
        (NameFlag.DEMONYM, "dem"),
        (NameFlag.COUNTRY, "pcl"),
        (NameFlag.CONTINENT, "cont"),
        (NameFlag.ADMIN1, "adm1"),
        (NameFlag.SEA, "sea"),
        (NameFlag.REGION, "rgn"),
        (NameFlag.RIVER, "stm"),
        (NameFlag.ADMIN2, "adm2"),
        (NameFlag.CITY, "ppl"),
    )
)
_CLASSES = {
    "title": lexicons.TITLES,
    "role": lexicons.ROLES,
    "said": lexicons.SPEECH,
    "org": lexicons.ORGANISATIONS,
    "after": lexicons.GENERIC_AFTER,
    "part": lexicons.NAME_PART_AFTER,
    "before": lexicons.NAME_PART_BEFORE,
    "of": lexicons.GENERIC_OF,
    "in": lexicons.IN_PREPOSITIONS,
    "from": lexicons.WEAK_PREPOSITIONS,
    "compass": lexicons.COMPASS,
    "street": lexicons.STREETS,
    "date": lexicons.CALENDAR,
    "function": lexicons.FUNCTION_WORDS,
    "joiner": lexicons.NAME_JOINERS,
    "alone": lexicons.NEVER_ALONE,
    "disease": lexicons.DISEASES,
}


#: Marks that are written in several ways, and the one that stands for all of them.
_MARKS = {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "—": "-", "–": "-", "‐": "-", "‑": "-"}


@lru_cache(maxsize=100_000)
def shape(token: str) -> str:
    """The token's letters as ``X``, ``x`` and ``9``, repeats shortened: "McDonald's" is ``XxXx'x``."""
    pattern = []
    for letter in token:
        kind = "X" if letter.isupper() else "x" if letter.isalpha() else "9" if letter.isdigit() else letter
        if pattern[-2:] != [kind, kind]:
            pattern.append(kind)
    return "".join(pattern)


@lru_cache(maxsize=100_000)
def word_features(token: str, cased: bool) -> tuple[str, ...]:
    """What the word tells by itself."""
    word = _MARKS.get(token) or token.lower()
    features = [f"w={word}"]
    if len(word) > 3 and word.isalpha():
        features += [f"p3={word[:3]}", f"s2={word[-2:]}", f"s3={word[-3:]}", f"s4={word[-4:]}"]
    classes = [name for name, words in _CLASSES.items() if word in words]
    key = fold(word)
    if key in lexicons.given_names():
        classes.append("given")
    if key in lexicons.common_words():
        classes.append("common")
    features += [f"c={name}" for name in classes]
    if cased:
        features += [f"sh={shape(token)}"]
        if token[0].isupper():
            features.append("cap:" + (classes[0] if classes else ""))
    return tuple(features)


def sort_of(chunk: Chunk) -> str:
    """The sort of a chunk's most telling bearer, with its size for settlements: ``ppl5``, ``adm1``."""
    for flag, letters in _SORTS:
        if chunk.flags & flag:
            return f"{letters}{int(chunk.population_log10)}" if flag == _CITY else letters
    return "abbr"


def _gazetteer_features(count: int, chunks: Sequence[Sequence[Chunk]]) -> list[list[str]]:
    """The longest chunk over each token, by position and sort, and the token's own name."""
    features: list[list[str]] = [[] for _ in range(count)]
    covered = [False] * count
    known = [chunk for at in chunks for chunk in at]
    known.sort(key=lambda chunk: (chunk.first - chunk.last, chunk.first))
    for chunk in known:
        first, last = chunk.first, chunk.last
        sort = sort_of(chunk)
        if last - first == 1:
            features[first].append(f"g1={sort}{'!' if chunk.flags & _PRIMARY else ''}")
        if any(covered[first:last]):
            continue
        covered[first:last] = [True] * (last - first)
        mark = f"{sort}{'!' if chunk.flags & _PRIMARY else ''}"
        if last - first == 1:
            features[first].append(f"g=S{mark}")
        else:
            features[first].append(f"g=B{mark}")
            features[last - 1].append(f"g=E{mark}")
            for index in range(first + 1, last - 1):
                features[index].append(f"g=I{mark}")
    for index in range(count):
        if not covered[index]:
            features[index].append("g=-")
    return features


def document_features(tokens: Tokens, gazetteer: Gazetteer, *, cased: bool) -> list[list[str | tuple[str, ...]]]:
    """Each token's own features in one of the two views; the last of each is the tuple of its word's."""
    if not cased:
        return _caseless_features(tokens, gazetteer)
    chunks = find_chunks(tokens, gazetteer)
    features = _gazetteer_features(len(tokens), chunks)
    reading = Reading(tokens, chunks)
    _add_rules(features, reading)
    _add_runs(features, reading)
    _add_roads(features, tokens)
    _add_datelines(features, tokens)
    texts, lower = tokens.texts, reading.lower
    inside = {lower[index] for index in range(1, len(texts)) if texts[index][0].isupper() and not tokens.opens[index]}
    after_in = {
        lower[index]
        for index in range(1, len(texts))
        if texts[index][0].isupper() and lower[index - 1] in lexicons.IN_PREPOSITIONS
    }
    small = {token for token in texts if token[0].islower()}
    for index, token in enumerate(texts):
        own = features[index]
        if tokens.opens[index]:
            own.append("open")
        if not reading.cased[index]:
            own.append("headline")
        if token[0].isupper():
            word = lower[index]
            previous = lower[index - 1] if index else ""
            following = lower[index + 1] if index + 1 < len(texts) else ""
            own.append(f"l={previous}|{_gist(own)}")
            own.append(f"r={following}|{_gist(own)}")
            if reading.people.tokens[index]:
                own.append("person")
            elif word in reading.people.surnames:
                own.append("surname")
            if word in small:
                own.append("alsosmall")
            if tokens.opens[index] and word in inside:
                own.append("alsoinside")
            if word in after_in:
                own.append("alsoin")
        own.append(word_features(token, True))
    return features


def _gist(own: list[str]) -> str:
    """The first gazetteer mark of a token's features."""
    return own[0]


def _add_rules(features: list[list[str]], reading: Reading) -> None:
    """What the rules accept, and how surely: the tagger learns when to believe them."""
    for chunk, score in reading.accept():
        level = min(3, int(score - THRESHOLD))
        for index in range(chunk.first, chunk.last):
            features[index].append(f"rule={'B' if index == chunk.first else 'I'}{level}")


def _add_runs(features: list[list[str]], reading: Reading) -> None:
    """The run of capitalised words that a token stands in: its length, its head word, what surrounds it."""
    lower = reading.lower
    count = len(lower)
    for run in reading.runs:
        first, last = run.first, run.last
        size = min(4, last - first)
        head = _class_of(lower[last - 1])
        before = lower[first - 1] if first else "^"
        after = lower[last] if last < count else "$"
        organisation = not lexicons.ORGANISATIONS.isdisjoint(lower[first:last])
        for index in range(first, last):
            position = "S" if last - first == 1 else "B" if index == first else "E" if index == last - 1 else "I"
            features[index] += [
                f"run={position}{size}",
                f"rh={position}{head}",
                f"rb={position}{before}",
                f"ra={position}{after}",
            ]
            if organisation:
                features[index].append(f"ro={position}")


def _add_roads(features: list[list[str]], tokens: Tokens) -> None:
    """What has the form of a road's name."""
    for first, last in road_forms(tokens):
        for index in range(first, last):
            features[index].append("road=B" if index == first else "road=I")


def _add_datelines(features: list[list[str]], tokens: Tokens) -> None:
    """The words before a dateline's dash: the town in capitals, and what follows it after a comma."""
    for index, opens in enumerate(tokens.opens):
        if opens and len(tokens.texts[index]) > 1 and tokens.texts[index].isupper():
            end = dateline_end(tokens, index)
            mark = "town"
            for position in range(index, end):
                token = tokens.texts[position]
                if token == ",":
                    mark = "area"
                elif token == "(":
                    break
                features[position].append(f"dateline={mark}")


@cache
def _class_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for name in ("title", "role", "org", "street", "part", "after", "date", "compass"):
        for word in _CLASSES[name]:
            table.setdefault(word, name)
    return table


def _class_of(word: str) -> str:
    return _class_table().get(word, "-")


def _caseless_features(tokens: Tokens, gazetteer: Gazetteer) -> list[list[str]]:
    chunks = find_chunks_in_any_case(tokens, gazetteer)
    features = _gazetteer_features(len(tokens), chunks)
    lower = [token.lower() for token in tokens.texts]
    after_in = {word for previous, word in pairwise(lower) if previous in lexicons.IN_PREPOSITIONS}
    for index, word in enumerate(lower):
        own = features[index]
        if tokens.opens[index]:
            own.append("open")
        if own[0] != "g=-":
            previous = lower[index - 1] if index else ""
            following = lower[index + 1] if index + 1 < len(lower) else ""
            own.append(f"l={previous}|{own[0]}")
            own.append(f"r={following}|{own[0]}")
        if word in after_in:
            own.append("alsoin")
        own.append(word_features(word, False))
    return features
