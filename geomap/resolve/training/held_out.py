"""Held-out answers: what weights say of documents that they have not seen, scored and calibrated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from geomap.evaluate.calibration import calibrate
from geomap.evaluate.distance import distance_km
from geomap.evaluate.resolution import TOLD_COVERAGE
from geomap.publisher import publisher_of
from geomap.resolve import weights as weighing
from geomap.resolve.certainty import certainty
from geomap.resolve.home import Beat, Reported, homes_of
from geomap.resolve.ranking import RankingResolver
from geomap.resolve.training.examples import Example


class HeldOut(NamedTuple):
    """One answer: raw certainty, whether it is right, its error in km (``None`` without a point), its document."""

    certainty: float
    right: bool
    km: float | None
    document: str


@dataclass(slots=True)
class Tally:
    """Counts of the held-out answers of one corpus."""

    mentions: int = 0
    possible: int = 0
    right: int = 0
    near: int = 0
    exact: int = 0
    with_id: int = 0
    answers: list[HeldOut] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, examples: Sequence[Example], weights: weighing.Weights) -> None:
        """Add the answers of ``weights`` on ``examples``."""
        resolver = RankingResolver(weights)
        for example in examples:
            _, chances, _ = resolver.chances(example.seen, example.home)
            for index, right in enumerate(example.right):
                if right is not None:
                    self._add_mention(example, index, right, chances[index])

    def _add_mention(self, example: Example, index: int, right: list[bool], chances: list[float]) -> None:
        gold = example.golds[index]
        self.mentions += 1
        self.possible += any(right)
        self.with_id += gold.gold_id is not None
        if not right:
            return
        best = max(range(len(right)), key=lambda at: (chances[at], -at))
        group = example.seen.groups[example.seen.group_of[index]]
        bearer = group.bearers[best]
        self.right += right[best]
        self.exact += example.exact[index][best]
        km = None
        if bearer.latitude is not None:
            km = distance_km(gold.latitude, gold.longitude, bearer.latitude, bearer.longitude)
            self.near += km <= 161
        self.answers.append(HeldOut(certainty(group.vectors, chances, best), right[best], km, example.gold.id))
        if any(right) and not right[best]:
            wanted = right.index(True)
            other = group.bearers[wanted]
            self.wrong.append(
                f"{example.gold.id}: {gold.text!r} → {bearer.label} {bearer.code} {bearer.country} "
                f"p={chances[best]:.2f}; right: {other.label} {other.code} {other.country} p={chances[wanted]:.2f}"
            )

    def line(self, label: str) -> str:
        """The scores as one line of the table."""
        exact = f"{self.exact / self.with_id:.3f}" if self.with_id else "  –  "
        everything, told = self.mean_km(1.0), self.mean_km(TOLD_COVERAGE)
        return (
            f"{label:38} right {self.right / self.mentions:.3f}  ceiling {self.possible / self.mentions:.3f}"
            f"  of possible {self.right / self.possible:.3f}  plain {self.near / self.mentions:.3f}  id {exact}"
            f"  mean km {everything:.0f} at {len(self.answers) / self.mentions:.3f}, {told:.0f} at {TOLD_COVERAGE}"
        )

    def mean_km(self, coverage: float) -> float:
        """The mean error of the surest answers, as many as make up ``coverage`` of the mentions."""
        surest = sorted(self.answers, key=lambda answer: -answer.certainty)[: int(coverage * self.mentions)]
        errors = [answer.km for answer in surest if answer.km is not None]
        return sum(errors) / max(1, len(errors))


def at_home(examples: Sequence[Example], weights: weighing.Weights) -> list[Example]:
    """The examples, each with the home that ``weights`` read off its publisher's other documents."""
    resolver = RankingResolver(weights)
    beats: dict[str, dict[str, Beat]] = {}
    for example in examples:
        _, chances, _ = resolver.chances(example.seen, example.home)
        places = []
        for index, mention_chances in enumerate(chances):
            if mention_chances:
                best = max(range(len(mention_chances)), key=mention_chances.__getitem__)
                bearer = example.seen.groups[example.seen.group_of[index]].bearers[best]
                places.append((Reported.of(bearer), mention_chances[best]))
        beats.setdefault(publisher_of(example.gold.source), {})[example.gold.id] = Beat(places)
    homes = {document: home for of_publisher in beats.values() for document, home in homes_of(of_publisher).items()}
    return [example.at(homes.get(example.gold.id)) for example in examples]


def as_said(examples: Sequence[Example], *, near: bool) -> list[Example]:
    """The examples with their homes as a user would say them; those without a clear home are left out."""
    said = [(example, example.home and example.home.as_said(near=near)) for example in examples]
    return [example.at(home) for example, home in said if home is not None]


def fit_calibration(answers: Sequence[HeldOut], *, knots: int = 12) -> tuple[tuple[float, float], ...]:
    """Points (raw, share right) of an isotonic fit to held-out answers, thinned to ``knots``."""
    blocks: list[list[float]] = []
    for answer in sorted(answers):
        blocks.append([answer.certainty, float(answer.right), 1.0])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0] + last[0], blocks[-1][1] + last[1], blocks[-1][2] + last[2]]
    # Blocks hold sums; a few hundred answers make a knot.
    size = max(1, len(answers) // knots)
    points: list[tuple[float, float]] = []
    bag = [0.0, 0.0, 0.0]
    for number, block in enumerate(blocks, 1):
        bag = [one + two for one, two in zip(bag, block, strict=True)]
        if bag[2] >= size or number == len(blocks):
            points.append((round(bag[0] / bag[2], 4), round(bag[1] / bag[2], 4)))
            bag = [0.0, 0.0, 0.0]
    return ((0.0, 0.0), *points, (1.0, max(points[-1][1], 0.995)))


def calibration_line(label: str, answers: Sequence[HeldOut], map_of: Callable[[HeldOut], float]) -> str:
    """Calibration error over ten equal bins and what a demand of 95 % right keeps, as one line."""
    found = calibrate([(map_of(answer), answer.right) for answer in answers])
    return f"{label:38} calibration error {found.expected_error:.4f}  kept at 95 % right {found.kept_at_95:.3f}"


def crossed(answers: Sequence[HeldOut], *, parts: int = 5) -> dict[HeldOut, float]:
    """Each answer's confidence by a calibration fitted to the answers of other documents."""
    documents = sorted({answer.document for answer in answers})
    part_of = {document: number % parts for number, document in enumerate(documents)}
    confidence = {}
    for part in range(parts):
        points = fit_calibration([answer for answer in answers if part_of[answer.document] != part])
        weights = weighing.Weights(version="", rounds=(), calibration=points)
        for answer in answers:
            if part_of[answer.document] == part:
                confidence[answer] = weights.calibrated(answer.certainty)
    return confidence
