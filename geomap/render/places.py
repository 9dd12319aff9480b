"""A drawn place is a place as the page gets it: what it is, how it is drawn, how sure, and what else it may be.

Settlements and sites are points; countries, provinces, regions and seas are areas, rivers are lines, and
what has no outline is a soft circle or a box: an area never becomes a pin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.decisions.ruling import NOTED
from geomap.model import AtlasPlace, Bounds, Mention, MentionKind, Place, PlaceId, Status
from geomap.names import fold
from geomap.recognize.scripts import script_of
from geomap.relations import FAILS
from geomap.render.encode import encode
from geomap.render.kinds import kind_word
from geomap.render.outline import SCALE, own_detail_deg
from geomap.render.view import Extent, Rank

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: A place counts as sure from this mean confidence on; below it is "likely".
SURE = 0.8
#: Areas wider than this never decide the view by themselves (the Middle East, the Mediterranean).
WIDE_DEG = 25.0
#: Radius in metres of the soft circle that stands for an area without an outline.
_SOFT_RADIUS_M = {"ADM1": 60_000, "ADM2": 25_000, "ADM3": 12_000, "ADM4": 8_000, "RGN": 80_000, "ISL": 15_000}
_SOFT_RADIUS_ELSE_M = 30_000
_ALTERNATIVES, _REASONS = 5, 4
#: Other candidates that whoever corrects the map may choose, likely or not. A map of thousands of places
#: does without them: they would be half of its bytes.
_CHOICES, CHOICES_UP_TO_PLACES = 12, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPlace:
    """A place as the page gets it, with the extent that it has on the map, if any.

    ``geometry`` is the outline that the page needs besides, encoded when the view is known.
    """

    fields: dict[str, Any]
    extent: Extent | None
    geometry: BaseGeometry | None = None


def drawn_place(
    atlas_place: AtlasPlace,
    gazetteer: Any,
    countries: dict[str, str],
    *,
    in_basemap: bool,
    with_choices: bool = True,
) -> DrawnPlace:
    """What the page gets of one place: how it is drawn, what it is, how sure, and what else it may be.

    ``with_choices`` adds the unlikely candidates, for whoever corrects the map.
    """
    place = atlas_place.place
    resolutions = [each.resolution for each in atlas_place.mentions]
    name = shown_name(place, [each.mention for each in resolutions])
    fields: dict[str, Any] = {
        "id": str(place.id),
        "n": name,
        "kind": kind_word(place),
        "where": where(place, countries),
        "state": _state(atlas_place),
    }
    if name != place.name:
        fields["on"] = place.name
    if place.country_code:
        fields["cc"] = place.country_code
    if place.latitude is not None and place.longitude is not None:
        fields |= {"y": round(place.latitude, 5), "x": round(place.longitude, 5)}
    if place.population:
        fields["pop"] = place.population
    if atlas_place.confidence is not None:
        fields["c"] = round(100 * atlas_place.confidence)
    salience = [each.salience for each in resolutions if each.salience is not None]
    if salience:
        fields["sal"] = round(max(salience), 3)
    others = _others(atlas_place, countries)
    alternatives = [each for each in others if each["pr"] >= 1][:_ALTERNATIVES]
    if alternatives:
        fields["alt"] = alternatives
    if with_choices and len(others) > len(alternatives):
        shown = {each["id"] for each in alternatives}
        fields["more"] = [each for each in others if each["id"] not in shown][: _CHOICES - len(alternatives)]
    found = [evidence for each in resolutions for evidence in each.evidence]
    # A contradiction, with the gazetteer or between decisions, comes first: it must not fall off the end.
    found.sort(key=lambda evidence: evidence.name not in (FAILS, NOTED))
    reasons = dict.fromkeys(evidence.because for evidence in found)
    because = [reason for reason in reasons if reason]
    if because:
        fields["why"] = because[:_REASONS]
    uncertainty = [each.location.uncertainty_m for each in resolutions if each.location and each.location.uncertainty_m]
    if uncertainty:
        fields["u"] = round(max(uncertainty))
    is_people = all(each.mention.kind == MentionKind.DEMONYM for each in resolutions)
    extent, geometry = _draw(fields, place, gazetteer, in_basemap=in_basemap, is_people=is_people)
    if extent is not None:
        # An unsure place shall not decide where the map opens.
        sure = sum(1.0 if each.confidence is None else each.confidence for each in resolutions)
        extent = Extent(bounds=extent.bounds, rank=extent.rank, weight=sure)
    return DrawnPlace(fields=fields, extent=extent, geometry=geometry)


def _draw(
    fields: dict[str, Any], place: Place, gazetteer: Any, *, in_basemap: bool, is_people: bool
) -> tuple[Extent | None, BaseGeometry | None]:
    """Choose how the place is drawn, add that to ``fields``, and give its extent and its outline if it has one."""
    located = "x" in fields
    rank = Rank.COUNTRY if place.is_country else Rank.AREA
    if place.is_country and in_basemap:
        fields["draw"] = "country"
        bounds = place.bounds or (_around(place, 3.0) if located else None)
        return (Extent(bounds=bounds, rank=rank) if bounds else None), None
    if not place.is_area:
        if not located or is_people:
            fields["draw"] = "none"
            return None, None
        fields["draw"] = "point"
        return Extent(bounds=_around(place, 0.0), rank=Rank.POINT), None
    ground = gazetteer.extent(place.id, tolerance_deg=own_detail_deg(place.bounds or (0, 0, 0, 0)))
    geometry = None if ground is None else ground.geometry
    if geometry is not None and not geometry.is_empty and encode(geometry, scale=SCALE):
        linear = "Line" in geometry.geom_type
        west, south, east, north = geometry.bounds
        wide = linear or max(east - west, north - south) > WIDE_DEG
        fields["draw"] = "line" if linear else "area"
        if wide and not linear:
            fields["wide"] = 1
        if ground.approximate:
            fields["vague"] = 1
        label = geometry.representative_point() if not linear else None
        if label is not None:
            fields |= {"lx": round(label.x, 3), "ly": round(label.y, 3)}
        rank = Rank.WIDE if wide and rank == Rank.AREA else rank
        return Extent(bounds=Bounds(west, south, east, north), rank=rank), geometry
    if place.bounds is not None and place.feature_class != "H":
        fields |= {"draw": "box", "box": [round(side, 3) for side in place.bounds]}
        wide = max(place.bounds.east - place.bounds.west, place.bounds.north - place.bounds.south) > WIDE_DEG
        return Extent(bounds=place.bounds, rank=Rank.WIDE if wide and rank == Rank.AREA else rank), None
    if located and not place.is_country and not is_people:
        radius_m = _SOFT_RADIUS_M.get(place.feature_code, _SOFT_RADIUS_ELSE_M)
        fields |= {"draw": "soft", "rad": radius_m}
        return Extent(bounds=_around(place, radius_m / 111_000), rank=rank), None
    fields["draw"] = "none"
    return None, None


def _around(place: Place, degrees: float) -> Bounds:
    return Bounds(
        place.longitude - degrees, place.latitude - degrees, place.longitude + degrees, place.latitude + degrees
    )


def shown_name(place: Place, mentions: Sequence[Mention]) -> str:
    """The name that the reader knows from the texts, as they spell it; the gazetteer's for a country.

    Abbreviations and words in capitals give way to the gazetteer's name, inflected names to their base form.
    """
    if place.is_country:
        return place.name
    counts = Counter(_base_form(each) for each in mentions if each.kind == MentionKind.TOPONYM)
    for text, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        has_case = text.lower() != text.upper()
        is_long = len(text) > 3 or not has_case or fold(text) == fold(place.name)
        if is_long and not text.isupper() and "\n" not in text and not text[0].islower():
            return text
    return place.name


def _base_form(mention: Mention) -> str:
    """The name as the text has it, or its base form where that is of the same script and no longer phrase."""
    text, base = mention.text, mention.name
    if base is None or script_of(base) != script_of(text) or len(base.split()) != len(text.split()):
        return text
    return base


def where(place: Place, countries: dict[str, str]) -> str:
    """The areas that contain a place, smallest first: "Nineveh, Iraq"."""
    if place.is_country:
        return ""
    names = [name for name in reversed(place.admin) if name and name != place.name]
    country = countries.get(place.country_code or "", place.country_code or "")
    return ", ".join(dict.fromkeys([*names, country] if country else names))


def _state(atlas_place: AtlasPlace) -> str:
    """sure, likely or ambiguous: what most of the place's mentions are."""
    if atlas_place.status == Status.AMBIGUOUS:
        return "ambiguous"
    return "sure" if atlas_place.confidence is None or atlas_place.confidence >= SURE else "likely"


def _others(atlas_place: AtlasPlace, countries: dict[str, str]) -> list[dict[str, Any]]:
    """The other candidates of the place's mentions, likeliest first; ``pr`` is a percentage."""
    best: dict[PlaceId, tuple[float, Place]] = {}
    for each in atlas_place.mentions:
        for candidate in each.resolution.candidates[1:]:
            place, probability = candidate.place, candidate.probability or 0.0
            if place.id != atlas_place.place.id and (place.id not in best or best[place.id][0] < probability):
                best[place.id] = (probability, place)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].id))
    return [_other(place, probability, countries) for probability, place in ranked[:_CHOICES]]


def _other(place: Place, probability: float, countries: dict[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": str(place.id), "n": place.name, "where": where(place, countries)}
    entry |= {"kind": kind_word(place), "pr": round(100 * probability)}
    if place.latitude is not None and place.longitude is not None:
        entry |= {"y": round(place.latitude, 3), "x": round(place.longitude, 3)}
    if place.is_area:
        entry["area"] = 1
    return entry
