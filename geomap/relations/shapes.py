"""A shape is the ground that a phrase means: a sector of a ring, a part, a bank, a corridor, a border, a coast.

Each function takes grounds and figures and gives a `Drawn`: the geometry and, in words, how it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING

from geomap.model import Precision
from geomap.relations import earth
from geomap.relations.compass import half_width_deg, point_name
from geomap.relations.cutting import CARDINAL_SHARE, mainland, part_of
from geomap.relations.grounds import Ground
from geomap.relations.measures import Measure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Half the width of a river's bank or a way along a line, metres: the sources' lines are good to a kilometre or two.
BANK_M = 5_000.0
#: To both sides of a border "near" it, metres; "on" it half.
BORDER_M = 25_000.0
#: Land that is "the coast", and sea that is "off" it, metres.
COAST_M = 25_000.0
OFFSHORE_M = 60_000.0
#: A road keeps within this part of its length of the straight line, at least this many metres.
ROAD_SHARE, CORRIDOR_SHARE, CORRIDOR_M = 0.2, 0.15, 3_000.0
_MOST_CORRIDOR_M = 60_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A geometry, its method in words, and where its middle is when that is better known than the centroid."""

    geometry: BaseGeometry
    method: str
    precision: Precision = Precision.DERIVED
    middle: tuple[float, float] | None = None


def offset(ground: Ground, measure: Measure, bearing_deg: float) -> Drawn:
    """Distance and direction: a sector of a ring; from an area or a line, the strip at that distance of its edge."""
    width = half_width_deg(bearing_deg)
    if ground.shape != "town":
        return _offset_from_edge(ground, measure, bearing_deg)
    # The writer may have counted from the town's edge, and its middle is not the gazetteer's.
    least = max(0.0, measure.low_m - ground.radius_m / 2)
    most = measure.high_m + ground.radius_m
    width = min(60.0, width + degrees(atan2(ground.radius_m / 2, measure.stated_m)))
    geometry = earth.sector(
        latitude=ground.latitude, longitude=ground.longitude, bearing_deg=bearing_deg,
        half_width_deg=width, least_m=least, most_m=most,
    )  # fmt: skip
    middle = earth.destination(
        latitude=ground.latitude, longitude=ground.longitude, distance_m=measure.stated_m, bearing_deg=bearing_deg
    )
    method = (
        f"sector of a ring {km(least)}–{km(most)} {point_name(bearing_deg)} of {ground.name}, "
        f"±{width:.0f}° around {bearing_deg:g}°"
    )
    return Drawn(geometry=geometry, method=method, middle=middle)


def _offset_from_edge(ground: Ground, measure: Measure, bearing_deg: float) -> Drawn:
    plane, flat = _flat(ground.geometry, ground)
    flat = flat.simplify(500)
    strip = flat.buffer(measure.high_m, quad_segs=6).difference(flat.buffer(measure.low_m, quad_segs=6))
    strip = _on_side(strip, flat, bearing_deg, measure.high_m)
    method = (
        f"strip {km(measure.low_m)}–{km(measure.high_m)} from the edge of {ground.name}, "
        f"{point_name(bearing_deg)} of it"
    )
    return Drawn(geometry=plane.round(strip), method=method)


def distance(ground: Ground, measure: Measure, *, within: bool) -> Drawn:
    """Distance alone: a ring; "within" a disc. Counted from the edge of areas and lines."""
    least = 0.0 if within else measure.low_m
    most = max(measure.high_m, measure.stated_m * 1.05)
    if ground.shape == "town":
        least = max(0.0, least - ground.radius_m / 2)
        most += ground.radius_m
        geometry = earth.ring(latitude=ground.latitude, longitude=ground.longitude, least_m=least, most_m=most)
        what = f"disc of {km(most)}" if within else f"ring {km(least)}–{km(most)}"
        return Drawn(geometry=geometry, method=f"{what} around {ground.name}")
    plane, flat = _flat(ground.geometry, ground)
    flat = flat.simplify(500)
    outer = flat.buffer(most, quad_segs=6)
    if ground.shape == "area":
        outer = outer.difference(flat if within else flat.buffer(least, quad_segs=6))
    elif not within:
        outer = outer.difference(flat.buffer(least, quad_segs=6))
    what = f"up to {km(most)}" if within else f"{km(least)}–{km(most)}"
    return Drawn(geometry=plane.round(outer), method=f"strip {what} from the edge of {ground.name}")


def direction(ground: Ground, bearing_deg: float, *, just: bool = False) -> Drawn:
    """Direction alone: a sector from the town's edge as far as a writer would still name this town."""
    if ground.shape != "town":
        reach = min(200_000.0, max(20_000.0, ground.radius_m)) if ground.shape == "area" else 50_000.0
        plane, flat = _flat(ground.geometry, ground)
        flat = flat.simplify(1000)
        strip = flat.buffer(reach, quad_segs=6)
        if ground.shape == "area":
            strip = strip.difference(flat)
        strip = _on_side(strip, flat, bearing_deg, reach)
        method = f"strip up to {km(reach)} {point_name(bearing_deg)} of {ground.name}"
        return Drawn(geometry=plane.round(strip), method=method, precision=Precision.REGION)
    reach = (10_000 + 2 * ground.radius_m) if just else (30_000 + 5 * ground.radius_m)
    least = 0.5 * ground.radius_m
    geometry = earth.sector(
        latitude=ground.latitude, longitude=ground.longitude, bearing_deg=bearing_deg, half_width_deg=45.0,
        least_m=least, most_m=reach,
    )  # fmt: skip
    method = f"sector {point_name(bearing_deg)} of {ground.name}, ±45°, out to {km(reach)} by the town's size"
    return Drawn(geometry=geometry, method=method)


def part(ground: Ground, bearing_deg: float | None, *, share: float | None, central: bool) -> Drawn:
    """A part of an outline, cut from it; of a river, the part of its course."""
    outline = ground.geometry
    if ground.shape == "line":
        outline = _strip(ground, 2 * BANK_M)
    town = ground.shape == "town"
    if share is None and town:
        share = 0.5
    geometry = part_of(outline, bearing_deg=bearing_deg, share=share, central=central)
    if bearing_deg is None:
        words = f"middle of {ground.name}'s outline, half of its area each way"
    else:
        taken = share or (CARDINAL_SHARE if bearing_deg % 90 == 0 else 0.5)
        middle = ", its middle part" if central else ""
        cut = f"{taken:.0%} of the area" if bearing_deg % 90 == 0 else f"where two halves of {taken:.0%} overlap"
        words = f"{point_name(bearing_deg)}ern part of {ground.name}{middle}: {cut}"
    if town:
        words += f", in a circle of {km(ground.radius_m)} by its population"
    precision = Precision.SETTLEMENT if town else Precision.REGION
    return Drawn(geometry=geometry, method=words, precision=precision)


def outskirts(ground: Ground, bearing_deg: float | None) -> Drawn:
    """The edge of a town: a ring from inside to outside of its extent; with a direction that side of it."""
    if ground.shape != "town":
        plane, flat = _flat(ground.geometry, ground)
        inner = flat.buffer(-0.25 * ground.radius_m, quad_segs=4)
        edge = flat.difference(inner) if not inner.is_empty else flat
        if bearing_deg is not None:
            edge = _on_side(edge, flat.centroid, bearing_deg, 4 * ground.radius_m)
        return Drawn(
            geometry=plane.round(edge), method=f"outer quarter of {ground.name}", precision=Precision.REGION
        )
    least, most = 0.5 * ground.radius_m, 1.5 * ground.radius_m + 2_000
    if bearing_deg is None:
        geometry = earth.ring(latitude=ground.latitude, longitude=ground.longitude, least_m=least, most_m=most)
        side = ""
    else:
        geometry = earth.sector(
            latitude=ground.latitude, longitude=ground.longitude, bearing_deg=bearing_deg, half_width_deg=60.0,
            least_m=least, most_m=most,
        )  # fmt: skip
        side = f", ±60° around {point_name(bearing_deg)}"
    method = f"ring {km(least)}–{km(most)} around {ground.name}{side}; radius {km(ground.radius_m)} by its population"
    return Drawn(geometry=geometry, method=method, precision=Precision.SETTLEMENT)


def center(ground: Ground) -> Drawn:
    """The middle of a town: a disc of a third of its radius; of an area its middle part."""
    if ground.shape != "town":
        return part(ground, None, share=None, central=True)
    radius = max(500.0, ground.radius_m / 3)
    geometry = earth.ring(latitude=ground.latitude, longitude=ground.longitude, least_m=0, most_m=radius)
    return Drawn(
        geometry=geometry,
        method=f"disc of {km(radius)}, a third of the town's radius, around {ground.name}'s point",
        precision=Precision.SETTLEMENT,
        middle=(ground.latitude, ground.longitude),
    )


def near(ground: Ground, *, kind: str, just: bool = False) -> Drawn:
    """Near, around, outside: as far from the edge as the place is large, within sensible limits."""
    if ground.shape == "town":
        reach = min(30_000.0, 8_000 + 2 * ground.radius_m) * (0.6 if just else 1.0)
    elif ground.shape == "line":
        reach = 10_000.0
    else:
        reach = min(50_000.0, max(10_000.0, 0.2 * ground.radius_m))
    if ground.shape == "town":
        least = 0.7 * ground.radius_m if kind == "outside" else 0.0
        geometry = earth.ring(
            latitude=ground.latitude, longitude=ground.longitude, least_m=least, most_m=ground.radius_m + reach
        )
        what = f"ring {km(least)}–{km(ground.radius_m + reach)}" if least else f"disc of {km(ground.radius_m + reach)}"
        return Drawn(geometry=geometry, method=f"{what} around {ground.name}, by the town's size")
    plane, flat = _flat(ground.geometry, ground)
    flat = flat.simplify(500)
    strip = flat.buffer(reach, quad_segs=6)
    if ground.shape == "area" and kind != "around":
        strip = strip.difference(flat.buffer(-0.3 * reach, quad_segs=4))
    precision = Precision.LINE if ground.shape == "line" else Precision.REGION
    return Drawn(
        geometry=plane.round(strip), method=f"strip of {km(reach)} along the edge of {ground.name}", precision=precision
    )


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
        plane, flat = _flat(geometry, ground)
        both = flat.buffer(BANK_M, quad_segs=4)
        strip = both if bearing_deg is None else _one_side(flat, bearing_deg, both)
        method = f"strip of {km(BANK_M)} along {side} of {ground.name}{where}"
    else:
        plane, flat = _flat(ground.geometry, ground)
        strip = flat.buffer(BANK_M, quad_segs=4).difference(flat.buffer(-1_000))
        if bearing_deg is not None:
            strip = _on_side(strip, flat.centroid, bearing_deg, 4 * ground.radius_m + BANK_M)
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


def sea_side(
    ground: Ground, lands: Sequence[BaseGeometry], *, least_m: float, most_m: float, bearing_deg: float | None
) -> Drawn:
    """The sea off a coast: within those distances of the land, less all land."""
    import shapely

    plane, flat = _flat(mainland(ground.geometry), ground)
    strip = flat.buffer(most_m, quad_segs=6)
    if least_m > 0:
        strip = strip.difference(flat.buffer(least_m, quad_segs=6))
    if bearing_deg is not None:
        strip = _on_side(strip, flat.centroid, bearing_deg, 10 * most_m + 4 * ground.radius_m)
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
    plane, flat = _flat(shore, ground)
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


def km(metres: float) -> str:
    """Metres for a reader: "0.8 km", "56 km"."""
    if metres < 9_950:
        return f"{metres / 1000:.1f} km".replace(".0 km", " km")
    return f"{metres / 1000:,.0f} km"


def _flat(geometry: BaseGeometry, ground: Ground) -> tuple[earth.Plane, BaseGeometry]:
    """A plane in the geometry's middle, and the geometry on it."""
    import shapely

    whole = earth.unwrapped(geometry, longitude=ground.longitude)
    west, south, east, north = whole.bounds
    plane = earth.Plane(latitude=(south + north) / 2, longitude=(west + east) / 2)
    flat = plane.flat(whole)
    if not flat.is_valid:
        flat = shapely.make_valid(flat)
    return plane, flat


def _strip(ground: Ground, half_m: float) -> BaseGeometry:
    plane, flat = _flat(ground.geometry, ground)
    return plane.round(flat.buffer(half_m, quad_segs=4))


def _on_side(strip: BaseGeometry, base: BaseGeometry, bearing_deg: float, reach_m: float) -> BaseGeometry:
    """What of ``strip`` is reached from ``base`` by going that way, a little to each side of it."""
    import shapely

    tips = []
    for turn in (-30, 0, 30):
        angle = radians(bearing_deg + turn)
        tips.append((1.3 * reach_m * sin(angle), 1.3 * reach_m * cos(angle)))
    base = base.simplify(reach_m / 20)
    swept = []
    for piece in shapely.get_parts(base):
        if piece.geom_type == "Point":
            swept.append(shapely.convex_hull(shapely.MultiPoint([piece, *_moved(piece, tips)])))
            continue
        edges = piece.exterior if piece.geom_type == "Polygon" else piece
        if edges.geom_type not in ("LineString", "LinearRing"):
            continue
        points = shapely.get_coordinates(edges)
        for start, end in pairwise(points):
            corners = [start, end]
            corners += [(x + dx, y + dy) for x, y in (start, end) for dx, dy in tips]
            swept.append(shapely.convex_hull(shapely.MultiPoint(corners)))
    if not swept:
        return strip
    cleared = shapely.union_all(swept).intersection(strip)
    return cleared


def _moved(point: BaseGeometry, tips: Sequence[tuple[float, float]]) -> list[BaseGeometry]:
    import shapely

    return [shapely.Point(point.x + dx, point.y + dy) for dx, dy in tips]


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


def radius_of(geometry: BaseGeometry, middle: tuple[float, float]) -> float:
    """How far from its middle (latitude, longitude) a geometry reaches, in metres."""
    import numpy as np
    import shapely

    plane = earth.Plane(latitude=middle[0], longitude=middle[1])
    points = shapely.get_coordinates(plane.flat(geometry.convex_hull if geometry.geom_type == "Polygon" else geometry))
    return float(sqrt(np.max((points**2).sum(axis=1))))
