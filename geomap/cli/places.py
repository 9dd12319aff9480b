"""How a place is written on a terminal: its kind in words, the areas around it, its point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.model import Atlas, Candidate, Place

# GeoNames feature codes that news meets, in plain words; the class says the rest.
_KINDS = {
    "PPLC": "capital",
    "PPLA": "main town of a province",
    "PPLA2": "main town of a district",
    "PPLX": "part of a town",
    "ADM1": "province or state",
    "ADM2": "county or district",
    "CONT": "continent",
    "RGN": "region",
    "STM": "river",
    "SEA": "sea",
    "LK": "lake",
    "CNL": "canal",
    "STRT": "strait",
    "GULF": "gulf",
    "BAY": "bay",
    "OCN": "ocean",
    "ISL": "island",
    "ISLS": "islands",
    "MT": "mountain",
    "MTS": "mountains",
    "DSRT": "desert",
}
_CLASSES = {
    "A": "area",
    "H": "water",
    "L": "region",
    "P": "town or village",
    "R": "road or railway",
    "S": "building",
    "T": "land form",
    "U": "undersea",
    "V": "vegetation",
}


def kind(place: Place) -> str:
    """What the place is, in plain words."""
    if place.is_country:
        return "country or territory"
    return _KINDS.get(place.feature_code, _CLASSES.get(place.feature_class, place.feature_code))


def within(place: Place, gazetteer: Gazetteer) -> str:
    """The areas that contain it, nearest first, its country last."""
    country = gazetteer.country_name(place.country_code) if place.country_code else ""
    areas = dict.fromkeys([*reversed(place.admin), country])
    return ", ".join(area for area in areas if area and area != place.name)


def point(place: Place) -> str:
    """Latitude and longitude with their hemispheres, or that there are none."""
    if place.latitude is None or place.longitude is None:
        return "no coordinates"
    return (
        f"{abs(place.latitude):.3f}°{'S' if place.latitude < 0 else 'N'} "
        f"{abs(place.longitude):.3f}°{'W' if place.longitude < 0 else 'E'}"
    )


def share(probability: float) -> str:
    """A probability in per cent; what is nearly none or nearly all is not rounded to it."""
    if 0 < probability < 0.01:
        return "<1%"
    return ">99%" if 0.99 < probability < 1 else f"{probability:.0%}"


def candidate_rows(candidates: Sequence[Candidate], gazetteer: Gazetteer) -> list[tuple[str, ...]]:
    """A table of candidates: header first."""
    with_share = any(candidate.probability is not None for candidate in candidates)
    rows = [("place", "kind", "in", "people", "point", "id", "matched")]
    rows += [
        (
            candidate.place.name,
            kind(candidate.place),
            within(candidate.place, gazetteer),
            "" if not candidate.place.population else f"{candidate.place.population:,}",
            point(candidate.place),
            str(candidate.place.id),
            f"{candidate.matched_name} ({candidate.match})",
        )
        for candidate in candidates
    ]
    if not with_share:
        return rows
    shares = [
        "chance",
        *("" if each.probability is None else share(each.probability) for each in candidates),
    ]
    return [(share, *row) for share, row in zip(shares, rows, strict=True)]


def summary(path: str, atlas: Atlas) -> str:
    """What a file that was written shows: "map.html: 6 places in 9 mentions, 1 name not placed"."""
    mentions = sum(len(place.mentions) for place in atlas.places)
    placed = f"{_count(len(atlas.places), 'place')} in {_count(mentions, 'mention')}"
    return f"{path}: {placed}, {_count(len(atlas.unresolved), 'name')} not placed"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
