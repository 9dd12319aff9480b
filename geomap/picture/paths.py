"""A path is a shape in pixels as SVG writes it: clipped to the frame, simplified, a decimal of a pixel fine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Bounds
from geomap.picture.projection import Frame

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Shapes reach this many pixels over the frame's edge, so that no border runs along it.
_OVER_PX = 6.0


def in_frame(geometries, frame: Frame, *, coarse_px: float = 0.5):
    """The shapes in pixels (a numpy array of shapely geometries): cut at the frame, simplified to ``coarse_px``."""
    import numpy as np
    import shapely

    shapes = np.asarray(geometries, object)
    box = frame.bounds
    if not frame.is_world and (box.east > 180 or box.west < -180):
        shift = 360.0 if box.east > 180 else -360.0
        moved = shapely.transform(shapes, lambda points: points + np.array((shift, 0.0)))
        shapes = shapely.union(*(_cut(each, box) for each in (shapes, moved)))
    elif not frame.is_world:
        shapes = _cut(shapes, box)
    shapes = shapely.transform(shapes, lambda points: np.column_stack(frame.project(points[:, 0], points[:, 1])))
    edges = (
        frame.left - _OVER_PX, frame.top - _OVER_PX,
        frame.left + frame.width + _OVER_PX, frame.top + frame.height + _OVER_PX,
    )  # fmt: skip
    return shapely.simplify(shapely.clip_by_rect(shapes, *edges), coarse_px, preserve_topology=False)


def path_of(shape: BaseGeometry, *, least_area_px: float = 0.6) -> str:
    """The ``d`` of an SVG path; rings smaller than ``least_area_px`` square pixels are left out."""
    import shapely

    parts = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                if shapely.Polygon(ring).area >= least_area_px:
                    parts.append(_steps(ring.coords[:-1]) + "z")
        elif part.geom_type in ("LineString", "LinearRing"):
            parts.append(_steps(part.coords))
    return "".join(parts)


def globe_path(frame: Frame) -> str:
    """The outline of the whole world in Equal Earth."""
    import numpy as np

    up = np.linspace(-90.0, 90.0, 61)
    longitudes = np.concatenate([np.full(61, 180.0), np.full(61, -180.0)])
    x, y = frame.project(longitudes, np.concatenate([up, up[::-1]]))
    return _steps(list(zip(x, y, strict=True))) + "z"


def on_globe(box: Bounds) -> Bounds:
    """The box with its sides within ±180; west > east when it crosses the antimeridian."""
    if box.east - box.west >= 360:
        return Bounds(-180.0, box.south, 180.0, box.north)
    return Bounds(
        box.west + 360 if box.west < -180 else box.west, box.south,
        box.east - 360 if box.east > 180 else box.east, box.north,
    )  # fmt: skip


def _cut(shapes, box: Bounds):
    import shapely

    reach = (box.east - box.west) * 0.02
    return shapely.clip_by_rect(shapes, box.west - reach, box.south - reach, box.east + reach, box.north + reach)


def _steps(points) -> str:
    """Relative steps in tenths of a pixel, which are the shortest to write."""
    out: list[str] = []
    last_x = last_y = 0
    for point in points:
        x, y = round(point[0] * 10), round(point[1] * 10)
        if not out:
            out.append(f"M{x / 10:g} {y / 10:g}l")
        elif x != last_x or y != last_y:
            out.append(f"{(x - last_x) / 10:g},{(y - last_y) / 10:g}")
        last_x, last_y = x, y
    return out[0] + " ".join(out[1:]) if len(out) > 1 else ""
