"""Strips: corridors between two places, banks of rivers, the ground along borders and other lines."""

from __future__ import annotations

from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING

from geomap.model import Precision
from geomap.relations import earth
from geomap.relations.compass import point_name
from geomap.relations.drawn import Drawn, flattened, km, on_side
from geomap.relations.grounds import Ground

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Half the width of a river's bank or a way along a line, metres: the sources' lines are good to a kilometre or two.
BANK_M = 5_000.0
#: To both sides of a border "near" it, metres; "on" it half.
BORDER_M = 25_000.0
#: A road keeps within this part of its length of the straight line, at least this many metres.
ROAD_SHARE, CORRIDOR_SHARE, CORRIDOR_M = 0.2, 0.15, 3_000.0
_MOST_CORRIDOR_M = 60_000.0


def corridor(first: Ground, second: Ground, *, road: bool) -> Drawn:
    """Between two places: a strip along the geodesic, wider for a road."""
    line = earth.geodesic_line(
        latitude=first.latitude, longitude=first.longitude,
        other_latitude=second.latitude, other_longitude=second.longitude,
    )  # fmt: skip
    away = earth.distance_m(
        latitude=first.latitude, longitude=first.longitude,
        other_latitude=second.latitude, other_longitude=second.longitude,
    )  # fmt: skip
    half = min(_MOST_CORRIDOR_M, max(CORRIDOR_M, (ROAD_SHARE if road else CORRIDOR_SHARE) * away))
    middle = line.interpolate(0.5, normalized=True)
    plane = earth.Plane(latitude=middle.y, longitude=middle.x)
    strip = plane.flat(line).buffer(half, cap_style="flat", join_style="round")
    what = "road" if road else "corridor"
    method = f"{what} of {km(away)} from {first.name} to {second.name}, {km(half)} to each side of the straight line"
    # The course of a road is not in the gazetteer: the strip takes its bends in.
    return Drawn(geometry=plane.round(strip), method=method, precision=Precision.LINE, middle=(middle.y, middle.x))


def bank(ground: Ground, bearing_deg: float | None, *, clip: BaseGeometry | None, where: str) -> Drawn:
    """A strip along one bank of a river, or along that shore of a lake."""
    geometry = ground.geometry
    if clip is not None:
        clipped = geometry.intersection(clip)
        if not clipped.is_empty and clipped.length > 0.1 * min(1.0, geometry.length):
            geometry = clipped
        else:
            where = ""
    side = f"the {point_name(bearing_deg)} side" if bearing_deg is not None else "both sides"
    if ground.shape == "line":
        plane, flat = flattened(geometry, ground)
        both = flat.buffer(BANK_M, quad_segs=4)
        strip = both if bearing_deg is None else _one_side(flat, bearing_deg, both)
        method = f"strip of {km(BANK_M)} along {side} of {ground.name}{where}"
    else:
        plane, flat = flattened(ground.geometry, ground)
        strip = flat.buffer(BANK_M, quad_segs=4).difference(flat.buffer(-1_000))
        if bearing_deg is not None:
            strip = on_side(strip, flat.centroid, bearing_deg, 4 * ground.radius_m + BANK_M)
        method = f"strip of {km(BANK_M)} along the shore of {ground.name}, {side}"
    return Drawn(geometry=plane.round(strip), method=method, precision=Precision.LINE)


def along(line: BaseGeometry, half_m: float, words: str) -> Drawn:
    """A strip to both sides of a line."""
    middle = line.interpolate(0.5, normalized=True) if line.geom_type == "LineString" else line.centroid
    plane = earth.Plane(latitude=middle.y, longitude=middle.x)
    flat = plane.flat(earth.unwrapped(line, longitude=middle.x)).simplify(300)
    return Drawn(
        geometry=plane.round(flat.buffer(half_m, quad_segs=4)),
        method=f"strip of {km(half_m)} to each side of {words}",
        precision=Precision.LINE,
    )


def _one_side(course: BaseGeometry, bearing_deg: float, both: BaseGeometry) -> BaseGeometry:
    """The strip along one side of a course: left or right, whichever faces the bearing more.

    The course is taken in stretches, because a river turns; a stretch that runs in the bearing's own direction
    has no such side and goes with its neighbours.
    """
    import shapely

    facing = (sin(radians(bearing_deg)), cos(radians(bearing_deg)))
    merged = shapely.line_merge(course) if course.geom_type == "MultiLineString" else course
    strips = []
    for line in shapely.get_parts(merged):
        if line.geom_type != "LineString" or line.length < 100:
            continue
        for stretch in _stretches(line, 60_000):
            points = shapely.get_coordinates(stretch)
            along_x, along_y = points[-1] - points[0]
            left = -along_y * facing[0] + along_x * facing[1]
            if abs(left) < 0.35 * (hypot(along_x, along_y) or 1.0):
                continue
            side = BANK_M if left > 0 else -BANK_M
            strips.append(stretch.buffer(side, single_sided=True, join_style="mitre", mitre_limit=2))
    if not strips:
        return both
    strip = shapely.union_all([shapely.make_valid(each) for each in strips]).intersection(both)
    # Sharp bends leave slivers; the width of a pen closes them.
    return strip.buffer(100).buffer(-100)


def _stretches(line: BaseGeometry, length_m: float) -> list[BaseGeometry]:
    from shapely.ops import substring

    pieces = max(1, round(line.length / length_m))
    step = line.length / pieces
    return [substring(line, piece * step, (piece + 1) * step) for piece in range(pieces)]
