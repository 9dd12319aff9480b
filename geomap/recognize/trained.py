"""The trained recogniser: gazetteer look-ups, rules and words, weighed by a model of a megabyte or two.

The model is read once in a process. Text in ordinary letter case is read in the cased view; sentences
that are all small or all in capitals are read without letter case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.model import Document, Mention, MentionKind
from geomap.names import fold
from geomap.recognize.coordinates import find_coordinates
from geomap.recognize.features import document_features
from geomap.recognize.hashtags import find_hashtags
from geomap.recognize.lexicons import GENERIC_AFTER
from geomap.recognize.lists import find_listed
from geomap.recognize.model_file import Model
from geomap.recognize.roads import find_roads
from geomap.recognize.roles import roles_of
from geomap.recognize.rules import is_demonym
from geomap.recognize.tagger import LABELS, decode, repeated, spans_of
from geomap.recognize.tokens import POSSESSIVES, Tokens, tokenize
from geomap.recognize.wholes import find_wholes

if TYPE_CHECKING:
    import numpy as np

    from geomap.gazetteer import Gazetteer

_OUTSIDE = LABELS.index("O")
_COUNTRY = int(NameFlag.COUNTRY)
#: Probability from which a name that is a mention elsewhere in the document counts here too; .2 was best
#: of .15, .2, .25 and .3 on corpora left out of the training.
_REPEATED = 0.2
#: The least confidence of a mention: what stands there by its form alone, such as a road.
_BY_FORM = 0.2


def model_path() -> Path:
    """The shipped model's file."""
    return Path(str(files("geomap.recognize").joinpath("models/news.bin")))


@lru_cache(maxsize=2)
def load_model(path: Path) -> Model:
    """The model in ``path``, read once."""
    return Model.load(path)


@dataclass(frozen=True, slots=True)
class TrainedRecognizer:
    """Recognises English text with the shipped model, or with the one at ``path``."""

    gazetteer: Gazetteer
    path: Path | None = None

    @property
    def model(self) -> Model:
        return load_model(self.path or model_path())

    @property
    def name(self) -> str:
        return f"trained {self.model.card.get('version', '')}".strip()

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """The mentions of ``document`` in order; ``confidence`` is the model's probability."""
        return mentions_by(self.model, document, self.gazetteer)


def mentions_by(model: Model, document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions that ``model`` sees in ``document``, and its coordinates."""
    certain = find_coordinates(document.text)
    certain += _free(find_hashtags(document.text, gazetteer), certain)
    tokens = tokenize(document.text)
    found = _free(_tag(tokens, gazetteer, model) if tokens.texts else [], certain)
    listed = _free(find_listed(document.text, gazetteer), (*found, *certain))
    return tuple(sorted((*found, *listed, *certain), key=lambda mention: mention.start))


def _free(mentions: Sequence[Mention], taken: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions that overlap none of ``taken``."""
    return tuple(
        mention
        for mention in mentions
        if not any(mention.start < other.end and other.start < mention.end for other in taken)
    )


def _tag(tokens: Tokens, gazetteer: Gazetteer, model: Model) -> list[Mention]:
    cased, caseless = split_by_case(tokens)
    labelled: list[tuple[int, int, bool, float]] = []
    views = ((cased, True, model.cased), (caseless, False, model.caseless))
    for sentences, is_cased, weights in views:
        if not sentences:
            continue
        features = document_features(tokens, gazetteer, cased=is_cased)
        labels, probabilities = decode(weights, features, sentences)
        spans = spans_of(labels)
        spans += repeated(tokens.texts, spans, probabilities, least=_REPEATED)
        spans = _parted(tokens.texts, spans)
        if is_cased:
            spans += _typed(tokens.texts, spans, probabilities)
            roads = [road for road in find_roads(tokens) if _within(road, sentences)]
            wholes = [whole for whole in find_wholes(tokens, gazetteer) if _within(whole, sentences)]
            spans = _whole(spans, _outside(wholes, spans))
            spans = _whole(spans, [*roads, *_saints(tokens.texts, spans)])
        for first, last, demonym in spans:
            sure = max(_BY_FORM, float(1 - probabilities[first:last, _OUTSIDE].max()))
            labelled.append((first, last, demonym, sure))
    labelled.sort()
    keys = [fold(tokens.surface(first, last)) for first, last, _, _ in labelled]
    known = gazetteer.features(set(keys))
    flags = [int(known[key].flags) if key in known else 0 for key in keys]
    kinds = [
        MentionKind.DEMONYM
        if (demonym and not flag & _COUNTRY) or (not demonym and is_demonym(flag))
        else MentionKind.TOPONYM
        for (_, _, demonym, _), flag in zip(labelled, flags, strict=True)
    ]
    names = [
        (first, last, key, kind, flag)
        for (first, last, _, _), key, kind, flag in zip(labelled, keys, kinds, flags, strict=True)
    ]
    roles = roles_of(tokens, names, model.roles, model.classes)
    return [
        Mention(
            start=tokens.starts[first],
            end=tokens.ends[last - 1],
            text=tokens.surface(first, last),
            kind=kind,
            role=role,
            confidence=round(sure, 4),
        )
        for (first, last, _, sure), kind, role in zip(labelled, kinds, roles, strict=True)
    ]


def _within(span: tuple[int, int], sentences: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(sentences, (span[0], len(sentences) and sentences[-1][1])) - 1
    return at >= 0 and sentences[at][0] <= span[0] < sentences[at][1]


def _outside(
    wholes: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, bool]]
) -> list[tuple[int, int]]:
    """The wholes that lie in no span."""
    reach: dict[int, int] = {}
    for first, last, _ in spans:
        for index in range(first, last):
            reach[index] = max(last, reach.get(index, 0))
    return [(begin, end) for begin, end in wholes if reach.get(begin, 0) < end]


def _parted(texts: Sequence[str], spans: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """The spans, those with a slash ("Mosul/Nineveh") as the names on both sides of it."""
    result = []
    for first, last, demonym in spans:
        begin = first
        for index in range(first + 1, last - 1):
            if texts[index] == "/" and index > begin:
                result.append((begin, index, demonym))
                begin = index + 1
        result.append((begin, last, demonym))
    return result


def _whole(
    spans: Sequence[tuple[int, int, bool]], wholes: Sequence[tuple[int, int]]
) -> list[tuple[int, int, bool]]:
    """The spans with every whole in place of the spans that it overlaps."""
    taken = {index for begin, end in wholes for index in range(begin, end)}
    kept = [span for span in spans if taken.isdisjoint(range(span[0], span[1]))]
    return [*kept, *((begin, end, False) for begin, end in wholes)]


#: After a saint's name these make it a building's.
_BUILDINGS = frozenset("church cathedral chapel hospital school college academy university convent monastery".split())


def _saints(texts: Sequence[str], spans: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int]]:
    """The buildings called after saints whose names stand in ``spans``: "St. Mary's Church"."""
    found = []
    for first, last, _ in spans:
        after = last + (last < len(texts) and texts[last] in POSSESSIVES)
        building = texts[after] if after < len(texts) else ""
        if texts[first] in ("St", "Saint") and building.istitle() and building.lower() in _BUILDINGS:
            found.append((first, after + 1))
    return found


#: Probability from which a name before a small generic word ("the Nile river") is one.
_TYPED = 0.25


def _typed(
    texts: Sequence[str], spans: Sequence[tuple[int, int, bool]], probabilities: np.ndarray
) -> list[tuple[int, int, bool]]:
    """Capitalised words outside the spans that a small generic word after them makes a place's name."""
    taken = {index for first, last, _ in spans for index in range(first, last)}
    return [
        (index, index + 1, False)
        for index, following in enumerate(texts[1:])
        if following in GENERIC_AFTER
        and index not in taken
        and texts[index][0].isupper()
        and 1 - probabilities[index, _OUTSIDE] >= _TYPED
        and (index == 0 or not texts[index - 1][0].isupper())
    ]


def split_by_case(tokens: Tokens) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The sentences whose letter case tells something, and those whose does not.

    A sentence is caseless when it is all in capitals, or when the whole text has next to no capitals or
    next to nothing else.
    """
    texts = tokens.texts
    words = sum(token[0].isalpha() for token in texts)
    capitals = sum(token[0].isupper() for token in texts)
    shouted = sum(len(token) > 1 and token.isupper() for token in texts)
    long_words = sum(len(token) > 1 and token[0].isalpha() for token in texts)
    if capitals <= 0.015 * words or (long_words > 2 and shouted > 0.95 * long_words):
        return [], tokens.sentences
    cased, caseless = [], []
    for first, last in tokens.sentences:
        letters = [token for token in texts[first:last] if len(token) > 1 and token.isalpha()]
        shouting = sum(token.isupper() for token in letters)
        (caseless if len(letters) >= 3 and shouting > 0.8 * len(letters) else cased).append((first, last))
    return cased, caseless
