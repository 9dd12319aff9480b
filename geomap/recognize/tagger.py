"""A tagger gives each token a label by a linear chain of hashed weights; a model is those weights in a file.

A linear-chain conditional random field: a token's score for a label is the sum of the weights of its own
features and of its neighbours' up to two tokens away; neighbouring labels have weights too. Weights are
kept by the CRC-32 of the feature, so that the file holds no words. Everything is numpy over all sentences
at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from geomap.errors import InputError
from geomap.recognize.classes import SIZES, WordClasses

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
    _cache: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def row(self, feature: str) -> int:
        """The feature's row; ``len(rows)`` for a feature without weights."""
        row = self._cache.get(feature)
        if row is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            row = self._cache[feature] = self.rows.get(crc32(feature.encode()), len(self.rows))
        return row

    def sums(self, features: Sequence[Sequence[str]]) -> np.ndarray:
        """The sum of the rows of each list of features, with the row of every token."""
        import numpy as np

        unknown = len(self.rows)
        cache, find = self._cache, self.row
        flat: list[int] = []
        begins: list[int] = []
        for own in features:
            begins.append(len(flat))
            flat.append(unknown)  # the row of every token; so no segment is empty either
            for feature in own:
                row = cache.get(feature)
                if row is None:
                    row = find(feature)
                if row != unknown:
                    flat.append(row)
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
    came_from = (best[:-1, :, :, None] + weights.transitions).argmax(axis=2)
    every = np.arange(len(lengths))
    chosen = np.zeros(onward.shape, dtype=np.int64)
    last = best[lengths - 1, every].argmax(axis=1)
    for step in range(len(own) - 1, -1, -1):
        ends = lengths - 1 == step
        within = lengths - 1 > step
        if step + 1 < len(own):
            chosen[step] = np.where(within, came_from[step, every, chosen[step + 1]], 0)
        chosen[step] = np.where(ends, last, chosen[step])
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


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of both views and of the roles, the words' classes, and what they were made of."""

    cased: Weights
    caseless: Weights
    roles: Weights | None
    card: dict[str, Any]
    classes: WordClasses = field(default_factory=lambda: WordClasses({}))

    def save(self, path: str | Path) -> None:
        """Write the model; the same model always gives the same bytes."""
        from geomap.writing import write_atomically

        write_atomically(path, _pack(self))

    @classmethod
    def load(cls, path: str | Path) -> Model:
        """The model in ``path``; raises InputError when it is none."""
        try:
            return _unpack(Path(path).read_bytes())
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"{path}: not a recognition model ({error}): train one again") from error


_MAGIC = b"geomap-recognizer-5\n"


def _pack(model: Model) -> bytes:
    import json
    import lzma

    import numpy as np

    views = {"cased": model.cased, "caseless": model.caseless, "roles": model.roles}
    header: dict[str, Any] = {"card": model.card, "views": {}}
    blocks = []
    for name, weights in views.items():
        if weights is None:
            continue
        hashes = sorted(weights.rows)
        order = [weights.rows[value] for value in hashes]
        header["views"][name] = {"rows": len(hashes), "shape": list(weights.states.shape[1:])}
        scale = float(np.abs(weights.states).max() or 1.0) / 32_767
        header["views"][name] |= {"scale": scale, "transitions": weights.transitions.round(4).tolist()}
        header["views"][name]["every_token"] = weights.states[-1].round(4).tolist()
        blocks.append(np.array(hashes, dtype=np.uint32).tobytes())
        blocks.append(np.round(weights.states[order] / scale).astype(np.int16).tobytes())
    words = sorted(model.classes.table)
    header["classes"] = len(words)
    blocks.append(np.array(words, dtype=np.uint32).tobytes())
    blocks.append(np.array([model.classes.table[word] for word in words], dtype=np.uint8).tobytes())
    text = json.dumps(header, sort_keys=True).encode()
    body = lzma.compress(b"".join([len(text).to_bytes(4, "little"), text, *blocks]), preset=9)
    return _MAGIC + body


def _unpack(packed: bytes) -> Model:
    import json
    import lzma

    import numpy as np

    if not packed.startswith(_MAGIC):
        raise ValueError("wrong first line")
    try:
        body = lzma.decompress(packed[len(_MAGIC) :])
    except lzma.LZMAError as error:
        raise ValueError(str(error)) from error
    size = int.from_bytes(body[:4], "little")
    header = json.loads(body[4 : 4 + size])
    position = 4 + size
    views: dict[str, Weights] = {}
    for name in ("cased", "caseless", "roles"):
        about = header["views"].get(name)
        if about is None:
            continue
        rows, shape = about["rows"], about["shape"]
        hashes = np.frombuffer(body, np.uint32, rows, position)
        position += 4 * rows
        cells = rows * int(np.prod(shape))
        states = np.frombuffer(body, np.int16, cells, position).reshape(rows, *shape)
        position += 2 * cells
        every_token = np.array([about["every_token"]], dtype=np.float32)
        states = np.concatenate([states.astype(np.float32) * about["scale"], every_token])
        views[name] = Weights(
            rows={value: row for row, value in enumerate(hashes.tolist())},
            states=states,
            transitions=np.array(about["transitions"]),
        )
    words = np.frombuffer(body, np.uint32, header["classes"], position).tolist()
    position += 4 * len(words)
    classes = np.frombuffer(body, np.uint8, len(SIZES) * len(words), position).reshape(-1, len(SIZES)).tolist()
    return Model(
        cased=views["cased"],
        caseless=views["caseless"],
        roles=views.get("roles"),
        card=header["card"],
        classes=WordClasses(dict(zip(words, map(tuple, classes), strict=True))),
    )
