"""A check compares what a phrase says of a name with the gazetteer, and places names that it lacks.

A stated distance that holds or fails becomes evidence on the name's resolution; a name without a place gets
the middle of its phrases' common ground as a derived location.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Evidence, Location, Place, Precision, Resolution, Status
from geomap.relations import FAILS, HOLDS
from geomap.relations.compass import half_width_deg, point_name
from geomap.relations.drawn import km
from geomap.relations.phrases import Phrase
from geomap.sphere import distance_m, initial_bearing_deg

if TYPE_CHECKING:
    from geomap.relations.footprints import Footprints

#: Beyond the margins of its words a stated distance may be off by this much, or by this share, before it is
#: reported: towns have a size, and roads wind.
_SLACK_M, _SLACK_SHARE = 8_000.0, 0.35
#: A direction is reported when it is off by more than the point's half width and this.
_SLACK_DEG = 35.0
#: Kinds that say enough to place a name by, best first.
_PLACING = (
    "offset", "between", "bank", "distance", "within", "direction", "near", "outside", "around", "along", "part",
)  # fmt: skip


def checked(
    resolutions: Sequence[Resolution], phrases: Sequence[Phrase], footprints: Footprints
) -> tuple[Resolution, ...]:
    """The resolutions, with evidence where a phrase states a distance, and locations for names not found."""
    said: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        subject = phrase.relation.subject
        if subject is not None:
            said[(subject.start, subject.end)].append(number)
    if not said:
        return tuple(resolutions)
    places = {(each.mention.start, each.mention.end): each.place for each in resolutions}
    result = []
    for resolution in resolutions:
        numbers = said.get((resolution.mention.start, resolution.mention.end), ())
        if numbers and resolution.place is not None:
            found = [_compared(resolution, phrases[number], places) for number in numbers]
            evidence = tuple(each for each in found if each is not None)
            if evidence:
                resolution = replace(resolution, evidence=(*resolution.evidence, *evidence))
        elif numbers and resolution.status == Status.NOT_FOUND:
            # A resolver may have put the name at the anchor itself, for want of geometry.
            location = _derived([phrases[number] for number in numbers], numbers, footprints)
            if location is not None:
                resolution = replace(resolution, location=location)
        result.append(resolution)
    return tuple(result)


def _compared(resolution: Resolution, phrase: Phrase, places: dict[tuple[int, int], Place | None]) -> Evidence | None:
    """What the gazetteer says to a stated distance and direction; ``None`` when it can say nothing."""
    relation, measure, place = phrase.relation, phrase.measure, resolution.place
    if measure is None or phrase.form != "place" or relation.kind not in ("offset", "distance", "within"):
        return None
    anchor = places.get((relation.anchors[0].start, relation.anchors[0].end))
    if place is None or anchor is None or not (_is_spot(place) and _is_spot(anchor)):
        return None
    away, bearing = _apart(anchor, place)
    low, high = measure.low_m, measure.high_m
    slack = max(_SLACK_M, _SLACK_SHARE * measure.stated_m)
    holds = (relation.kind == "within" or away >= low - slack) and away <= high + slack
    words = f"{km(measure.stated_m)}"
    known = f"{km(away)}"
    if relation.bearing_deg is not None:
        words += f" {point_name(relation.bearing_deg)}"
        known += f" {point_name(bearing)}"
        off = abs((bearing - relation.bearing_deg + 180) % 360 - 180)
        # Close by, a town's size turns every direction.
        if away > 10_000 and off > half_width_deg(relation.bearing_deg) + _SLACK_DEG:
            holds = False
    because = f"the text puts {resolution.mention.text} {words} of {anchor.name}, the gazetteer {known}"
    return Evidence(
        name=HOLDS if holds else FAILS,
        value=round(away / measure.stated_m, 3),
        weight=0.0,
        because=because if holds else f"{because}: they contradict each other",
    )


def _is_spot(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None and not place.is_area


def _apart(anchor: Place, place: Place) -> tuple[float, float]:
    """Metres and bearing from the anchor to the place, on the sphere: a check needs no more."""
    here, there = (anchor.latitude, anchor.longitude), (place.latitude, place.longitude)
    bearing = initial_bearing_deg(
        latitude=here[0], longitude=here[1], other_latitude=there[0], other_longitude=there[1]
    )
    return distance_m(*here, *there), bearing


def _derived(phrases: Sequence[Phrase], numbers: Sequence[int], footprints: Footprints) -> Location | None:
    """The location that the phrases about one name give: of the best kind, cut by the others where they meet."""
    from geomap.relations.drawn import radius_of

    ranked = sorted(
        (_PLACING.index(phrase.relation.kind), number)
        for phrase, number in zip(phrases, numbers, strict=True)
        if phrase.relation.kind in _PLACING
    )
    geometry, methods, middle = None, [], None
    for _, number in ranked:
        made = footprints[number]
        if made.uncertainty_m is None:
            continue
        if geometry is None:
            geometry, middle = made.geometry, footprints.middle(number)
            methods.append(made.method)
            continue
        common = geometry.intersection(made.geometry)
        if not common.is_empty and common.area > 0:
            geometry, middle = common, footprints.middle_of(common)
            methods.append(made.method)
    if geometry is None or middle is None:
        return None
    return Location(
        latitude=round(middle[0], 5),
        longitude=round(middle[1], 5),
        precision=Precision.DERIVED,
        uncertainty_m=round(radius_of(geometry, middle), 1),
        method="; and ".join(methods),
    )
