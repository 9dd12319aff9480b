"""Extents: the parts of a place, its outskirts and its middle, and what lies near it."""

from __future__ import annotations

from geomap.model import Precision
from geomap.relations import earth
from geomap.relations.compass import point_name
from geomap.relations.cutting import CARDINAL_SHARE, part_of
from geomap.relations.drawn import Drawn, flattened, km, on_side, strip_along
from geomap.relations.grounds import Ground
from geomap.relations.strips import BANK_M


def part(ground: Ground, bearing_deg: float | None, *, share: float | None, central: bool) -> Drawn:
    """A part of an outline, cut from it; of a river, the part of its course."""
    outline = ground.geometry
    if ground.shape == "line":
        outline = strip_along(ground, 2 * BANK_M)
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
        plane, flat = flattened(ground.geometry, ground)
        inner = flat.buffer(-0.25 * ground.radius_m, quad_segs=4)
        edge = flat.difference(inner) if not inner.is_empty else flat
        if bearing_deg is not None:
            edge = on_side(edge, flat.centroid, bearing_deg, 4 * ground.radius_m)
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
    plane, flat = flattened(ground.geometry, ground)
    flat = flat.simplify(500)
    strip = flat.buffer(reach, quad_segs=6)
    if ground.shape == "area" and kind != "around":
        strip = strip.difference(flat.buffer(-0.3 * reach, quad_segs=4))
    precision = Precision.LINE if ground.shape == "line" else Precision.REGION
    return Drawn(
        geometry=plane.round(strip), method=f"strip of {km(reach)} along the edge of {ground.name}", precision=precision
    )
