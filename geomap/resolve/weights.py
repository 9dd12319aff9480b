"""Weights turn evidence into chances: three rounds of a log-linear model, each reading the guess before it.

Round one sees the name and the place alone; round two the company that round one guesses; round three
the company that round two guesses. "None of these" is a candidate of each round, with features of its own.
The weights are trained (`python -m geomap.resolve.train`) and shipped as one small JSON file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from pathlib import Path

from geomap.errors import GeomapError
from geomap.gazetteer.features import NameFlag
from geomap.resolve.evidence import NAMES, STATIC
from geomap.resolve.situation import Group

PATH = Path(__file__).parent / "models" / "resolver.json"
NONE_NAMES = ("bias", "best prominence", "no main name", "many places", "only small places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The weights of one round: of the features in order, and of "none of these"."""

    features: tuple[float, ...]
    none: tuple[float, ...]

    def chances(self, rows: Sequence[Sequence[float]], none_row: Sequence[float]) -> tuple[list[float], float]:
        """The probability of each place, and of none of them; they add up to 1."""
        weights = self.features
        scores = [sum(map(_product, weights, row)) for row in rows]
        nothing = sum(map(_product, self.none, none_row))
        top = max((*scores, nothing))
        raised = [exp(score - top) for score in scores]
        nothing = exp(nothing - top)
        total = sum(raised) + nothing
        return [value / total for value in raised], nothing / total


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All rounds, and the calibration of the last one: pairs (raw probability, share that was right)."""

    version: str
    rounds: tuple[Round, ...]
    calibration: tuple[tuple[float, float], ...] = ()

    def calibrated(self, probability: float) -> float:
        """The probability as held-out answers bore it out, by straight lines between the measured points."""
        points = self.calibration
        if not points:
            return probability
        if probability <= points[0][0]:
            return points[0][1]
        for (x1, y1), (x2, y2) in pairwise(points):
            if probability <= x2:
                return y1 + (y2 - y1) * (probability - x1) / (x2 - x1)
        return points[-1][1]


def _product(weight: float, value: float) -> float:
    return weight * value


def none_row(group: Group) -> list[float]:
    """The features of "none of these" for a name."""
    bearers = group.bearers
    main = NameFlag.PRIMARY | NameFlag.DEMONYM | NameFlag.ABBREVIATION
    return [
        1.0,
        max((bearer.prominence for bearer in bearers), default=0) / 100,
        float(not any(bearer.flags & main for bearer in bearers)),
        float(len(bearers) > 8),
        float(all(bearer.prominence < 30 for bearer in bearers)),
    ]


def load(path: Path = PATH) -> Weights:
    """The weights in ``path``; GeomapError when their features are not those of this version."""
    record = json.loads(path.read_text(encoding="utf-8"))
    rounds = record["rounds"]
    names = [list(STATIC), *[list(NAMES)] * (len(rounds) - 1)]
    for number, (given, wanted) in enumerate(zip(rounds, names, strict=True)):
        if list(given["features"]) != wanted or tuple(given["none"]) != NONE_NAMES:
            raise GeomapError(
                f"{path.name}, round {number + 1}: its features are not those of this geomap: train it again "
                "with `python -m geomap.resolve.train`"
            )
    return Weights(
        version=record["version"],
        rounds=tuple(
            Round(features=tuple(given["features"].values()), none=tuple(given["none"].values())) for given in rounds
        ),
        calibration=tuple((raw, share) for raw, share in record["calibration"]),
    )
