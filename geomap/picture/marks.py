"""A mark is a named place on the picture: a circle, an outline, a line, or a soft circle for what has no outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from geomap.model import Atlas
from geomap.picture.paths import in_frame
from geomap.picture.projection import Frame
from geomap.render.places import DrawnPlace, drawn_place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: As on the page: the largest circle, the radius of one mention, the least.
_LARGEST_PX, _UNIT_PX, _LEAST_PX = 22.0, 6.5, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """``shape`` is in pixels; circles have ``x``, ``y`` and ``radius`` instead. ``state`` is the page's word."""

    place_id: str
    name: str
    kind: str
    state: str
    draw: str
    count: int
    shape: BaseGeometry | None = None
    x: float | None = None
    y: float | None = None
    radius: float = 0.0
    doubt: float = 0.0


def drawn_places(atlas: Atlas, gazetteer: Any) -> list[DrawnPlace]:
    """How the page draws each place of the atlas: the picture does the same."""
    codes = {each.place.country_code for each in atlas.places if each.place.country_code}
    countries = {code: gazetteer.country_name(code) for code in codes}
    return [drawn_place(each, gazetteer, countries, in_basemap=True) for each in atlas.places]


def marks_of(atlas: Atlas, drawn: Sequence[DrawnPlace], frame: Frame, gazetteer: Any) -> list[Mark]:
    """The marks in the frame, areas before lines before points, big ones first."""
    most = max((len(each.mentions) for each in atlas.places), default=1)
    found = []
    for each, page in zip(atlas.places, drawn, strict=True):
        mark = _mark(each, page.fields, frame, gazetteer, most)
        if mark is not None:
            found.append(mark)
    order = {"country": 0, "area": 1, "box": 1, "soft": 1, "line": 2, "point": 3}
    return sorted(found, key=lambda mark: (order[mark.draw], -_extent(mark), mark.place_id))


def radius_of(count: int, most: int) -> float:
    """A circle's radius in pixels: its area is the number of mentions."""
    return max(_LEAST_PX, min(_UNIT_PX, _LARGEST_PX / sqrt(most)) * sqrt(count))


def tint_share(count: int, most: int) -> float:
    """How strongly a named area is tinted, 0 to 1."""
    return 1.0 if most <= 1 else log(count + 1) / log(most + 1)


def footprints_in(atlas: Atlas, frame: Frame) -> list[BaseGeometry]:
    """What relations such as "60 km south of Mosul" cover, in pixels."""
    shapes = [each.geometry for parsed in atlas.documents for each in parsed.footprints]
    return [each for each in in_frame(shapes, frame) if not each.is_empty] if shapes else []


def _mark(found, fields: Mapping[str, Any], frame: Frame, gazetteer: Any, most: int) -> Mark | None:
    draw = fields["draw"]
    about = {
        "place_id": fields["id"], "name": fields["n"], "kind": fields["kind"], "state": fields["state"],
        "draw": draw, "count": len(found.mentions),
    }  # fmt: skip
    if draw == "country":
        return Mark(**about)
    if draw == "point":
        x, y = frame.spot(fields["x"], fields["y"])
        if not frame.holds(x, y):
            return None
        doubt = fields.get("u", 0) / frame.metres_a_pixel if fields["state"] != "sure" else 0.0
        return Mark(**about, x=x, y=y, radius=radius_of(len(found.mentions), most), doubt=doubt)
    if draw == "soft":
        x, y = frame.spot(fields["x"], fields["y"])
        return Mark(**about, x=x, y=y, radius=fields["rad"] / frame.metres_a_pixel) if frame.holds(x, y) else None
    if draw in ("area", "line", "box"):
        shape = _outline(found.place, fields, frame, gazetteer)
        (pixels,) = in_frame([shape], frame)
        return None if pixels.is_empty else Mark(**about, shape=pixels)
    return None


def _outline(place, fields: Mapping[str, Any], frame: Frame, gazetteer: Any) -> BaseGeometry:
    import shapely

    if fields["draw"] == "box":
        west, south, east, north = fields["box"]
        return shapely.segmentize(shapely.box(west, south, east if east > west else east + 360, north), 1.0)
    return gazetteer.geometry(place.id, tolerance_deg=frame.degrees_a_pixel * 0.3)


def _extent(mark: Mark) -> float:
    if mark.shape is None:
        return mark.radius
    left, top, right, bottom = mark.shape.bounds
    return (right - left) * (bottom - top)
