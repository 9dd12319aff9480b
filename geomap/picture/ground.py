"""The ground is what lies under the places: land, lakes, rivers, borders, as fine as the pixels can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.picture.paths import globe_path, in_frame, on_globe, path_of
from geomap.picture.projection import Frame

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Provinces are drawn up to this many degrees of width, rivers up to the second figure.
_PROVINCES_DEG, _RIVERS_DEG = 22.0, 60.0
#: A river shorter than this on the picture is left out, unless it is named.
_SHORTEST_RIVER_PX = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Paths by layer, and the countries in pixels by id, for their tints and names."""

    paths: dict[str, str]
    countries: list[tuple[str, str, BaseGeometry]]
    lakes: list[BaseGeometry] = field(default_factory=list)
    globe: str = ""

    @property
    def size(self) -> int:
        """Letters that it takes."""
        return sum(map(len, self.paths.values()))


def ground_of(frame: Frame, gazetteer: Any, *, budget_bytes: int) -> Ground:
    """The ground within ``frame``, coarsened until it fits ``budget_bytes``."""
    coarse_px = 0.5
    while True:
        made = _ground(frame, gazetteer, coarse_px)
        if made.size <= budget_bytes or coarse_px > 4:
            return made
        # Far over the budget, small steps would draw the world again and again.
        coarse_px *= max(1.6, made.size / budget_bytes)


def country_names(gazetteer: Any, ground: Ground, tints: Mapping[str, Any]) -> list[tuple[str, str, BaseGeometry]]:
    """The countries to name, the mentioned ones first, then the largest on the picture."""
    return sorted(ground.countries, key=lambda each: (each[0] not in tints, -each[2].area, each[1]))


def _ground(frame: Frame, gazetteer: Any, coarse_px: float) -> Ground:
    width_deg = frame.bounds.east - frame.bounds.west
    layers = ["country", "lake"]
    if width_deg <= _RIVERS_DEG:
        layers.append("river")
    if width_deg <= _PROVINCES_DEG:
        layers.append("admin1")
    tolerance_deg = max(0.0, frame.degrees_a_pixel * coarse_px * 0.6)
    paths, countries, lakes = {}, [], []
    for layer in layers:
        shapes = gazetteer.within(on_globe(frame.bounds), layer, tolerance_deg=tolerance_deg)
        if not shapes:
            continue
        pixels = in_frame([shape.geometry for shape in shapes], frame, coarse_px=coarse_px)
        kept = [(shape, pixel) for shape, pixel in zip(shapes, pixels, strict=True) if not pixel.is_empty]
        if layer == "river":
            kept = [(shape, pixel) for shape, pixel in kept if pixel.length >= _SHORTEST_RIVER_PX]
        least = 0.6 if layer == "country" else 3.0
        paths[layer] = "".join(path_of(pixel, least_area_px=least) for _, pixel in kept)
        if layer == "country":
            countries = [(str(shape.place_id), shape.name, pixel) for shape, pixel in kept]
        elif layer == "lake":
            lakes = [pixel for _, pixel in kept]
    return Ground(paths=paths, countries=countries, lakes=lakes, globe=globe_path(frame) if frame.is_world else "")
