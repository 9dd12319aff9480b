"""A tagger gives each token a label by a linear chain of hashed weights.

A linear-chain conditional random field: a token's score for a label is the sum of the weights of its own
features and of its neighbours' up to two tokens away; neighbouring labels have weights too. Weights are
kept by the CRC-32 of the feature, so that the file holds no words. Everything is numpy over all sentences
at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

#: Outside; begin and inside of a place name; begin and inside of a demonym.
LABELS = ("O", "B", "I", "D", "J")
#: Positions of the neighbours whose features count, relative to the token.
OFFSETS = (-2, -1, 0, 1, 2)
#: Longer sentences (lists, tables without full stops) are read in pieces of this many tokens.
LONGEST_SENTENCE = 80


@dataclass(frozen=True, slots=True)
class Weights:
    """One view's weights: ``states[row, offset, label]``, ``transitions[label, next label]``.

    The last row of ``states`` counts once for every token, whatever its features.
    """

    rows: dict[int, int]
    states: np.ndarray
    transitions: np.ndarray
    _cache: dict[str | tuple[str, ...], tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    def row(self, feature: str) -> int:
        """The feature's row; ``len(rows)`` for a feature without weights."""
        return self.rows.get(crc32(feature.encode()), len(self.rows))

    def _weighted(self, feature: str | tuple[str, ...]) -> tuple[int, ...]:
        """The rows with weights of a feature, or of features that always come together; kept for the next time."""
        if len(self._cache) > 200_000:
            self._cache.clear()
        parts = (feature,) if isinstance(feature, str) else feature
        rows = tuple(row for part in parts if (row := self.row(part)) < len(self.rows))
        self._cache[feature] = rows
        return rows

    def sums(self, features: Sequence[Sequence[str | tuple[str, ...]]]) -> np.ndarray:
        """The sum of the rows of each list of features, with the row of every token."""
        import numpy as np

        every = len(self.rows)
        find, weigh = self._cache.get, self._weighted
        flat: list[int] = []
        begins: list[int] = []
        for own in features:
            begins.append(len(flat))
            flat.append(every)  # so no segment is empty either
            for feature in own:
                rows = find(feature)
                if rows is None:
                    rows = weigh(feature)
                if rows:
                    flat += rows
        return np.add.reduceat(self.states[np.array(flat)], np.array(begins), axis=0)

    def emissions(self, features: Sequence[Sequence[str]]) -> np.ndarray:
        """Each token's score for each label from its own and its neighbours' features."""
        count = len(features)
        sums = self.sums(features)
        scores = sums[:, OFFSETS.index(0)].copy()
        for position, offset in enumerate(OFFSETS):
            if offset and abs(offset) < count:
                # The token at t sees the features of the token at t + offset.
                if offset > 0:
                    scores[:-offset] += sums[offset:, position]
                else:
                    scores[-offset:] += sums[:offset, position]
        return scores


def decode(
    weights: Weights, features: Sequence[Sequence[str]], sentences: Sequence[tuple[int, int]]
) -> tuple[list[int], np.ndarray]:
    """The best labels of each sentence, and every token's probability of every label."""
    import numpy as np

    scores = weights.emissions(features)
    pieces = [
        (start, min(start + LONGEST_SENTENCE, last))
        for first, last in sentences
        for start in range(first, last, LONGEST_SENTENCE)
    ]
    lengths = np.array([last - first for first, last in pieces])
    firsts = np.array([first for first, _ in pieces])
    steps = np.arange(lengths.max())[:, None]
    inside = steps < lengths
    # All pieces side by side, from their first token on and from their last token back; what stands past a
    # piece's end is never read.
    onward = np.where(inside, firsts + steps, firsts)
    back = np.where(inside, firsts + lengths - 1 - steps, firsts)
    labels = _best_labels(weights, scores, onward, lengths)
    probabilities = _probabilities(weights, scores, onward, back, lengths)
    flat_labels = np.zeros(len(features), dtype=np.int8)
    flat_probabilities = np.zeros((len(features), len(LABELS)))
    flat_labels[onward[inside]] = labels[inside]
    flat_probabilities[onward[inside]] = probabilities[inside]
    return flat_labels.tolist(), flat_probabilities


def _best_labels(weights: Weights, scores: np.ndarray, onward: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The most probable labels of each piece (Viterbi), ``[step, piece]``."""
    import numpy as np

    own = scores[onward]
    best = own.copy()
    for step in range(1, len(own)):
        best[step] += (best[step - 1][:, :, None] + weights.transitions).max(axis=1)
    every = np.arange(len(lengths))
    last = best[lengths - 1, every].argmax(axis=1)
    chosen = np.zeros(onward.shape, dtype=np.int64)
    chosen[-1] = last
    arriving = weights.transitions.T
    for step in range(len(own) - 2, -1, -1):
        before = (best[step] + arriving[chosen[step + 1]]).argmax(axis=1)
        chosen[step] = np.where(lengths - 1 > step, before, last)
    return chosen


#: After so many steps the sums over paths are scaled to 1; in between they stay far within a float's range.
_SCALED_EVERY = 4


def _probabilities(
    weights: Weights, scores: np.ndarray, onward: np.ndarray, back: np.ndarray, lengths: np.ndarray
) -> np.ndarray:
    """Each label's probability over all paths, ``[step, piece, label]``: sums from both ends at once."""
    import numpy as np

    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    both = np.stack([odds[onward], odds[back]], axis=1)
    moves = np.exp(weights.transitions)
    turns = np.stack([moves, moves.T])
    arrived = np.ones_like(both)
    here = both[0]
    for step in range(1, len(both)):
        arrived[step] = here @ turns
        here = arrived[step] * both[step]
        if step % _SCALED_EVERY == 0:
            scale = 1 / here.sum(axis=2, keepdims=True)
            arrived[step] *= scale
            here = here * scale
    steps = np.arange(len(both))[:, None]
    mirrored = np.maximum(lengths - 1 - steps, 0)
    joint = arrived[:, 0] * both[:, 0] * arrived[mirrored, 1, np.arange(len(lengths))]
    return joint / joint.sum(axis=2, keepdims=True)


def spans_of(labels: Sequence[int]) -> list[tuple[int, int, bool]]:
    """``(first, last, is_demonym)`` of the names that the labels mark."""
    spans = []
    start, demonym = -1, False
    for index, label in enumerate((*labels, 0)):
        name = LABELS[label]
        if start >= 0 and (name in "OBD" or (name == "J") != demonym):
            spans.append((start, index, demonym))
            start = -1
        if start < 0 and name != "O":
            start, demonym = index, name in "DJ"
    return spans


def repeated(
    texts: Sequence[str], spans: Sequence[tuple[int, int, bool]], probabilities: np.ndarray, *, least: float
) -> list[tuple[int, int, bool]]:
    """Other occurrences of the names in ``spans`` that the tagger thought at least that likely.

    A document that names a place once clearly means it elsewhere too.
    """
    names: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    taken = [False] * len(texts)
    for first, last, demonym in spans:
        name = tuple(texts[first:last])
        if (name, demonym) not in names.setdefault(name[0], []):
            names[name[0]].append((name, demonym))
        taken[first:last] = [True] * (last - first)
    outside = probabilities[:, 0]
    found = []
    for index, token in enumerate(texts):
        if taken[index] or token not in names:
            continue
        for name, demonym in sorted(names[token], key=lambda pair: -len(pair[0])):
            stop = index + len(name)
            if tuple(texts[index:stop]) == name and not any(taken[index:stop]):
                if 1 - outside[index:stop].max() >= least:
                    found.append((index, stop, demonym))
                    taken[index:stop] = [True] * len(name)
                break
    return found
