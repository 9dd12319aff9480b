"""A stack is several gazetteers that answer as one: the first one given lies on top and wins ties.

Places of GeoNames are the same place in every file. Numbers of other places are made different file by file,
so that they never clash. Places of own gazetteers are lifted to the level of the best known place of their
name: whoever adds a place means it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.gazetteer import own_places
from geomap.gazetteer.features import NameFeatures
from geomap.gazetteer.schema import OTHER_SOURCES
from geomap.gazetteer.store import AlternateName, Bearer, Gazetteer, GazetteerInfo
from geomap.gazetteer.unpacking import Progress
from geomap.model import Bounds, Candidate, Place, PlaceId
from geomap.names import fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.geometry import Extent
    from geomap.gazetteer.shapes import Shape

#: Room for the numbers of one file: places of other sources are counted from OTHER_SOURCES.
_STEP = 1 << 44
#: Recognisers trust the name of a big place more; an own place counts as one of 100,000 people.
_OWN_POPULATION_LOG10 = 5.0
#: No place is more prominent: the schema keeps prominence in one byte.
_MOST_PROMINENT = 255


def is_own(gazetteer: Gazetteer) -> bool:
    """Whether a gazetteer holds places that a user added, and no base."""
    return gazetteer.meta.get("kind") == own_places.KIND


class GazetteerStack:
    """Gazetteers with the interface of one; ``members`` are in order, the first wins."""

    def __init__(self, members: Sequence[Gazetteer]) -> None:
        """Stack open gazetteers; the stack closes them. InputError when there is none."""
        if not members:
            raise InputError("a stack needs at least one gazetteer")
        self.members = tuple(members)
        self._own = [is_own(member) for member in members]
        # The base keeps its numbers: it has most of the places.
        self._offsets = [_STEP * (len(members) - 1 - at) for at in range(len(members))]
        self._base = members[-1]
        self.meta = self._base.meta | {"date": self.label.partition(" ")[2]}
        self.path = self._base.path

    def close(self) -> None:
        """Close all of them."""
        for member in self.members:
            member.close()

    def __enter__(self) -> GazetteerStack:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def label(self) -> str:
        """Names and dates, the base first: "embedded 2026-07, own-camps 2026-11-22"."""
        return ", ".join(member.label for member in reversed(self.members))

    @property
    def attribution(self) -> str:
        """The credits of all, each once, the base first."""
        credits = dict.fromkeys(member.attribution for member in reversed(self.members))
        return " ".join(credit if credit.endswith(".") else f"{credit}." for credit in credits if credit)

    # Look-up by name

    def bearers(self, names: Iterable[str], *, limit: int = 20) -> dict[str, tuple[Bearer, ...]]:
        """The places that bear each name, by prominence, those of upper gazetteers first among equals."""
        wanted = list(dict.fromkeys(names))
        found = [member.bearers(wanted, limit=limit) for member in self.members]
        return {name: self._merged(name, [each[name] for each in found])[:limit] for name in wanted}

    def _merged(self, name: str, found: list[tuple[Bearer, ...]]) -> tuple[Bearer, ...]:
        if not any(found[:-1]):
            return found[-1]
        key = fold(name)
        best = max((bearer.prominence for bearers in found for bearer in bearers if bearer.key == key), default=0)
        rows: list[tuple[bool, int, int, Bearer]] = []
        have: set[PlaceId] = set()
        for at, bearers in enumerate(found):
            for bearer in bearers:
                identity = self.members[at].place_id(bearer.number)
                if identity in have:
                    continue
                have.add(identity)
                as_written = bearer.key == key
                if self._own[at] and as_written:
                    bearer = bearer._replace(prominence=max(best, bearer.prominence))
                rows.append((not as_written, -bearer.prominence, at, self._outward(bearer, at)))
        # Sorting keeps the order among equals: the upper gazetteer's first.
        return tuple(row[3] for row in sorted(rows, key=lambda row: row[:3]))

    def _outward(self, bearer: Bearer, at: int) -> Bearer:
        if bearer.number < OTHER_SOURCES or not self._offsets[at]:
            return bearer
        return bearer._replace(number=bearer.number + self._offsets[at])

    def _inward(self, number: int) -> tuple[Gazetteer | None, int]:
        """The gazetteer of a number and the number there; ``None`` for GeoNames', which any may have."""
        if number < OTHER_SOURCES:
            return None, number
        at = len(self.members) - 1 - (number - OTHER_SOURCES) // _STEP
        return self.members[at], number - self._offsets[at]

    def candidates(self, names: Iterable[str], *, limit: int = 20) -> dict[str, tuple[Candidate, ...]]:
        """The candidates of each name, in the order of `bearers`; unknown names get ``()``."""
        found = self.bearers(names, limit=limit)
        return {name: tuple(map(self.candidate, bearers)) for name, bearers in found.items()}

    def similar(
        self, name: str, *, limit: int = 10, progress: Progress | None = None
    ) -> tuple[Candidate, ...]:
        """The places whose names sound most like ``name``, best first, those of upper gazetteers among equals."""
        from geomap.gazetteer.fuzzy import place_rank

        queues = []
        for at, (member, own) in enumerate(zip(self.members, self._own, strict=True)):
            found = member.similar_bearers(name, limit=limit, progress=progress)
            # Own places win ties, however little is known of them.
            ranks = [place_rank(like, _MOST_PROMINENT if own else bearer.prominence) for bearer, like in found]
            # A name may stand before a better one, as the first after those heard: never later than there.
            queues.append([(rank, at, each) for rank, each in zip(accumulate(ranks, max), found, strict=True)])
        merged: dict[PlaceId, Candidate] = {}
        for _, at, each in heapq.merge(*queues, key=itemgetter(0, 1)):
            if len(merged) == limit:
                break
            candidate = self.members[at].similar_candidate(each)
            merged.setdefault(candidate.place.id, candidate)
        return tuple(replace(each, place=self._named(each.place)) for each in merged.values())

    def candidate(self, bearer: Bearer, *, probability: float | None = None) -> Candidate:
        """The full candidate that a bearer stands for."""
        member, number = self._inward(bearer.number)
        if member is None:
            identity = PlaceId(source="geonames", key=str(number))
            member = next((each for each in self.members if each.place(identity) is not None), self._base)
        candidate = member.candidate(bearer._replace(number=number), probability=probability)
        return replace(candidate, place=self._named(candidate.place))

    def _named(self, place: Place) -> Place:
        """A place with the names of its areas, which another gazetteer may know."""
        if not place.admin_ids:
            return place
        return replace(place, admin=tuple(self.area_name(int(area.key)) for area in place.admin_ids))

    def features(self, keys: Iterable[str]) -> dict[str, NameFeatures]:
        """What is known of each folded key, the flags of all gazetteers joined; unknown keys are absent."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, NameFeatures] = {}
        for member, own in zip(reversed(self.members), reversed(self._own), strict=True):
            for key, new in member.features(wanted).items():
                if own:
                    new = new._replace(population_log10=max(new.population_log10, _OWN_POPULATION_LOG10))
                before = found.get(key)
                if before is not None:
                    first = new if own or new.population_log10 > before.population_log10 else before
                    new = first._replace(
                        flags=before.flags | new.flags,
                        population_log10=max(before.population_log10, new.population_log10),
                    )
                found[key] = new
        return found

    # Look-up by id

    def number(self, place_id: PlaceId) -> int | None:
        """The number inside this stack of a place, or ``None``."""
        for member, offset in zip(self.members, self._offsets, strict=True):
            number = member.number(place_id)
            if number is not None:
                return number if number < OTHER_SOURCES else number + offset
        return None

    def place_id(self, number: int) -> PlaceId:
        """The id of a place by its number."""
        member, inside = self._inward(number)
        return (member or self._base).place_id(inside)

    def place(self, place_id: PlaceId) -> Place | None:
        """The record of a place, from the uppermost gazetteer that has it, or ``None``."""
        found = next((place for member in self.members if (place := member.place(place_id)) is not None), None)
        return found and self._named(found)

    def alternates(self, place_id: PlaceId) -> tuple[AlternateName, ...]:
        """The other names of a place, from the uppermost gazetteer that has some."""
        return next((names for member in self.members if (names := member.alternates(place_id))), ())

    def cities_within(self, bounds: Bounds, *, limit: int = 40) -> list[Place]:
        """The most prominent settlements in a box, biggest first; own places are no landmarks."""
        found: dict[PlaceId, Place] = {}
        for member, own in zip(self.members, self._own, strict=True):
            if not own:
                for place in member.cities_within(bounds, limit=limit):
                    found.setdefault(place.id, place)
        if sum(not own for own in self._own) < 2:
            return list(found.values())
        return sorted(found.values(), key=lambda place: -(place.population or 0))[:limit]

    def town_near(self, latitude: float, longitude: float) -> Place | None:
        """The settlement of the base gazetteer nearest to a point; ``None`` far from all."""
        return self._base.town_near(latitude, longitude)

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> BaseGeometry | None:
        """The shape of a place from the uppermost gazetteer that has one, or ``None``."""
        shapes = (member.geometry(place_id, tolerance_deg=tolerance_deg) for member in self.members)
        return next((shape for shape in shapes if shape is not None), None)

    def extent(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> Extent | None:
        """The ground of a place and how it was made, from the uppermost gazetteer that can tell, or ``None``."""
        extents = (member.extent(place_id, tolerance_deg=tolerance_deg) for member in self.members)
        return next((extent for extent in extents if extent is not None), None)

    def within(self, bounds: Bounds, layer: str, *, tolerance_deg: float = 0.0) -> list[Shape]:
        """The shapes of a layer that meet a box; where several have a place's shape, the uppermost."""
        found: dict[PlaceId, Shape] = {}
        for member in self.members:
            for shape in member.within(bounds, layer, tolerance_deg=tolerance_deg):
                found.setdefault(shape.place_id, shape)
        return sorted(found.values(), key=lambda shape: (shape.rank, str(shape.place_id)))

    def area_name(self, number: int) -> str:
        """The display name of an area by its number; the number itself where no gazetteer knows it."""
        for member in self.members:
            name = member.area_name(number)
            if name != str(number):
                return name
        return str(number)

    def country_name(self, code: str) -> str:
        """The display name of a country by its ISO code; the code itself for an unknown one."""
        return next((name for member in self.members if (name := member.country_name(code)) != code), code)

    @cached_property
    def _infos(self) -> list[GazetteerInfo]:
        return [member.info() for member in self.members]

    def info(self) -> GazetteerInfo:
        """Counts of all gazetteers together, sources of each once; a place in two files counts twice."""
        by_code: dict[str, int] = {}
        for each in self._infos:
            for code, count in each.by_code.items():
                by_code[code] = by_code.get(code, 0) + count
        return GazetteerInfo(
            path=self.path,
            format=self._infos[-1].format,
            date=self.meta["date"],
            sources="; ".join(dict.fromkeys(each.sources for each in reversed(self._infos))),
            places=sum(each.places for each in self._infos),
            names=sum(each.names for each in self._infos),
            shapes=sum(each.shapes for each in self._infos),
            by_code=dict(sorted(by_code.items(), key=lambda pair: (-pair[1], pair[0]))),
        )
