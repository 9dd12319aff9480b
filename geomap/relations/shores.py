"""Shores: the sea off a coast, and the land along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.model import Precision
from geomap.relations import earth
from geomap.relations.compass import point_name
from geomap.relations.cutting import mainland, part_of
from geomap.relations.drawn import Drawn, flattened, km, on_side
from geomap.relations.grounds import Ground

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Land that is "the coast", and sea that is "off" it, metres.
COAST_M = 25_000.0
OFFSHORE_M = 60_000.0


def sea_side(
    ground: Ground, lands: Sequence[BaseGeometry], *, least_m: float, most_m: float, bearing_deg: float | None
) -> Drawn:
    """The sea off a coast: within those distances of the land, less all land."""
    import shapely

    plane, flat = flattened(mainland(ground.geometry), ground)
    strip = flat.buffer(most_m, quad_segs=6)
    if least_m > 0:
        strip = strip.difference(flat.buffer(least_m, quad_segs=6))
    if bearing_deg is not None:
        strip = on_side(strip, flat.centroid, bearing_deg, 10 * most_m + 4 * ground.radius_m)
    shape = plane.round(strip)
    if lands and not shape.is_empty:
        west, south, east, north = shape.bounds
        near_land = [shapely.clip_by_rect(land, west, south, east, north) for land in lands]
        shape = earth.tidy(shape.difference(shapely.union_all([shapely.make_valid(land) for land in near_land])))
    side = f" to the {point_name(bearing_deg)}" if bearing_deg is not None else ""
    return Drawn(
        geometry=shape,
        method=f"sea {km(least_m)}–{km(most_m)} off {ground.name}{side}, all land taken away",
        precision=Precision.REGION,
    )


def coast(ground: Ground, lands: Sequence[BaseGeometry], *, bearing_deg: float | None) -> Drawn:
    """The land along the sea: the part of an outline that lies near its own edge and near no other land."""
    import shapely

    outline = mainland(ground.geometry)
    west, south, east, north = outline.bounds
    reach = 0.5
    frame = shapely.box(west - reach, south - reach, east + reach, north + reach)
    land = shapely.union_all([shapely.make_valid(shapely.clip_by_rect(each, *frame.bounds)) for each in lands])
    # What of the outline is also an edge of all land is coast; the rest is border.
    shore = outline.boundary.intersection(land.boundary.buffer(0.03, quad_segs=2)) if not land.is_empty else None
    if shore is None or shore.length < 0.02:
        return Drawn(geometry=shapely.Polygon(), method=f"{ground.name} has no coast in the gazetteer's shapes")
    plane, flat = flattened(shore, ground)
    strip = flat.simplify(300).buffer(COAST_M, quad_segs=4).intersection(plane.flat(outline).buffer(0))
    geometry = plane.round(strip)
    if bearing_deg is not None and not geometry.is_empty:
        wanted = part_of(outline, bearing_deg=bearing_deg, share=0.5)
        geometry = earth.tidy(geometry.intersection(wanted))
    side = f"{point_name(bearing_deg)}ern half of the " if bearing_deg is not None else ""
    return Drawn(
        geometry=geometry,
        method=f"{side}coast of {ground.name}, {km(COAST_M)} inland",
        precision=Precision.LINE,
    )
