"""A home is where a source reports from, as shares: said by the user, or learned from its other reports.

A home that the user says has one country, one town and its areas, with a weight of more than 1 (`homes`); a learned
one has the shares that the places of its reports have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from geomap.sphere import Vector, distance_between_km, unit_vector

if TYPE_CHECKING:
    from geomap.gazetteer.store import Bearer

#: Distance at which nearness to home has fallen to 1/e: a local paper's beat.
_BEAT_KM = 60.0
#: Towns of a learned home that are kept, the most reported first.
_TOWNS = 12


class Reported(NamedTuple):
    """What a home is learned from: a place's country, areas (numbers in the gazetteer) and, of a town, its point."""

    country: str | None
    areas: frozenset[int]
    town: tuple[float, float] | None

    @classmethod
    def of(cls, bearer: Bearer) -> Reported:
        """The same of a place as the gazetteer hands it to the resolver; ``town`` is latitude, longitude."""
        town = None
        if bearer.code[0] == "P" and bearer.latitude is not None and bearer.longitude is not None:
            town = bearer.latitude, bearer.longitude
        return cls(bearer.country, frozenset(_areas(bearer)) - {None}, town)


def _areas(bearer: Bearer) -> tuple[int | None, int | None]:
    """The numbers of the admin-1 and admin-2 areas that a place is or lies in."""
    return (
        bearer.number if bearer.code == "AADM1" else bearer.admin1,
        bearer.number if bearer.code == "AADM2" else bearer.admin2,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Shares of countries (ISO code), of admin areas (number in the gazetteer) and of towns."""

    countries: Mapping[str, float] = field(default_factory=dict)
    areas: Mapping[int, float] = field(default_factory=dict)
    towns: tuple[tuple[Vector, float], ...] = ()

    def values(self, bearer: Bearer, vector: Vector | None) -> tuple[float, float, float, float]:
        """The home features of a place: same country, same admin-1, same admin-2, nearness; each 0 to the share."""
        first, second = _areas(bearer)
        near = 0.0
        if vector is not None and bearer.code[1:4] != "PCL":
            near = sum(share * exp(-distance_between_km(vector, town) / _BEAT_KM) for town, share in self.towns)
        return (
            self.countries.get(bearer.country, 0.0) if bearer.country else 0.0,
            self.areas.get(first, 0.0) if first is not None else 0.0,
            self.areas.get(second, 0.0) if second is not None else 0.0,
            near,
        )

    def as_said(self, *, near: bool) -> Home | None:
        """The same home as a user would say it, its country alone or with its first town; ``None`` for no clear one.

        Clear is a country with half of the reports and, with ``near``, an area with a quarter.
        """
        country, share = max(self.countries.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0.0))
        first = sorted(self.areas.items(), key=lambda pair: (-pair[1], pair[0]))[:2]
        if share < 0.5 or (near and (not self.towns or first[0][1] < 0.25)):
            return None
        if not near:
            return Home(countries={country: 1.0})
        areas = dict.fromkeys((area for area, _ in first), 1.0)
        return Home(countries={country: 1.0}, areas=areas, towns=((self.towns[0][0], 1.0),))


class Beat:
    """What a publisher's reports name, counted: countries, areas and towns with their weights."""

    def __init__(self, places: Iterable[tuple[Reported, float]] = ()) -> None:
        self.total = 0.0
        self.countries: dict[str, float] = defaultdict(float)
        self.areas: dict[int, float] = defaultdict(float)
        self.towns: dict[tuple[float, float], float] = defaultdict(float)
        for reported, weight in places:
            self.total += weight
            if reported.country:
                self.countries[reported.country] += weight
            for area in reported.areas:
                self.areas[area] += weight
            if reported.town:
                self.towns[reported.town] += weight

    def add(self, other: Beat) -> None:
        """Count another beat in."""
        self.total += other.total
        for mine, theirs in ((self.countries, other.countries), (self.areas, other.areas), (self.towns, other.towns)):
            for key, weight in theirs.items():
                mine[key] += weight

    def home(self, *, without: Beat | None = None) -> Home | None:
        """The home that these reports tell, ``without`` one of them; ``None`` where nothing is left."""
        own = without or Beat()
        total = self.total - own.total
        if total < 1e-6:
            return None

        def shares(everything: Mapping, mine: Mapping) -> dict:
            left = ((key, weight - mine.get(key, 0.0)) for key, weight in everything.items())
            return {key: weight / total for key, weight in left if weight > 1e-9}

        towns = sorted(shares(self.towns, own.towns).items(), key=lambda pair: (-pair[1], pair[0]))[:_TOWNS]
        return Home(
            countries=shares(self.countries, own.countries),
            areas=shares(self.areas, own.areas),
            towns=tuple((unit_vector(*point), share) for point, share in towns),
        )


def homes_of(beats: Mapping[str, Beat]) -> dict[str, Home]:
    """The home of each of a publisher's documents (by id), told by the others; absent where they tell nothing."""
    together = Beat()
    for beat in beats.values():
        together.add(beat)
    homes = {document_id: together.home(without=beat) for document_id, beat in beats.items()}
    return {document_id: home for document_id, home in homes.items() if home is not None}
