"""A frame is where the world lands on the picture: Web Mercator for a region, Equal Earth for the whole world.

Mercator keeps the shapes of towns' surroundings, as the page does; for the world it would blow up the poles,
so that areas are kept there instead. Equal Earth: Šavrič, Patterson and Jenny, 2018.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from geomap.model import Bounds
from geomap.render.view import View
from geomap.sphere import EARTH_RADIUS_M

#: From this many degrees of longitude on the picture shows the whole world.
WORLD_SPAN_DEG = 170.0
#: Mercator ends here; nothing that reports name lies beyond.
_MERCATOR_END_DEG = 84.0
#: The polynomial's coefficients, from the paper.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The map's box on the picture (pixels) and what it shows. ``bounds.east`` may pass 180."""

    left: float
    top: float
    width: float
    height: float
    bounds: Bounds
    is_world: bool
    scale: float
    origin_x: float
    origin_y: float

    def project(self, longitude, latitude):
        """Pixels of degrees; numbers or numpy arrays."""
        x, y = _equal_earth(longitude, latitude) if self.is_world else _mercator(longitude, latitude)
        return self.left + (x - self.origin_x) * self.scale, self.top + (self.origin_y - y) * self.scale

    def spot(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of one point, moved around the globe into the frame where that helps."""
        if not self.is_world and longitude < self.bounds.west and longitude + 360 <= self.bounds.east:
            longitude += 360
        x, y = self.project(longitude, latitude)
        return float(x), float(y)

    def holds(self, x: float, y: float, *, margin: float = 0.0) -> bool:
        """Whether a pixel lies on the map, ``margin`` pixels or more from its sides."""
        return (
            self.left + margin <= x <= self.left + self.width - margin
            and self.top + margin <= y <= self.top + self.height - margin
        )

    @property
    def degrees_a_pixel(self) -> float:
        """How much of the equator a pixel is."""
        return math.degrees(1 / self.scale) / (_M / _A1 if self.is_world else 1)

    @property
    def metres_a_pixel(self) -> float:
        """In the middle of the map."""
        _, south, _, north = self.bounds
        middle = math.radians((south + north) / 2)
        return EARTH_RADIUS_M / self.scale * (1 if self.is_world else math.cos(middle))


def framed(view: View, *, left: float, top: float, width: float, height: float) -> Frame:
    """The frame that shows ``view`` as large as the box allows."""
    west, south, east, north = view.bounds
    if east - west >= WORLD_SPAN_DEG or view.is_empty:
        return _world(left, top, width, height)
    south, north = max(south, -_MERCATOR_END_DEG), min(north, _MERCATOR_END_DEG)
    x0, y0 = _mercator(west, south)
    x1, y1 = _mercator(east, north)
    scale = min(width / (x1 - x0), height / (y1 - y0))
    half_x, half_y = width / 2 / scale, height / 2 / scale
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    if math.degrees(2 * half_x) >= WORLD_SPAN_DEG * 1.6:
        return _world(left, top, width, height)
    end = _mercator(0, _MERCATOR_END_DEG)[1]
    if half_y < end:  # not beyond the ends of the map
        middle_y = min(max(middle_y, half_y - end), end - half_y)
    shown = Bounds(
        math.degrees(middle_x - half_x),
        _latitude(middle_y - half_y),
        math.degrees(middle_x + half_x),
        _latitude(middle_y + half_y),
    )
    return Frame(
        left=left, top=top, width=width, height=height, bounds=shown, is_world=False, scale=scale,
        origin_x=middle_x - half_x, origin_y=middle_y + half_y,
    )  # fmt: skip


def _world(left: float, top: float, width: float, height: float) -> Frame:
    x1, y1 = _equal_earth(180.0, 0.0)[0], _equal_earth(0.0, 84.0)[1]
    south = _equal_earth(0.0, -60.0)[1]
    scale = min(width / (2 * x1 * 1.02), height / ((y1 - south) * 1.04))
    # Centred on what reports name, unless there is room for the poles too.
    pole = _equal_earth(0.0, 90.0)[1]
    middle_y = 0.0 if 2 * pole * scale <= height else (y1 + south) / 2
    return Frame(
        left=left, top=top, width=width, height=height, bounds=Bounds(-180.0, -85.0, 180.0, 85.0), is_world=True,
        scale=float(scale), origin_x=float(-width / 2 / scale), origin_y=float(middle_y + height / 2 / scale),
    )  # fmt: skip


def _mercator(longitude, latitude):
    import numpy as np

    kept = np.clip(latitude, -89.0, 89.0)
    return np.radians(longitude), np.log(np.tan(np.pi / 4 + np.radians(kept) / 2))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)


def _equal_earth(longitude, latitude):
    import numpy as np

    theta = np.arcsin(_M * np.sin(np.radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = np.radians(longitude) * np.cos(theta) / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
