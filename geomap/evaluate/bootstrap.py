"""A bootstrap interval says how far a score would move with other documents of the same kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Unit = TypeVar("Unit")


def interval(
    units: Sequence[Unit],
    statistic: Callable[[Sequence[Unit]], float],
    *,
    draws: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[float, float]:
    """The percentile interval of ``statistic`` over documents drawn with replacement; seeded.

    ``units`` are per-document counts, so that mentions of one document stay together.
    """
    if not units:
        return 0.0, 0.0
    chance = random.Random(seed)
    scores = sorted(statistic(chance.choices(units, k=len(units))) for _ in range(draws))
    tail = (1 - level) / 2
    return scores[int(tail * draws)], scores[min(draws - 1, int((1 - tail) * draws))]
