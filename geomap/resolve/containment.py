"""Containment is how well the names that stand around a mention hold its places: "Mosul, Iraq", "Iraq's Mosul"."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.resolve.evidence import holds
from geomap.resolve.situation import Situation

#: Other mentions of a name whose containers are looked at: keeps the work linear in long reports.
_MENTIONS = 12


class Containment:
    """What the text says of containers, given a guess: a probability for each bearer of each group.

    Every answer has one value for each bearer of the mention's name, 0 to 1. Guesses below ``floor`` are
    looked at only where the text itself pairs two names.
    """

    def __init__(self, situation: Situation, guess: Sequence[Sequence[float]], *, floor: float) -> None:
        self._situation = situation
        self._guess = guess
        self._floor = floor

    def inside(self, mention_index: int) -> list[float]:
        """How well the area that follows the mention holds each bearer: "Mosul, Iraq"."""
        return self._held_by(mention_index, self._situation.settings[mention_index].container)

    def inside_elsewhere(self, mention_index: int) -> list[float]:
        """The same for the areas that follow the name's other mentions, where none follows this one."""
        group = self._situation.groups[self._situation.group_of[mention_index]]
        best = [0.0] * len(group.bearers)
        if self._situation.settings[mention_index].container is not None:
            return best
        for other in group.mentions[:_MENTIONS]:
            if other != mention_index and self._situation.settings[other].container is not None:
                best = [max(pair) for pair in zip(best, self.inside(other), strict=True)]
        return best

    def owner(self, mention_index: int) -> list[float]:
        """How well the owner before the mention holds each bearer: "Iraq's Mosul"."""
        return self._held_by(mention_index, self._situation.settings[mention_index].owner)

    def holding(self, mention_index: int) -> list[float]:
        """For each bearer as an area: how well it holds the name that stands before it ("Athens, Georgia")."""
        group = self._situation.groups[self._situation.group_of[mention_index]]
        best = [0.0] * len(group.bearers)
        for inner in self._situation.settings[mention_index].contains:
            inner_number = self._situation.group_of[inner]
            inner_group = self._situation.groups[inner_number]
            for index, area in enumerate(group.bearers):
                for chance, bearer in zip(self._guess[inner_number], inner_group.bearers, strict=True):
                    if holds(area, bearer):
                        best[index] = max(best[index], 0.5 + chance / 2)
        return best

    def sentence(self, mention_index: int, neighbours: Sequence[int]) -> list[float]:
        """How well areas named in the same sentence hold each bearer; ``neighbours`` are mentions near by."""
        situation = self._situation
        number = situation.group_of[mention_index]
        here = situation.settings[mention_index].sentence
        best = [0.0] * len(situation.groups[number].bearers)
        for other in neighbours:
            other_number = situation.group_of[other]
            if situation.settings[other].sentence == here and other_number != number:
                found = self._contained(number, other_number, hard=False)
                best = [max(pair) for pair in zip(best, found, strict=True)]
        return best

    def _held_by(self, mention_index: int, container: int | None) -> list[float]:
        number = self._situation.group_of[mention_index]
        if container is None:
            return [0.0] * len(self._situation.groups[number].bearers)
        return self._contained(number, self._situation.group_of[container])

    def _contained(self, number: int, container: int, *, hard: bool = True) -> list[float]:
        """For each bearer: the chance that the container's name means an area that holds it."""
        group, outer = self._situation.groups[number], self._situation.groups[container]
        values = []
        for bearer in group.bearers:
            best = 0.0
            for chance, area in zip(self._guess[container], outer.bearers, strict=True):
                if (hard or chance >= self._floor) and holds(area, bearer):
                    # An explicit "City, Area" counts even for an unlikely area: the pair explains both.
                    best = max(best, 0.5 + chance / 2 if hard else chance)
            values.append(best)
        return values
