"""A basemap is what lies under the places: land, borders, lakes, rivers, and names for orientation.

It comes from the gazetteer's Natural Earth shapes. The whole world is always there, coarse; a box
around the first view is drawn over it in detail when the view is small enough. Detail is coarsened
until the encoded shapes fit the bytes allowed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from geomap.model import Bounds
from geomap.render.encode import encode_all
from geomap.render.view import View

#: Views wider than this are drawn at world scale: 10m detail would not show.
REGIONAL_SPAN_DEG = 30.0
#: The detailed box reaches this many view widths beyond the view, but not less than the degrees below.
DETAIL_REACH = 1.2
DETAIL_REACH_LEAST_DEG = 1.5
#: Finest detail: Natural Earth at 10m, kept by the gazetteer to about 400 m.
FINEST_DEG = 0.004
WORLD = Bounds(-180.0, -85.0, 180.0, 85.0)


class WorldDetail(NamedTuple):
    """How finely the whole world is drawn: the gazetteer's detail, and what is taken off that.

    ``scale`` is in units a degree, ``least_area`` of a ring in square degrees; ``about_bytes`` is what
    Natural Earth's countries and lakes take so.
    """

    tolerance_deg: float
    simplify_deg: float
    scale: int
    least_area: float
    about_bytes: int


#: Seas of less than this share of the map's box are not named: about 200 km square on a map of the world.
_SEA_SHARE = 6e-5
#: Behind a region, and as the map itself: the first that fits. The bytes were measured.
_BACKDROP = WorldDetail(0.1, 0.0, 20, 0.02, 98_000)
_WORLD_MAPS = (
    WorldDetail(0.02, 0.035, 100, 0.002, 206_000),
    WorldDetail(0.02, 0.07, 50, 0.006, 110_000),
    _BACKDROP,
)


def basemap(
    view: View, gazetteer: Any, *, mode: str, place_numbers: Mapping[str, int], budget_bytes: int, cities: int
) -> dict[str, Any]:
    """The basemap's shapes and names for the page, as plain values.

    ``place_numbers`` gives each mentioned place's number by id: its shapes carry it, to be tinted.
    """
    if mode == "none":
        return {"maxZoom": 11}
    west, south, east, north = view.bounds
    span = max(east - west, (north - south) * 1.5)
    regional = mode == "regional" or (mode == "auto" and span <= REGIONAL_SPAN_DEG)
    world = _world(gazetteer, place_numbers, regional=regional, budget_bytes=budget_bytes)
    result: dict[str, Any] = {"world": world, "maxZoom": 8}
    if regional:
        box = _detail_box(view.bounds)
        result["detail"], tolerance_deg = _detail(gazetteer, box, span, place_numbers, budget_bytes - _size(world))
        result["maxZoom"] = min(12, max(8, round(math.log2(360 / 256 / tolerance_deg)) + 2))
    result["seas"] = _sea_names(gazetteer, view.bounds if regional else WORLD)
    result["cities"] = _cities(gazetteer, _detail_box(view.bounds) if regional else WORLD, cities)
    return result


def country_codes(gazetteer: Any) -> dict[str, str]:
    """ISO code of each country by the name that the basemap writes: browsers know its name in other languages."""
    found = {}
    for shape in gazetteer.within(WORLD, "country", tolerance_deg=_BACKDROP.tolerance_deg):
        place = gazetteer.place(shape.place_id)
        if place is not None and place.country_code and shape.name:
            found[shape.name] = place.country_code
    return found


def _detail(gazetteer, box: Bounds, span: float, place_numbers, budget_bytes: int) -> tuple[dict[str, Any], float]:
    tolerance_deg = max(FINEST_DEG, span / 3000)
    while True:
        layers = _layers(gazetteer, box, tolerance_deg, place_numbers)
        if _size(layers) <= budget_bytes or tolerance_deg > 0.1:
            return layers, tolerance_deg
        tolerance_deg *= 1.8


def _world(gazetteer, place_numbers, *, regional: bool, budget_bytes: int) -> dict[str, Any]:
    """Countries and lakes of the whole world: a backdrop for a region, or the map itself."""
    import numpy as np
    import shapely

    # What cannot fit is not drawn to be thrown away: it takes a tenth of a second.
    maps = [each for each in _WORLD_MAPS if each.about_bytes <= 1.1 * budget_bytes] or [_BACKDROP]
    for detail in (_BACKDROP,) if regional else maps:
        layers: dict[str, Any] = {"scale": detail.scale}
        for name in ("country", "lake"):
            shapes = gazetteer.within(WORLD, name, tolerance_deg=detail.tolerance_deg)
            geometries = np.array([shape.geometry for shape in shapes], object)
            if detail.simplify_deg:
                geometries = shapely.simplify(geometries, detail.simplify_deg, preserve_topology=False)
            paths = encode_all(geometries, scale=detail.scale, least_area=detail.least_area)
            layers[name] = _entries(shapes, paths, place_numbers)
        if _size(layers) <= budget_bytes:
            break
    return layers


def _layers(gazetteer, box: Bounds, tolerance_deg: float, place_numbers) -> dict[str, Any]:
    """The detailed layers inside ``box``; the scale keeps rounding below the tolerance."""
    import numpy as np
    import shapely

    scale = 10 ** math.ceil(-math.log10(tolerance_deg))
    box = Bounds(*(round(side * scale) / scale for side in box))
    layers: dict[str, Any] = {"scale": scale, "box": list(box)}
    for name in ("country", "admin1", "lake", "river"):
        shapes = gazetteer.within(_on_globe(box), name, tolerance_deg=tolerance_deg)
        if not shapes:
            continue
        geometries = _clipped(np.array([shape.geometry for shape in shapes], object), box)
        if tolerance_deg > FINEST_DEG * 3:
            geometries = shapely.simplify(geometries, tolerance_deg, preserve_topology=False)
        layers[name] = _entries(
            shapes, encode_all(geometries, scale=scale, least_area=(2 * tolerance_deg) ** 2), place_numbers
        )
    return layers


def _entries(shapes, paths: list[str], place_numbers) -> list[dict[str, Any]]:
    return [_entry(shape, path, place_numbers) for shape, path in zip(shapes, paths, strict=True) if path]


def _clipped(geometries, box: Bounds):
    import numpy as np
    import shapely

    clipped = shapely.clip_by_rect(geometries, *box)
    if box.east > 180 or box.west < -180:
        shift = 360 if box.east > 180 else -360
        moved = shapely.transform(geometries, lambda points: points + np.array((shift, 0)))
        clipped = shapely.union(clipped, shapely.clip_by_rect(moved, *box))
    return clipped


def _entry(shape, path: str, place_numbers) -> dict[str, Any]:
    entry: dict[str, Any] = {"g": path}
    if shape.name:
        entry["n"] = shape.name
    number = place_numbers.get(str(shape.place_id))
    if number is not None:
        entry["p"] = number
    return entry


def _detail_box(view: Bounds) -> Bounds:
    west, south, east, north = view
    reach_x = max(DETAIL_REACH_LEAST_DEG, (east - west) * DETAIL_REACH)
    reach_y = max(DETAIL_REACH_LEAST_DEG, (north - south) * DETAIL_REACH)
    return Bounds(
        round(west - reach_x, 2),
        round(max(-85.0, south - reach_y), 2),
        round(east + reach_x, 2),
        round(min(85.0, north + reach_y), 2),
    )


def _on_globe(box: Bounds) -> Bounds:
    """The box with its sides within ±180; west > east when it crosses the antimeridian."""
    if box.east - box.west >= 360:
        return Bounds(-180.0, box.south, 180.0, box.north)
    west = box.west + 360 if box.west < -180 else box.west
    east = box.east - 360 if box.east > 180 else box.east
    return Bounds(west, box.south, east, box.north)


def _sea_names(gazetteer, bounds: Bounds) -> list[dict[str, Any]]:
    """Names of seas with a point to write them at and their size in square degrees, biggest first."""
    least_area = _SEA_SHARE * (bounds.east - bounds.west) * (bounds.north - bounds.south)
    seas = []
    for shape in gazetteer.within(_on_globe(bounds), "sea", tolerance_deg=0.2):
        if not shape.name or shape.geometry is None or shape.geometry.is_empty:
            continue
        if shape.geometry.area < least_area:
            continue
        point = shape.geometry.representative_point()
        seas.append(
            {"n": shape.name, "x": round(point.x, 2), "y": round(point.y, 2), "a": round(shape.geometry.area, 1)}
        )
    return sorted(seas, key=lambda sea: (-sea["a"], sea["n"]))


def _cities(gazetteer, bounds: Bounds, limit: int) -> list[dict[str, Any]]:
    if not limit:
        return []
    box = _on_globe(bounds)
    halves = [box] if box.west <= box.east else [box._replace(east=180.0), box._replace(west=-180.0)]
    places = [place for half in halves for place in gazetteer.cities_within(half, limit=limit)]
    return [
        {
            "id": str(place.id),
            "n": place.name,
            "x": round(place.longitude, 3),
            "y": round(place.latitude, 3),
            "p": place.population or 0,
        }
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]


def _size(layers: dict[str, Any]) -> int:
    """Bytes of the encoded shapes, near enough."""
    lists = [value for value in layers.values() if isinstance(value, list)]
    entries = [entry for value in lists for entry in value if isinstance(entry, dict)]
    return sum(len(entry["g"]) + len(entry.get("n", "")) + 14 for entry in entries)
