"""Homes are made in two ways: from what the user says of a source, or from what its other reports name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.model import Document, GeoparsedDocument, Place, PlaceId
from geomap.publisher import publisher_of
from geomap.resolve.home import Beat, Home, Reported, homes_of
from geomap.sphere import unit_vector

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.resolve import Resolver

#: What a country that the user says alone weighs, against a learned share of 1. Held out on two folds of local news,
#: .861 are right without it, .871 at a weight of 1, .874 at 3, .875 at 4; at 6 "a blaze in Birmingham" in a paper of
#: the United States is Alabama's. A town that the user says weighs 1: .861 without it, .937 at 1, .939 at 1.5.
_SAID_COUNTRY = 6.0

#: How often homes are learned: from answers without homes, then from the answers with them. Held out on local news,
#: .931 are right after the first and .938 after the second time.
LEARNING_ROUNDS = 2

_POINT = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*,\s*([+-]?\d+(?:\.\d+)?)\s*\Z")


def said(gazetteer: Gazetteer, resolver: Resolver, *, near: str | None, country: str | None) -> Home | None:
    """The home that the user says; ``None`` when nothing is said.

    ``near`` is a place's name ("Paris, Texas"), its id or "latitude, longitude"; ``country`` an ISO 3166 code
    or a country's name. Raises InputError for what the gazetteer does not know.
    """
    code = None if country is None else _country_code(country, gazetteer)
    if near is None:
        return None if code is None else Home(countries={code: _SAID_COUNTRY})
    point = _POINT.match(near)
    if point:
        latitude, longitude = float(point[1]), float(point[2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise InputError(f"{near!r} is no point: latitude runs from -90 to 90, longitude from -180 to 180")
        place = gazetteer.town_near(latitude, longitude)
    else:
        place = _place(near, gazetteer, resolver)
        latitude, longitude = place.latitude, place.longitude
    towns = () if latitude is None or longitude is None else ((unit_vector(latitude, longitude), 1.0),)
    if place is None:
        return Home(countries={code: 1.0} if code else {}, towns=towns)
    code = code or place.country_code
    areas = dict.fromkeys(_reported(place, gazetteer).areas, 1.0)
    return Home(countries={code: 1.0} if code else {}, areas=areas, towns=towns)


def _country_code(name: str, gazetteer: Gazetteer) -> str:
    for candidate in gazetteer.candidates([name], limit=5)[name]:
        if candidate.place.is_country and candidate.place.country_code:
            return candidate.place.country_code
    code = name.strip().upper()
    if len(code) == 2 and code.isalpha() and gazetteer.country_name(code) not in (None, "", code):
        return code
    raise InputError(f"{name!r} is not a country that the gazetteer knows: give its name or its code, like Iraq or IQ")


def _place(name: str, gazetteer: Gazetteer, resolver: Resolver) -> Place:
    """The place that a user's words mean: an id, or a name and the areas that contain it."""
    try:
        place = gazetteer.place(PlaceId.parse(name))
    except InputError:
        place = None
    if place is not None:
        return place
    from geomap.model import Mention

    mentions = [
        Mention(start=match.start(), end=match.end(), text=match[0]) for match in re.finditer(r"[^\s,][^,]*", name)
    ]
    if mentions:
        answer = resolver.resolve(Document(text=name), mentions, gazetteer)[0]
        if answer.place is not None:
            return answer.place
    raise InputError(
        f"{name!r} is not a place that the gazetteer knows: give a town and what contains it, like "
        "'Paris, Texas', or '33.66, -95.56'"
    )


def learned_by_document(parsed: Iterable[GeoparsedDocument], gazetteer: Gazetteer) -> dict[str, Home]:
    """For each document (by id) the home that the other documents of its publisher tell.

    A document's own places do not count, so that nothing confirms itself. Documents without a source, and those
    that are their publisher's only one, have no home.
    """
    by_publisher: dict[str, list[GeoparsedDocument]] = defaultdict(list)
    for each in parsed:
        if each.document.source:
            by_publisher[publisher_of(each.document.source)].append(each)
    homes: dict[str, Home] = {}
    for documents in by_publisher.values():
        homes |= homes_of({each.document.id: Beat(_placed(each, gazetteer)) for each in documents})
    return homes


def _placed(parsed: GeoparsedDocument, gazetteer: Gazetteer) -> Iterable[tuple[Reported, float]]:
    for resolution in parsed.resolutions:
        if resolution.place is not None:
            yield _reported(resolution.place, gazetteer), resolution.confidence or 0.0


def _reported(place: Place, gazetteer: Gazetteer) -> Reported:
    ids = [*place.admin_ids, *([place.id] if place.feature_code in ("ADM1", "ADM2") else [])]
    numbers = {gazetteer.number(area) for area in ids} - {None}
    town = None
    if place.feature_class == "P" and place.latitude is not None and place.longitude is not None:
        town = place.latitude, place.longitude
    return Reported(place.country_code, frozenset(numbers), town)
