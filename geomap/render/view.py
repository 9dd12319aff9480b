"""The first view is the box that a map opens on: the settlements and named areas, without the strays.

Countries never widen it, nor do long rivers, seas and regions: they matter only when a report names
nothing smaller. A few mentions far from all others are left outside and counted as "elsewhere".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from geomap.model import Bounds

WORLD = Bounds(-170.0, -56.0, 180.0, 75.0)
#: Degrees of latitude that a map of a single settlement shows: about two hours' drive to each side.
SMALLEST_SPAN_DEG = 1.6
#: A group of places is elsewhere when it has at most this share of the mentions …
STRAY_SHARE = 0.15
#: … and when the view without it is at most this part of the view with it, on one axis.
STRAY_SHRINK = 0.5
#: Spans below this are never cut: a country's two ends belong together.
STRAY_LEAST_DEG = 8.0
#: A named area widens the view up to this many degrees, or this many times the settlements' span.
AREA_LEAST_DEG = 7.0
AREA_TIMES = 2.0


class Rank(IntEnum):
    """What a place counts for in the choice of the view; the lowest present decides."""

    POINT = 0
    AREA = 1
    WIDE = 2
    COUNTRY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A place's box on the map; ``weight`` is the number of its mentions, each as much as it is sure."""

    bounds: Bounds
    rank: Rank
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where the map opens. ``bounds.east`` may pass 180 when the view crosses the antimeridian."""

    bounds: Bounds
    everything: Bounds
    is_empty: bool = False

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies in the view."""
        west, south, east, north = self.bounds
        return south <= latitude <= north and (west <= longitude <= east or west <= longitude + 360 <= east)


def first_view(extents: Sequence[Extent]) -> View:
    """The view of ``extents``; the whole world when there are none."""
    if not extents:
        return View(bounds=WORLD, everything=WORLD, is_empty=True)
    boxes = _unrolled(extents)
    everything = _union(boxes)
    points = [box for box in boxes if box.rank == Rank.POINT]
    areas = [box for box in boxes if box.rank == Rank.AREA]
    if points:
        core = _union(_core(points))
        limit = max(AREA_LEAST_DEG, AREA_TIMES * max(core.east - core.west, core.north - core.south))
        near = [area for area in areas if _touches(area.bounds, core, limit)]
        view = _union([Extent(bounds=core, rank=Rank.POINT), *near])
    else:
        for rank in (Rank.AREA, Rank.COUNTRY, Rank.WIDE):
            chosen = [box for box in boxes if box.rank == rank]
            if chosen:
                view = _union(_core(chosen))
                break
    return View(bounds=_padded(view), everything=_padded(everything))


def _unrolled(extents: Sequence[Extent]) -> list[Extent]:
    """The same boxes with west < east, those beside the antimeridian moved east if that is narrower."""
    straight = []
    for extent in extents:
        west, south, east, north = extent.bounds
        if west > east:
            east += 360
        straight.append(Extent(bounds=Bounds(west, south, east, north), rank=extent.rank, weight=extent.weight))
    points = [box for box in straight if box.rank <= Rank.AREA] or straight
    span = max(box.bounds.east for box in points) - min(box.bounds.west for box in points)
    if span <= 180:
        return straight
    moved = [_moved(box) for box in straight]
    points = [box for box in moved if box.rank <= Rank.AREA] or moved
    moved_span = max(box.bounds.east for box in points) - min(box.bounds.west for box in points)
    return moved if moved_span < min(span, 180) else straight


def _moved(box: Extent) -> Extent:
    west, south, east, north = box.bounds
    if (west + east) / 2 >= 0:
        return box
    return Extent(bounds=Bounds(west + 360, south, east + 360, north), rank=box.rank, weight=box.weight)


def _core(boxes: list[Extent]) -> list[Extent]:
    """The boxes without groups that are few in mentions and far away on one axis."""
    total = sum(box.weight for box in boxes)
    allowed = STRAY_SHARE * total
    while len(boxes) > 1:
        cuts = [cut for low, high in ((0, 2), (1, 3)) for cut in _cuts(boxes, low, high, allowed)]
        if not cuts:
            return boxes
        _, dropped, boxes = max(cuts, key=lambda cut: cut[0])
        allowed -= dropped
    return boxes


def _cuts(boxes: list[Extent], low: int, high: int, allowed: float) -> list[tuple[float, float, list[Extent]]]:
    """The best cut at each end of one axis: its gain, the weight dropped, the boxes kept."""
    found = []
    for sign in (1, -1):
        ordered = sorted(boxes, key=lambda box: sign * (box.bounds[low] + box.bounds[high]))
        middles = [(box.bounds[low] + box.bounds[high]) / 2 for box in ordered]
        span = abs(middles[-1] - middles[0])
        if span <= STRAY_LEAST_DEG:
            return []
        best, weight = None, 0.0
        for index in range(1, len(ordered)):
            weight += ordered[index - 1].weight
            if weight > allowed:
                break
            left = abs(middles[-1] - middles[index])
            if left <= STRAY_SHRINK * span:
                gain = (1 - left / span) / (1 + weight)
                if best is None or gain > best[0]:
                    best = (gain, weight, index)
        if best:
            found.append((best[0], best[1], ordered[best[2] :]))
    return found


def _touches(area: Bounds, core: Bounds, limit_deg: float) -> bool:
    if max(area.east - area.west, area.north - area.south) > limit_deg:
        return False
    reach = limit_deg / 2
    return (
        area.west <= core.east + reach
        and area.east >= core.west - reach
        and area.south <= core.north + reach
        and area.north >= core.south - reach
    )


def _union(boxes: Sequence[Extent]) -> Bounds:
    return Bounds(
        min(box.bounds.west for box in boxes),
        min(box.bounds.south for box in boxes),
        max(box.bounds.east for box in boxes),
        max(box.bounds.north for box in boxes),
    )


def _padded(bounds: Bounds) -> Bounds:
    """At least the smallest span, and a twelfth more on every side."""
    west, south, east, north = bounds
    tall = max(north - south, SMALLEST_SPAN_DEG)
    wide = max(east - west, SMALLEST_SPAN_DEG)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    half_x, half_y = wide * 7 / 12, tall * 7 / 12
    if half_x >= 180:
        middle_x, half_x = 0.0, 180.0
    return Bounds(
        round(middle_x - half_x, 4),
        round(max(-80.0, middle_y - half_y), 4),
        round(middle_x + half_x, 4),
        round(min(83.0, middle_y + half_y), 4),
    )
