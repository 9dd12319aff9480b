"""Word classes: groups of words that stand in the same surroundings, learned from texts without annotation.

"said" and "announced" fall into one class, "ministers" and "officials" into another, so that a tagger that
has seen one of them knows what to make of the other. Words are kept by the CRC-32 of their small letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

from geomap.recognize.tokens import Tokens

if TYPE_CHECKING:
    import numpy as np

#: How many classes, coarse and fine: about parts of speech, and about topics within them.
SIZES = (32, 100)
#: A word has a class from this many occurrences on.
_LEAST = 5
#: The most frequent words, whose places around a word tell its class.
_MARKERS = 600
#: Dimensions kept of the surroundings; 50 and 100 measured the same.
_DIMENSIONS = 50


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Each word's classes, coarse first: ``table[crc32(word)]``. A word without any has none."""

    table: Mapping[int, tuple[int, ...]]
    _cache: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def of(self, token: str, level: int) -> str:
        """The token's class at a level of `SIZES`: ``X`` for a capital, ``9`` for a number, its ending if unknown."""
        if not token:
            return "^"
        if token[0].isupper():
            return "X"
        if token[0].isdigit():
            return "9"
        key = f"{level}{token}"
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) > 100_000:
                self._cache.clear()
            classes = self.table.get(crc32(token.lower().encode()))
            known = self._cache[key] = f"u{token[-2:].lower()}" if classes is None else str(classes[level])
        return known


def learn_classes(texts: Iterable[Tokens], *, seed: int = 0) -> WordClasses:
    """The classes of the words of ``texts``; the same texts and seed give the same classes.

    Counts of frequent words one and two places before and after each word, as positive pointwise mutual
    information, reduced by singular values and grouped by k-means.
    """
    import numpy as np

    sequences = [["<s>", *map(_normal, tokens.texts, tokens.opens), "<s>"] for tokens in texts]
    counts = Counter(word for sequence in sequences for word in sequence)
    words = sorted(word for word, count in counts.items() if count >= _LEAST)
    if len(words) < 2 * SIZES[-1]:
        return WordClasses({})
    vectors = _surroundings(sequences, words, [word for word, _ in counts.most_common(_MARKERS)])
    groups = [_k_means(vectors, size, np.random.default_rng(seed)) for size in SIZES]
    return WordClasses(
        {
            crc32(word.encode()): classes
            for word, *classes_ in zip(words, *(group.tolist() for group in groups), strict=True)
            for classes in [tuple(classes_)]
        }
    )


def _normal(token: str, opens: bool) -> str:
    if token[0].isupper() and not opens:
        return "X"
    return "9" if token[0].isdigit() else token.lower()


def _surroundings(sequences: Sequence[Sequence[str]], words: Sequence[str], markers: Sequence[str]) -> np.ndarray:
    """A unit vector for each word."""
    import numpy as np

    rows = {word: row for row, word in enumerate(words)}
    columns = {marker: column for column, marker in enumerate(markers)}
    width = len(markers) + 1
    table = np.zeros((len(words), 4 * width))
    row = np.concatenate([[rows.get(word, -1) for word in sequence] + [-1, -1] for sequence in sequences])
    column = np.concatenate(
        [[columns.get(word, width - 1) for word in sequence] + [-1, -1] for sequence in sequences]
    )
    for block, (offset, weight) in enumerate(((-1, 1.0), (1, 1.0), (-2, 0.5), (2, 0.5))):
        beside = np.roll(column, -offset)
        counted = (row >= 0) & (beside >= 0)
        np.add.at(table, (row[counted], block * width + beside[counted]), weight)
    # The power damps rare markers (Levy, Goldberg and Dagan 2015).
    damped = table.sum(axis=0) ** 0.75
    expected = table.sum(axis=1, keepdims=True) * damped / damped.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        table = np.nan_to_num(np.log(table / expected), nan=0.0, neginf=0.0, posinf=0.0).clip(min=0)
    values, directions = np.linalg.eigh(table.T @ table)
    kept = directions[:, -_DIMENSIONS:] / values[-_DIMENSIONS:].clip(min=1e-9) ** 0.25
    vectors = table @ kept
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def _k_means(vectors: np.ndarray, size: int, chance: np.random.Generator) -> np.ndarray:
    """The group of each vector; centres begin far from each other (k-means++)."""
    import numpy as np

    centres = vectors[[chance.integers(len(vectors))]]
    nearest = ((vectors - centres[0]) ** 2).sum(axis=1)
    while len(centres) < size:
        drawn = vectors[chance.choice(len(vectors), p=nearest / nearest.sum())]
        centres = np.vstack([centres, drawn])
        nearest = np.minimum(nearest, ((vectors - drawn) ** 2).sum(axis=1))
    for _ in range(40):
        groups = (vectors @ centres.T - 0.5 * (centres**2).sum(axis=1)).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, groups, vectors)
        sizes = np.bincount(groups, minlength=size)[:, None]
        centres = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres)
    return groups
