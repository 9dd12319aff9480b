"""Train the roles: a softmax over what `role_features` tells of the names that a corpus types by role."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from geomap.evaluate.corpus import GoldDocument
from geomap.evaluate.recognition import ROLE_OF_KIND
from geomap.evaluate.spans import trim
from geomap.model import MentionKind, MentionRole
from geomap.names import fold
from geomap.recognize.classes import WordClasses
from geomap.recognize.role_features import Name, RoleReader
from geomap.recognize.roles import LEARNED, role_of
from geomap.recognize.rules import is_demonym
from geomap.recognize.tagger import Weights
from geomap.recognize.tokens import tokenize

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Weight of the penalty on squared weights, in mentions; best of 2.5, 4 and 6 on held-out folds, by little.
_PENALTY = 6.0
_ROUNDS = 400
#: A feature counts from this many mentions on.
_LEAST = 3


def train_roles(documents: Iterable[GoldDocument], gazetteer: Gazetteer, classes: WordClasses) -> Weights:
    """The weights of the roles; gradient descent with momentum, always the same for the same documents."""
    import numpy as np

    rows: dict[str, int] = {}
    cases: list[list[int]] = []
    answers: list[int] = []
    for found, roles, _ in role_cases(documents, gazetteer, classes):
        for features, role in zip(found, roles, strict=True):
            if role is not None:
                cases.append([rows.setdefault(feature, len(rows)) for feature in dict.fromkeys(features)])
                answers.append(LEARNED.index(role))
    table = np.zeros((len(cases), len(rows)), dtype=np.float32)
    for index, case in enumerate(cases):
        table[index, case] = 1.0
    kept = table.sum(axis=0) >= _LEAST
    table = table[:, kept]
    target = np.eye(len(LEARNED), dtype=np.float32)[answers]
    weights = np.zeros((table.shape[1], len(LEARNED)), dtype=np.float32)
    speed = np.zeros_like(weights)
    for _ in range(_ROUNDS):
        scores = table @ weights
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        slope = (table.T @ (scores - target) + _PENALTY * weights) / len(cases)
        speed = 0.9 * speed - 0.1 * slope
        weights += speed
    names = [name for name, keep in zip(rows, kept, strict=True) if keep]
    states = np.zeros((len(names) + 1, 1, len(LEARNED)), dtype=np.float32)
    states[:-1, 0] = weights
    return Weights(
        rows={crc32(name.encode()): row for row, name in enumerate(names)}, states=states, transitions=np.zeros((1, 1))
    )


Case = tuple[Sequence[Sequence[str]], Sequence[MentionRole | None], Sequence[Sequence[int]]]


def role_cases(documents: Iterable[GoldDocument], gazetteer: Gazetteer, classes: WordClasses) -> Iterator[Case]:
    """Each document's names: their features, their gold roles (``None`` where the corpus gives none), their lists."""
    for gold in documents:
        tokens = tokenize(gold.text)
        spans = [trim(gold.text, mention.start, mention.end) for mention in gold.mentions]
        keys = [fold(gold.text[start:end]) for start, end in spans]
        known = gazetteer.features(set(keys))
        names, roles = [], []
        for mention, (start, end), key in zip(gold.mentions, spans, keys, strict=True):
            first, last = bisect_right(tokens.ends, start), bisect_left(tokens.starts, end)
            if first >= last:
                continue
            flags = int(known[key].flags) if key in known else 0
            kind = MentionKind.DEMONYM if is_demonym(flags) else MentionKind.TOPONYM
            names.append(Name(first, last, key, kind, flags, role_of(tokens, first, last, kind, flags)))
            role = mention.role or ROLE_OF_KIND.get(mention.kind or "")
            roles.append(None if role in (None, "dateline") else MentionRole(role))
        reader = RoleReader(tokens, names, classes)
        yield [reader.features(name) for name in names], roles, reader.listed()
