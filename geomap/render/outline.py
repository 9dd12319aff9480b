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
    return max(FINEST_DEG, max(east - west, north - south) / OWN_PART)
