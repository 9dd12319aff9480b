"""A detail is one rendering of a whole layer: simplified together, so that neighbours keep one border."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.gazetteer import packing
from geomap.gazetteer.shapes import DETAILS_PER_DEGREE, PackedDetail
from geomap.model import Bounds

if TYPE_CHECKING:
    import numpy
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How finely a layer is kept: its tolerance in degrees and the grid's lines per degree."""

    tolerance_deg: float
    scale: int

    @property
    def number(self) -> int:
        return round(self.tolerance_deg * DETAILS_PER_DEGREE)


_PLAIN_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ı": "i", "Þ": "Th", "þ": "th", "ł": "l", "'": None, "’": None})
#: 0.005° (550 m) is finer than the 1:10m sources are true; 0.02° serves a region's map, 0.1° the world's.
AREA_DETAILS = (
    Detail(tolerance_deg=0.005, scale=2500),
    Detail(tolerance_deg=0.02, scale=1000),
    Detail(tolerance_deg=0.1, scale=500),
)


def simplify_coverage(areas: numpy.ndarray, detail: Detail) -> numpy.ndarray:
    """Polygons that share borders, simplified together; their islets below the tolerance are left out."""
    import shapely

    simplified = shapely.coverage_simplify(areas, detail.tolerance_deg)
    return prune_islets([areal(area) for area in simplified], detail.tolerance_deg)


def areal(area: BaseGeometry) -> BaseGeometry:
    """The area itself, or a valid one of the same outline."""
    import shapely

    return area if area.is_valid else shapely.make_valid(area, method="structure", keep_collapsed=False)


def prune_islets(areas: Iterable[BaseGeometry], tolerance_deg: float) -> numpy.ndarray:
    """The areas without parts smaller than a square of the tolerance; the greatest part always stays."""
    import numpy as np
    import shapely

    pruned = []
    for area in areas:
        parts = shapely.get_parts(area)
        sizes = shapely.area(parts)
        keep = sizes >= tolerance_deg**2
        if not keep.any():
            keep = sizes == sizes.max()
        pruned.append(shapely.multipolygons(parts[keep]))
    return np.array(pruned)


def unite(areas: numpy.ndarray) -> BaseGeometry:
    """One area of several that share borders."""
    import shapely

    try:
        united = shapely.coverage_union_all(areas)
    except shapely.GEOSException:
        # A border with a vertex on one side only: slower, but does not mind.
        return shapely.union_all(areas)
    return united if united.is_valid else shapely.union_all(areas)


def pack_details(geometries: Iterable[BaseGeometry], details: Sequence[Detail]) -> tuple[PackedDetail, ...]:
    """Each geometry packed at its detail."""
    packed = []
    for geometry, detail in zip(geometries, details, strict=True):
        rounded, scale = on_grid(geometry, scale=detail.scale)
        packed.append(PackedDetail(detail.number, packing.from_geometry(rounded, scale=scale)))
    return tuple(packed)


def on_grid(geometry: BaseGeometry, *, scale: int) -> tuple[BaseGeometry, int]:
    """The geometry with its vertices on the grid, still valid, and the scale that it took.

    Borders shared with a neighbour stay shared. An area too small for the grid gets a finer one.
    """
    import numpy as np
    import shapely

    rounded = shapely.transform(geometry, lambda degrees: np.rint(degrees * scale) / scale)
    if "Line" in geometry.geom_type:
        lines = [line for line in shapely.get_parts(rounded) if line.length > 0]
        if lines:
            return shapely.multilinestrings(lines), scale
        return on_grid(geometry, scale=scale * 10)
    if rounded.is_valid:
        return rounded, scale
    # Rounding made a border touch or cross itself, or an islet collapse.
    snapped = shapely.set_precision(shapely.transform(geometry, lambda degrees: degrees * scale), 1.0)
    polygons = [part for part in shapely.get_parts(snapped) if part.geom_type == "Polygon" and part.area > 0]
    if polygons:
        rounded = shapely.transform(shapely.multipolygons(polygons), lambda grid: np.rint(grid) / scale)
        if rounded.is_valid:
            return rounded, scale
    if scale > 10_000_000:
        raise ValueError(f"no grid makes this area valid: {geometry.wkt[:200]}")
    return on_grid(geometry, scale=scale * 10)


def bounds_of(geometry: BaseGeometry) -> Bounds:
    """The smallest box; west > east when it has to cross the antimeridian."""
    import shapely

    boxes = shapely.bounds(shapely.get_parts(geometry))
    south, north = boxes[:, 1].min(), boxes[:, 3].max()
    spans: list[list[float]] = []
    for west, east in sorted((box[0], box[2]) for box in boxes):
        if spans and west <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], east)
        else:
            spans.append([west, east])
    # The box leaves out the widest gap; the gap at the antimeridian is the plain case.
    plain_gap = spans[0][0] + 360 - spans[-1][1]
    gaps = [(after[0] - before[1], after[0], before[1]) for before, after in pairwise(spans)]
    gap, west, east = max(gaps, default=(0.0, 0.0, 0.0))
    if gap > plain_gap:
        return Bounds(float(west), float(south), float(east), float(north))
    return Bounds(float(spans[0][0]), float(south), float(spans[-1][1]), float(north))


def label_point(area: BaseGeometry) -> tuple[float, float]:
    """Longitude and latitude of a point well inside the greatest part."""
    import shapely

    parts = shapely.get_parts(area)
    greatest = parts[shapely.area(parts).argmax()]
    tolerance = max(greatest.area**0.5 / 50, 1e-4)
    circle = shapely.maximum_inscribed_circle(greatest, tolerance)
    longitude, latitude = circle.coords[0]
    return round(longitude, 4), round(latitude, 4)


def area_km2(area: BaseGeometry) -> float:
    """Area on a sphere of the Earth's mean radius, by the equal-area cylinder."""
    import numpy as np
    import shapely

    radius_km = 6371.0088

    def project(degrees):
        return np.stack([np.radians(degrees[:, 0]), np.sin(np.radians(degrees[:, 1]))], axis=1)

    return float(shapely.transform(area, project).area * radius_km**2)


def slug(name: str) -> str:
    """A name as a part of an id: plain lower-case letters and hyphens."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN_LETTERS))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
