"""Locating says where a mention is, as a point with its doubt: at its place, or at what contains it.

A name that no gazetteer has (a street, a hall) is located by the settlement that the text names beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, radians
from typing import TYPE_CHECKING

from geomap.gazetteer.codes import precision_of
from geomap.gazetteer.points import point_place
from geomap.model import Candidate, Location, MatchKind, MentionKind, Place, Precision, Resolution, Status

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Characters around a name in which a settlement is looked for that may contain it: a paragraph of news.
_BESIDE = 400
#: Built-up radius in metres per square root of inhabitants: 2,000 people to the square kilometre of a disc.
_RADIUS_M = (1e6 / 2000 / 3.14159) ** 0.5
_SMALLEST_M = 500.0
_DEGREE_M = 111_195.0


def located(resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """The resolutions with their locations, in the same order."""
    made: dict[str, Location | None] = {}
    result = []
    for resolution in resolutions:
        if resolution.mention.kind == MentionKind.COORDINATE:
            result.append(_at_coordinate(resolution, gazetteer))
            continue
        place = resolution.place
        if place is not None and resolution.location is None:
            key = str(place.id)
            if key not in made:
                made[key] = _at_place(place, gazetteer)
            resolution = replace(resolution, location=made[key])
        result.append(resolution)
    anchors = sorted((each for each in result if _is_anchor(each)), key=lambda each: each.mention.start)
    starts = [anchor.mention.start for anchor in anchors]
    most_named = _most_named(anchors)
    return tuple(
        replace(resolution, location=_inside(resolution, anchors, starts, most_named))
        if resolution.location is None and resolution.status == Status.NOT_FOUND
        else resolution
        for resolution in result
    )


def _at_place(place: Place, gazetteer: Gazetteer) -> Location | None:
    if place.latitude is None or place.longitude is None:
        return None
    precision = precision_of(place)
    if precision == Precision.SETTLEMENT:
        uncertainty_m = max(_SMALLEST_M, _RADIUS_M * (place.population or 0) ** 0.5)
        method = "centre of the settlement; radius from its population"
    elif precision == Precision.POINT:
        uncertainty_m, method = _SMALLEST_M, "point of the gazetteer"
    else:
        record = gazetteer.place(place.id)
        bounds = record.bounds if record is not None else None
        uncertainty_m = None
        if bounds is not None:
            width = (bounds.east - bounds.west) % 360 * cos(radians(place.latitude))
            uncertainty_m = hypot(width, bounds.north - bounds.south) / 2 * _DEGREE_M
        method = "middle of the area; radius that reaches its bounds"
    return Location(
        latitude=place.latitude,
        longitude=place.longitude,
        precision=precision,
        uncertainty_m=None if uncertainty_m is None else round(uncertainty_m),
        method=method,
    )


def _at_coordinate(resolution: Resolution, gazetteer: Gazetteer) -> Resolution:
    """The coordinates as a place of their own, so that they are drawn and exported like every other."""
    from geomap.recognize import parse_coordinate

    text = resolution.mention.text
    point = parse_coordinate(text)
    if point is None:
        return resolution
    place = point_place(
        "coordinate", " ".join(text.split()), latitude=point[0], longitude=point[1], gazetteer=gazetteer
    )
    candidate = Candidate(place=place, matched_name=text, match=MatchKind.EXACT)
    location = Location(
        latitude=point[0], longitude=point[1], precision=Precision.POINT, uncertainty_m=100, method="stated in the text"
    )
    return replace(
        resolution, status=Status.RESOLVED, candidates=(candidate,), confidence=0.99, location=location
    )


def _is_anchor(resolution: Resolution) -> bool:
    place = resolution.place
    return (
        place is not None
        and resolution.mention.kind == MentionKind.TOPONYM
        and resolution.location is not None
        and (place.feature_class == "P" or place.feature_code == "ADM2")
    )


def _most_named(anchors: Sequence[Resolution]) -> Resolution | None:
    """The settlement that the report names most, the first of equals."""
    counts = Counter(str(anchor.place.id) for anchor in anchors)
    return max(anchors, key=lambda anchor: counts[str(anchor.place.id)], default=None)


def _inside(
    resolution: Resolution, anchors: Sequence[Resolution], starts: Sequence[int], most_named: Resolution | None
) -> Location | None:
    """At the settlement named nearest in the text; before the name counts as nearer than after it.

    Far from every settlement it is the ``most_named``. ``starts`` are the anchors' offsets, in order.
    """
    if most_named is None:
        return None
    mention = resolution.mention
    at = bisect_left(starts, mention.start)
    near = []
    if at:
        near.append((mention.start - anchors[at - 1].mention.end, anchors[at - 1]))
    if at < len(anchors):
        near.append((1.5 * (anchors[at].mention.start - mention.end), anchors[at]))
    near = [(distance, anchor) for distance, anchor in near if 0 <= distance <= _BESIDE]
    anchor = min(near, key=lambda each: each[0])[1] if near else most_named
    inner = anchor.location
    return Location(
        latitude=inner.latitude,
        longitude=inner.longitude,
        precision=Precision.DERIVED,
        uncertainty_m=max(10_000.0, 2 * (inner.uncertainty_m or 0)),
        method=f"not in the gazetteer: placed at {anchor.place.name}, which the text names beside it",
    )
