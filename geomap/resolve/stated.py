"""A stated position chooses among places of one name: of all Qayyarahs the one 60 km south of Mosul.

Texts state positions so seldom that training gives them little weight, and yet they are nearly proof. So they
are weighed last, by Bayes' rule, with a chance of error that no corpus told us.
"""

from __future__ import annotations

from collections.abc import Iterable

from geomap.relations.agreement import agreement
from geomap.resolve.situation import Setting, Situation
from geomap.sphere import Vector, bearing_between_deg, distance_between_km

#: Chance that a text states a position and the place is elsewhere: misprints, other anchors, road distances.
#: Set by hand; with .02 a famous namesake still wins against a village where the text puts it.
_ERROR = 0.003
#: A position that fits no place of the name better than this says nothing: it may belong to another name.
_FITS = 0.15
#: Anchors less likely than this are not measured from.
_LIKELY = 0.1


def with_stated_positions(
    seen: Situation, chances: list[list[float]], nothing: list[float]
) -> tuple[list[list[float]], list[float]]:
    """The chances of each mention's places and of none of them, after what the text states of positions.

    All mentions of a name share what is stated beside one of them.
    """
    factors: dict[int, list[float]] = {}
    for index, setting in enumerate(seen.settings):
        if setting.distance_to is None:
            continue
        fits = _fits(seen, index, chances)
        if max(fits, default=0.0) < _FITS:
            continue
        number = seen.group_of[index]
        before = factors.get(number, [1.0] * len(fits))
        factors[number] = [old * (_ERROR + fit) for old, fit in zip(before, fits, strict=True)]
    if not factors:
        return chances, nothing
    updated, left = list(chances), list(nothing)
    for index, number in enumerate(seen.group_of):
        if number in factors:
            # A name that the gazetteer lacks may lie at the stated position too.
            weighed = [chance * factor for chance, factor in zip(chances[index], factors[number], strict=True)]
            none = nothing[index] * max(factors[number])
            total = sum(weighed) + none
            updated[index], left[index] = [value / total for value in weighed], none / total
    return updated, left


def best_fit(setting: Setting, here: Vector, anchors: Iterable[tuple[Vector | None, float]]) -> float:
    """How well a place at ``here`` fits what is stated of a mention, 0 to 1; ``anchors`` are points with chances."""
    best = 0.0
    for there, chance in anchors:
        if there is None:
            continue
        fit = agreement(
            stated_km=setting.distance_km,
            away_km=distance_between_km(here, there),
            stated_bearing_deg=setting.bearing_deg,
            bearing_deg=None if setting.bearing_deg is None else bearing_between_deg(there, here),
        )
        best = max(best, chance * fit)
    return best


def _fits(seen: Situation, index: int, chances: list[list[float]]) -> list[float]:
    """How well each place of a mention's name fits what the text states of it, 0 to 1."""
    setting = seen.settings[index]
    vectors = seen.groups[seen.group_of[setting.distance_to]].vectors
    anchors = [
        (there, chance)
        for there, chance in zip(vectors, chances[setting.distance_to], strict=True)
        if chance >= _LIKELY
    ]
    here_vectors = seen.groups[seen.group_of[index]].vectors
    return [0.0 if here is None else best_fit(setting, here, anchors) for here in here_vectors]
