"""Sectors and rings: the ground of distances and directions, from a town's point or from the edge of an area."""

from __future__ import annotations

from math import atan2, degrees

from geomap.model import Precision
from geomap.relations import earth
from geomap.relations.compass import half_width_deg, point_name
from geomap.relations.drawn import Drawn, flattened, km, on_side
from geomap.relations.grounds import Ground
from geomap.relations.measures import Measure


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
    plane, flat = flattened(ground.geometry, ground)
    flat = flat.simplify(500)
    strip = flat.buffer(measure.high_m, quad_segs=6).difference(flat.buffer(measure.low_m, quad_segs=6))
    strip = on_side(strip, flat, bearing_deg, measure.high_m)
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
    plane, flat = flattened(ground.geometry, ground)
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
        plane, flat = flattened(ground.geometry, ground)
        flat = flat.simplify(1000)
        strip = flat.buffer(reach, quad_segs=6)
        if ground.shape == "area":
            strip = strip.difference(flat)
        strip = on_side(strip, flat, bearing_deg, reach)
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
