"""Strict span scores: a mention counts when its trimmed span equals a gold one.

Both sides are trimmed in this order: white space and ``,;:!?"“”‘’'()[]`` at both ends, a leading
"the ", a trailing possessive. Full stops and hyphens stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_OUTER = frozenset(",;:!?\"“”‘’'()[]")
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without its outer marks, article and possessive; may be empty.

    >>> phrase = "(the U.S.'s)"
    >>> phrase[slice(*trim(phrase, 0, len(phrase)))]
    'U.S.'
    """
    while start < end and _is_outer(text[start]):
        start += 1
    while end > start and _is_outer(text[end - 1]):
        end -= 1
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
    if end - start > 2 and text[end - 2] in "'’" and text[end - 1] in "sS":
        end -= 2
    return start, end


def _is_outer(character: str) -> bool:
    return character in _OUTER or character.isspace()


def trimmed(text: str, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The different non-empty spans after trimming."""
    return {(start, end) for start, end in (trim(text, *span) for span in spans) if start < end}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Hits, spurious and missed; adds up over documents."""

    hits: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            hits=self.hits + other.hits,
            spurious=self.spurious + other.spurious,
            missed=self.missed + other.missed,
        )

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.spurious) if self.hits else 0.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.spurious + self.missed) if self.hits else 0.0


def compare(predicted: set[tuple[int, int]], gold: set[tuple[int, int]]) -> Counts:
    """Counts of one document's trimmed spans."""
    hits = len(predicted & gold)
    return Counts(hits=hits, spurious=len(predicted) - hits, missed=len(gold) - hits)


def overlap(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The first of ``others`` that shares a character with ``span``, or ``None``."""
    start, end = span
    return next((other for other in others if other[0] < end and start < other[1]), None)
