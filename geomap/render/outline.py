"""An outline is a named area or line as the page gets it: as fine as the first view can show, and no finer.

An ocean on a world map needs no coves; a province that fills the window keeps its bends. What is
much larger than the view, or wide by itself, is coarser still: the page draws it as a thin line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.render.encode import encode_all
from geomap.render.view import View

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Degrees to the encoded unit: about a hundred metres.
SCALE = 1000
#: Detail is this part of the view's width (two to three steps of zoom stay sharp) …
VIEW_PART = 3000
#: … or this part of the shape's own width, where that is coarser.
OWN_PART = 1200
#: … and this part where it is wide: an ocean is drawn as a tint, if at all.
WIDE_DEG, WIDE_PART = 25.0, 600
#: What a phrase covers is approximate itself: this part of its own width, but, as strips along rivers must stay
#: strips, never more than the second figure's part of its mean breadth.
FOOTPRINT_PART, BREADTH_PART = 150, 6
#: Finest detail: what the gazetteer keeps.
FINEST_DEG = 0.004


def outline_path(geometry: BaseGeometry, view: View) -> str:
    """``geometry`` encoded in units of ``1 / SCALE`` degree; islands and holes too small to see are left out."""
    import shapely

    west, south, east, north = view.bounds
    detail_deg = max(max(east - west, north - south) / VIEW_PART, own_detail_deg(geometry.bounds))
    if detail_deg > FINEST_DEG:
        coarse = shapely.simplify(geometry, detail_deg, preserve_topology=False)
        geometry = geometry if coarse.is_empty else coarse
    (path,) = encode_all([geometry], scale=SCALE, least_area=(4 * detail_deg) ** 2)
    return path


def own_detail_deg(bounds: tuple[float, float, float, float]) -> float:
    """The detail that a shape needs by its own size, in degrees."""
    west, south, east, north = bounds
    span = max(east - west, north - south)
    return max(FINEST_DEG, span / (WIDE_PART if span > WIDE_DEG else OWN_PART))


def footprint_path(geometry: BaseGeometry) -> str:
    """What a phrase covers, encoded like an outline, as fine as so vague a thing deserves."""
    west, south, east, north = geometry.bounds or (0.0, 0.0, 0.0, 0.0)
    breadth = 2 * geometry.area / geometry.length if geometry.length else 0.0
    detail_deg = min(max(east - west, north - south) / FOOTPRINT_PART, breadth / BREADTH_PART)
    if detail_deg > FINEST_DEG:
        coarse = geometry.simplify(detail_deg)
        geometry = geometry if coarse.is_empty else coarse
    (path,) = encode_all([geometry], scale=SCALE, least_area=(2 * max(FINEST_DEG, detail_deg)) ** 2)
    return path
