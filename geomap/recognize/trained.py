"""The trained recogniser: gazetteer look-ups, rules and words, weighed by a model of a megabyte or two.

The model is read once in a process. Text in ordinary letter case is read in the cased view; sentences
that are all small or all in capitals are read without letter case.
"""

from __future__ import annotations

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
from geomap.recognize.lists import find_listed
from geomap.recognize.roads import find_roads
from geomap.recognize.roles import roles_of
from geomap.recognize.rules import is_demonym
from geomap.recognize.tagger import LABELS, Model, decode, repeated, spans_of
from geomap.recognize.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_OUTSIDE = LABELS.index("O")
_COUNTRY = int(NameFlag.COUNTRY)
#: Probability from which a name that is a mention elsewhere in the document counts here too; .2 was best
#: of .15, .2, .25 and .3 on corpora left out of the training.
_REPEATED = 0.2


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
        spans = _whole_roads(tokens, _parted(tokens.texts, spans))
        for first, last, demonym in spans:
            sure = float(1 - probabilities[first:last, _OUTSIDE].max())
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


def _whole_roads(tokens: Tokens, spans: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """The spans, those that are a part of a road's name ("London" in "London Road") grown to the road's."""
    roads = find_roads(tokens)
    result = {}
    for first, last, demonym in spans:
        road = next((road for road in roads if road[0] <= first and last <= road[1]), None)
        result[road or (first, last)] = demonym and road is None
    return [(first, last, demonym) for (first, last), demonym in result.items()]


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
