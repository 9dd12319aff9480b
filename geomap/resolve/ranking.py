"""The ranking resolver weighs all names of a document together and answers with places and their chances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from geomap.model import Document, Evidence, Mention, Resolution, Status
from geomap.resolve import weights as weighing
from geomap.resolve.certainty import certainty
from geomap.resolve.company import Company
from geomap.resolve.evidence import NAMES, static_rows
from geomap.resolve.home import Home
from geomap.resolve.locating import located
from geomap.resolve.reasons import sentence
from geomap.resolve.salience import with_salience
from geomap.resolve.situation import Situation, look_up_name, situation
from geomap.resolve.stated import with_stated_positions
from geomap.sphere import distance_between_km

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Places looked at for one name; more add nothing: the 30th "Springfield" is never meant without its state.
CANDIDATES = 30
#: Candidates kept in the answer, with the chance below which one is not worth showing.
_SHOWN = 8
_SHOWN_CHANCE = 0.002
#: Two candidates farther apart than this, with nearly equal chances, make a name ambiguous.
_APART_KM = 161.0
_AMBIGUOUS_RATIO = 0.5
_AMBIGUOUS_BELOW = 0.7
#: "None of these" must be this sure before a name with candidates is left without a place.
_NONE_ABOVE = 0.9


class RankingResolver:
    """Resolves by trained weights over the evidence of the whole document.

    ``home`` says where the source of all documents is at home, ``homes`` where those of some (by document id)
    are. Without them a document's answer depends on nothing but the document.
    """

    def __init__(
        self,
        weights: weighing.Weights | None = None,
        *,
        home: Home | None = None,
        homes: Mapping[str, Home] | None = None,
    ) -> None:
        self._given = weights
        self._home = home
        self._homes = homes or {}

    def with_homes(self, homes: Mapping[str, Home]) -> RankingResolver:
        """The same resolver, knowing the homes of documents by their ids."""
        return RankingResolver(self._given, home=self._home, homes=homes)

    @cached_property
    def weights(self) -> weighing.Weights:
        return self._given or weighing.load()

    @property
    def name(self) -> str:
        return f"ranking {self.weights.version}"

    def resolve(
        self, document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer
    ) -> tuple[Resolution, ...]:
        """One resolution a mention, in the mentions' order."""
        bearers = gazetteer.bearers(map(look_up_name, mentions), limit=CANDIDATES)
        seen = situation(document, mentions, bearers)
        rows, chances, nothing = self.chances(seen, self._homes.get(document.id, self._home))
        answers = [
            self._answer(seen, index, rows[index], chances[index], nothing[index], gazetteer)
            for index in range(len(mentions))
        ]
        return with_salience(document, located(answers, gazetteer))

    def chances(
        self, seen: Situation, home: Home | None = None
    ) -> tuple[list[list[list[float]]], list[list[float]], list[float]]:
        """For each mention: the evidence rows of its bearers, their chances and the chance of none."""
        static = [static_rows(seen, index, home) for index in range(len(seen.mentions))]
        none_rows = [weighing.none_row(group) for group in seen.groups]
        first, *later = self.weights.rounds
        results = [
            first.chances(rows, none_rows[number])
            for rows, number in zip(static, seen.group_of, strict=True)
        ]
        rows = static
        for weights in later:
            company = Company(seen, by_group(seen, [chances for chances, _ in results]))
            rows = [
                [near + far for near, far in zip(static[index], company.rows(index), strict=True)]
                for index in range(len(seen.mentions))
            ]
            results = [
                weights.chances(mention_rows, none_rows[number])
                for mention_rows, number in zip(rows, seen.group_of, strict=True)
            ]
        chances, nothing = with_stated_positions(
            seen, [chances for chances, _ in results], [nothing for _, nothing in results]
        )
        return rows, chances, nothing

    def _answer(
        self,
        seen: Situation,
        index: int,
        rows: list[list[float]],
        chances: list[float],
        nothing: float,
        gazetteer: Gazetteer,
    ) -> Resolution:
        mention = seen.mentions[index]
        group = seen.groups[seen.group_of[index]]
        if not chances:
            return Resolution(mention=mention, status=Status.NOT_FOUND)
        order = sorted(range(len(chances)), key=lambda at: (-chances[at], at))
        calibrated = self.weights.calibrated(certainty(group.vectors, chances, order[0]))
        # The others share what the calibrated first leaves, as they shared it before.
        rest = (1 - calibrated) / max(1 - chances[order[0]], 1e-9)
        shown = [at for at in order[:_SHOWN] if at == order[0] or chances[at] >= _SHOWN_CHANCE]
        candidates = tuple(
            gazetteer.candidate(
                group.bearers[at],
                probability=round(calibrated if at == order[0] else min(calibrated, chances[at] * rest), 4),
            )
            for at in shown
        )
        evidence = _evidence(seen, index, rows, order, self.weights.rounds[-1].features, gazetteer)
        if nothing > _NONE_ABOVE:
            status = Status.NOT_FOUND
        elif calibrated < _AMBIGUOUS_BELOW and _rivals(group.vectors, chances, order, unsure=calibrated < 0.5):
            status = Status.AMBIGUOUS
        else:
            status = Status.RESOLVED
        return Resolution(
            mention=mention,
            status=status,
            candidates=candidates,
            confidence=round(calibrated, 4) if status != Status.NOT_FOUND else None,
            evidence=evidence,
        )


def by_group(seen: Situation, chances: list[list[float]]) -> list[list[float]]:
    """A group's guess is the mean of its mentions'."""
    guess = []
    for group in seen.groups:
        of_mentions = [chances[index] for index in group.mentions]
        guess.append([sum(column) / len(of_mentions) for column in zip(*of_mentions, strict=True)])
    return guess


def _rivals(vectors: list, chances: list[float], order: list[int], *, unsure: bool) -> bool:
    """True when the second-best place is far from the best and nearly as likely, or the best is no sure thing."""
    if len(order) < 2 or (not unsure and chances[order[1]] < _AMBIGUOUS_RATIO * chances[order[0]]):
        return False
    best, second = vectors[order[0]], vectors[order[1]]
    return best is None or second is None or distance_between_km(best, second) > _APART_KM


def _evidence(
    seen: Situation,
    index: int,
    rows: list[list[float]],
    order: list[int],
    weights: Sequence[float],
    gazetteer: Gazetteer,
) -> tuple[Evidence, ...]:
    """What tipped it: the features in which the winner differs most from its strongest rival, weighed."""
    winner = rows[order[0]]
    rival = rows[order[1]] if len(order) > 1 else [0.0] * len(winner)
    found = []
    for name, value, other, weight in zip(NAMES, winner, rival, weights, strict=True):
        gain = weight * (value - other)
        if abs(gain) < 0.15:
            continue
        because = sentence(name, value, gain, seen, index, order, gazetteer)
        if because:
            found.append((gain, Evidence(name=name, value=round(value, 3), weight=round(weight, 3), because=because)))
    found.sort(key=lambda pair: -abs(pair[0]))
    chosen: list[Evidence] = []
    for _, evidence in found:
        if evidence.because not in {other.because for other in chosen}:
            chosen.append(evidence)
    return tuple(chosen[:5])
