"""An extent is the ground that a place covers, and how we know: outlined, composed of others, or reckoned.

A place's own shape comes first, then our table of regions (members, natural bodies, circle, box), then what
the towns of an area or the population of a town say. What is not an outline is marked as approximate.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer import outlines, settlements
from geomap.gazetteer.bodies import Bodies
from geomap.gazetteer.regions import Region, RegionStore
from geomap.gazetteer.shapes import ShapeStore
from geomap.model import Bounds, Place, PlaceId
from geomap.sphere import DEGREE_M

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

POLYGON = "polygon"
UNION = "union of members"
GROUP = "bodies within the box"
BOX = "box"
CIRCLE = "circle of radius"
LINE = "line"
REACH = "reach of its towns"
SETTLEMENT = "settlement extent"
METHODS = (POLYGON, UNION, GROUP, BOX, CIRCLE, LINE, REACH, SETTLEMENT)

#: Natural Earth is drawn for 1 : 10,000,000, where a tenth of a millimetre is a kilometre.
_OUTLINE_M = 1_000.0
#: A box or circle may be off by this part of its shorter side: a choice, not a measurement.
_ROUGH = 0.25
#: A union is drawn no finer than this part of its width: Europe's coast need not show single skerries.
_UNION_DETAIL = 1 / 2000
#: Where a union is cut at a parallel or meridian its edge is ours, and may be off by this part of its shorter side.
_CUT_ROUGH = 0.05
#: A union that loses less than this part of its area is not cut: remote islets only.
_CUT_SHARE = 0.01
#: Members may stand out from the table's rounded bounds by this part of a side without being cut.
_SLACK = 0.03
#: Radius in metres where nothing better is known, by feature code, else class: customary sizes, set by hand.
_CUSTOMARY_M = {
    "ADM1": 60_000, "ADM2": 15_000, "ADM3": 8_000, "ADM4": 4_000, "PCLI": 20_000, "PCLD": 10_000,
    "AIRP": 2_000, "AIRB": 2_500, "ISL": 10_000, "LK": 5_000, "MT": 3_000, "RGN": 50_000,
    "A": 10_000, "H": 5_000, "L": 10_000, "R": 1_000, "S": 500, "T": 10_000, "U": 20_000, "V": 10_000,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A place's ground in longitude, latitude order: valid, never across the antimeridian.

    ``method`` is one of `METHODS`. ``approximate`` is true for all that is not drawn after an outline: boxes,
    circles, and unions that were cut. ``uncertainty_m`` says how far the edge may lie from the true one.
    """

    geometry: BaseGeometry
    approximate: bool
    method: str
    uncertainty_m: float


class Extents:
    """Makes the extents of a gazetteer's places and keeps the latest ones.

    ``place`` and ``number`` are the gazetteer's look-ups by id.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        place: Callable[[PlaceId], Place | None],
        number: Callable[[PlaceId], int | None],
    ) -> None:
        self._connection = connection
        self._place = place
        self._number = number
        self._shapes = ShapeStore(connection)
        self._regions = RegionStore(connection)
        self._bodies = Bodies(connection, self._shapes)
        # What is composed is kept: a document names the same regions again and again. Outlines are read quickly.
        self._kept = lru_cache(maxsize=64)(self._make)

    def extent(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> Extent | None:
        """The extent of a place, coarser with a larger tolerance; ``None`` for one without any coordinates."""
        outline = self._shape(place_id, tolerance_deg)
        if outline is not None:
            return _drawn(outline, LINE if "Line" in outline.geom_type else POLYGON, tolerance_deg)
        return self._kept(place_id, tolerance_deg)

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> BaseGeometry | None:
        """The extent's geometry for areas, waters and regions; ``None`` for settlements and single sites."""
        extent = self.extent(place_id, tolerance_deg=tolerance_deg)
        if extent is None or extent.method == SETTLEMENT:
            return None
        if extent.method == CIRCLE and self._regions.region(place_id) is None:
            place = self._place(place_id)
            if place is None or not place.is_area:
                return None
        return extent.geometry

    def _make(self, place_id: PlaceId, tolerance_deg: float) -> Extent | None:
        region = self._regions.region(place_id)
        place = self._place(place_id)
        if region is not None and place is not None:
            return self._of_region(region, place, tolerance_deg)
        if place is None:
            return None
        if place.latitude is None or place.longitude is None:
            return _boxed(place.bounds) if place.bounds else None
        if place.feature_class == "P":
            radius_m = settlements.settlement_radius_m(self._connection, place)
            return _circled(place, radius_m, tolerance_deg, SETTLEMENT)
        if place.feature_class == "A":
            radius_m = settlements.reach_m(self._connection, place, self._number(place_id) or 0)
            if radius_m is not None:
                return _circled(place, radius_m, tolerance_deg, REACH)
        if place.feature_code in ("LK", "LKS", "RSV"):
            lake = self._bodies.around(place, layer="lake")
            if lake is not None:
                return _drawn(lake, POLYGON, tolerance_deg)
        customary_m = _CUSTOMARY_M.get(place.feature_code) or _CUSTOMARY_M.get(place.feature_class, 1_000)
        return _circled(place, customary_m, tolerance_deg)

    def _of_region(self, region: Region, place: Place, tolerance_deg: float) -> Extent:
        if region.members:
            return self._united(region, tolerance_deg) or _boxed(region.bounds)
        if region.radius_m is not None:
            return _circled(place, region.radius_m, tolerance_deg)
        body = self._bodies.of_region(region, place, tolerance_deg=tolerance_deg)
        if body is None:
            return _boxed(region.bounds)
        geometry, is_group = body
        return _drawn(geometry, GROUP if is_group else POLYGON, tolerance_deg)

    def _united(self, region: Region, tolerance_deg: float) -> Extent | None:
        """The union of the members' outlines, cut to the bounds; ``None`` where a member is not covered.

        A member without an outline counts as covered when its point lies inside the others.
        """
        import shapely

        width_m, height_m = outlines.sides_m(region.bounds)
        detail_deg = max(tolerance_deg, max(width_m, height_m) / DEGREE_M * _UNION_DETAIL)
        shapes, missing = [], []
        for member in region.members:
            shape = self._shape(member, detail_deg)
            if shape is None:
                missing.append(member)
            else:
                shapes.append(shape)
        if not shapes:
            return None
        frame = _frame(region.bounds, shapes)
        is_cut = False
        if frame is not None:
            before = sum(shape.area for shape in shapes)
            shapes = [
                shape if frame.contains(shapely.box(*shape.bounds)) else shape.intersection(frame) for shape in shapes
            ]
            is_cut = sum(shape.area for shape in shapes) < (1 - _CUT_SHARE) * before
        union = _joined(shapes)
        if union.is_empty or not all(self._is_in(union, member) for member in missing):
            return None
        uncertainty_m = max(_OUTLINE_M, detail_deg * DEGREE_M)
        if is_cut:
            uncertainty_m = max(uncertainty_m, _CUT_ROUGH * min(width_m, height_m))
        return Extent(geometry=union, approximate=is_cut, method=UNION, uncertainty_m=uncertainty_m)

    def _is_in(self, union: BaseGeometry, member: PlaceId) -> bool:
        import shapely

        place = self._place(member)
        if place is None or place.latitude is None or place.longitude is None:
            return False
        return union.contains(shapely.Point(place.longitude, place.latitude))

    def _shape(self, place_id: PlaceId, tolerance_deg: float) -> BaseGeometry | None:
        return self._shapes.geometry(place_id, tolerance_deg=tolerance_deg) if self._bodies.are_there else None


def _frame(bounds: Bounds, shapes: list[BaseGeometry]) -> BaseGeometry | None:
    """The box that cuts the members, or ``None`` where they keep to it.

    The table's bounds are rounded: sides that the members pass by a little only are left out.
    """
    import shapely

    whole = shapely.total_bounds(shapes)
    if bounds.west > bounds.east:
        return outlines.box(bounds)
    slack = [_SLACK * side for side in (bounds.east - bounds.west, bounds.north - bounds.south)] * 2
    signs = (-1, -1, 1, 1)
    cut = [sign * (at - side) > room for sign, at, side, room in zip(signs, whole, bounds, slack, strict=True)]
    if not any(cut):
        return None
    outer = (-180.0, -90.0, 180.0, 90.0)
    return shapely.box(*(side if is_cut else far for side, is_cut, far in zip(bounds, cut, outer, strict=True)))


def _joined(shapes: list[BaseGeometry]) -> BaseGeometry:
    """The polygons of all shapes as one; lines and points, which cutting leaves along an edge, are dropped."""
    import shapely

    parts = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    # Islands and islets, which are most of the parts, are not compared with each other: three times as fast.
    union = shapely.disjoint_subset_union_all(parts)
    found = [part for part in shapely.get_parts(union) if part.geom_type == "Polygon"]
    return found[0] if len(found) == 1 else shapely.MultiPolygon(found)


def _drawn(geometry: BaseGeometry, method: str, tolerance_deg: float) -> Extent:
    uncertainty_m = max(_OUTLINE_M, tolerance_deg * DEGREE_M)
    return Extent(geometry=geometry, approximate=method == GROUP, method=method, uncertainty_m=uncertainty_m)


def _boxed(bounds: Bounds) -> Extent:
    uncertainty_m = _ROUGH * min(outlines.sides_m(bounds))
    return Extent(geometry=outlines.box(bounds), approximate=True, method=BOX, uncertainty_m=uncertainty_m)


def _circled(place: Place, radius_m: float, tolerance_deg: float, method: str = CIRCLE) -> Extent:
    geometry = outlines.circle(place.latitude, place.longitude, radius_m, tolerance_deg=tolerance_deg)
    return Extent(geometry=geometry, approximate=True, method=method, uncertainty_m=radius_m * 2 * _ROUGH)
