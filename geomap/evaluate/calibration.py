"""Calibration: does a confidence of 0.8 mean that four answers in five are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers whose confidence lies in ``[low, high)`` (the last bin includes 1)."""

    low: float
    high: float
    answers: int
    mean_confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """``expected_error`` is the expected calibration error over ten equal bins of confidence.

    ``curve`` has (confidence, share of the answers kept at it or above, accuracy of those kept), from
    strict to lax. ``kept_at_95`` is the largest share of the answers that can be kept at 95 % right and
    ``confidence_at_95`` the confidence that does it.
    """

    answers: int
    expected_error: float
    bins: tuple[Bin, ...]
    curve: tuple[tuple[float, float, float], ...]
    kept_at_95: float
    confidence_at_95: float | None


def calibrate(answers: Sequence[tuple[float, bool]], *, bin_count: int = 10) -> Calibration:
    """The calibration of (confidence, right) pairs of the answered mentions."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(bin_count)]
    for confidence, right in answers:
        members[min(bin_count - 1, max(0, int(confidence * bin_count)))].append((confidence, right))
    bins = tuple(
        Bin(
            low=index / bin_count,
            high=(index + 1) / bin_count,
            answers=len(member),
            mean_confidence=sum(confidence for confidence, _ in member) / len(member),
            accuracy=sum(right for _, right in member) / len(member),
        )
        for index, member in enumerate(members)
        if member
    )
    total = len(answers)
    expected = sum(b.answers * abs(b.accuracy - b.mean_confidence) for b in bins) / total if total else 0.0
    steps = _steps(answers)
    good = [(kept, confidence) for confidence, kept, accuracy in steps if accuracy >= 0.95]
    kept, confidence = max(good, default=(0.0, None))
    # Twenty points draw the curve; the last one keeps everything.
    wanted = [index / 20 for index in range(1, 21)]
    curve = (
        tuple(next(step for step in steps if step[1] >= share - 1e-9) for share in wanted) if steps else ()
    )
    return Calibration(
        answers=total,
        expected_error=expected,
        bins=bins,
        curve=tuple(dict.fromkeys(curve)),
        kept_at_95=kept,
        confidence_at_95=confidence,
    )


def _steps(answers: Sequence[tuple[float, bool]]) -> list[tuple[float, float, float]]:
    """(confidence, share kept, accuracy) after each different confidence, highest first."""
    ordered = sorted(answers, key=lambda answer: -answer[0])
    steps, right = [], 0
    for kept, (confidence, is_right) in enumerate(ordered, 1):
        right += is_right
        if kept == len(ordered) or ordered[kept][0] != confidence:
            steps.append((confidence, kept / len(ordered), right / kept))
    return steps
