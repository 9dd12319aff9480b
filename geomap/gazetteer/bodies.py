"""A body is one piece of land or water: an island, a lake, a gulf, found by a point in it or by a box round many."""

from __future__ import annotations

import sqlite3
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer import outlines, packing
from geomap.gazetteer.regions import Region
from geomap.gazetteer.shapes import ShapeStore
from geomap.model import Bounds, Place

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

#: The layer that has a region's body, by feature code.
_LAYERS = {"land": "ISL", "lake": "LK RSV LKN", "sea": "BAY GULF STRT CHN SD FJD HBR ESTY INLT RF"}
_LAYER_OF = {code: layer for layer, codes in _LAYERS.items() for code in codes.split()}
#: And of those that are many bodies, all within the region's bounds.
_LAYER_OF_GROUP = {"ISLS": "land", "LKS": "lake", "OCN": "sea"}
#: A body is the region's when their boxes share this part of the two together: less is another body, such as
#: the continent behind an island, the gulf that a strait leads to, half an ocean. Set by hand over our table.
_SHARED = {"land": 0.25, "lake": 0.25, "sea": 0.45}
_SHARED_OCEAN = 0.6
#: How far beside the shore a label point may lie, in degrees; and how far a group may pass its bounds, of a side.
_BESIDE_DEG = 0.05
_PAST = 0.05
#: Vertices of the finest detail stand this far apart, in degrees: below it nothing is to be simplified.
_FINEST_DEG = 0.005


class _Layer(NamedTuple):
    """The bodies of a layer: a tree of their geometries, and the box of each in the tree's order."""

    tree: STRtree
    boxes: list[Bounds]


class Bodies:
    """The pieces of the layers land, lake and sea, each layer read once when first needed."""

    def __init__(self, connection: sqlite3.Connection, shapes: ShapeStore) -> None:
        self._connection = connection
        self._shapes = shapes
        self._layer = lru_cache(maxsize=3)(self._read)

    @cached_property
    def are_there(self) -> bool:
        """Whether the gazetteer has shapes at all."""
        query = "SELECT 1 FROM sqlite_master WHERE name = 'shape'"
        return self._connection.execute(query).fetchone() is not None

    def of_region(
        self, region: Region, place: Place, *, tolerance_deg: float = 0.0
    ) -> tuple[BaseGeometry, bool] | None:
        """The body of a region of the table, and whether it is a group of many; ``None`` where none fits."""
        if not self.are_there:
            return None
        code, bounds = place.feature_code, region.bounds
        body = None
        if layer := _LAYER_OF.get(code):
            body = self.around(place, layer=layer, bounds=bounds, shared=_SHARED[layer])
        elif code == "OCN":
            # A whole ocean is one shape or, as the Atlantic, a northern and a southern one with their seas.
            body = self.around(place, layer="sea", bounds=bounds, shared=_SHARED_OCEAN)
        if body is not None:
            return _coarser(body, tolerance_deg), False
        layer = _LAYER_OF_GROUP.get(code)
        group = self._within(bounds, layer) if layer else None
        return None if group is None else (_coarser(group, tolerance_deg), True)

    def around(
        self, place: Place, *, layer: str, bounds: Bounds | None = None, shared: float = 0.0
    ) -> BaseGeometry | None:
        """The layer's smallest body that holds the place's point, or ``None``.

        With bounds the one whose box fits them best, if the two have the part ``shared`` in common.
        """
        import shapely

        if not self.are_there or place.latitude is None or place.longitude is None:
            return None
        tree, boxes = self._layer(layer)
        point = shapely.Point(place.longitude, place.latitude)
        if bounds is None:
            holding = [tree.geometries[index] for index in tree.query(point, predicate="intersects")]
            return min(holding, key=lambda body: body.area, default=None)
        best, fit = None, 0.0
        for index in tree.query(point, predicate="dwithin", distance=_BESIDE_DEG):
            body, box = tree.geometries[index], boxes[index]
            if layer == "land" and _holds(bounds, box):
                body = self._whole_island(body, bounds)
                box = Bounds(*body.bounds)
            if _shared(box, bounds) > max(fit, shared):
                best, fit = body, _shared(box, bounds)
        return best

    def _whole_island(self, body: BaseGeometry, bounds: Bounds) -> BaseGeometry:
        """The body and what touches it: the layer is cut where continents meet, in New Guinea and Timor."""
        import shapely

        tree, boxes = self._layer("land")
        touching = [index for index in tree.query(body, predicate="intersects") if _holds(bounds, boxes[index])]
        return shapely.union_all([tree.geometries[index] for index in touching])

    def _within(self, bounds: Bounds, layer: str) -> BaseGeometry | None:
        """All bodies of a layer inside a box that is grown a little, together."""
        import shapely

        tree, boxes = self._layer(layer)
        found = [index for index in tree.query(outlines.box(bounds)) if _holds(bounds, boxes[index])]
        if not found:
            return None
        return shapely.union_all([part for index in found for part in shapely.get_parts(tree.geometries[index])])

    def _read(self, layer: str) -> _Layer:
        """The layer's finest shapes; land, which has one shape per continent, in its pieces."""
        import shapely

        bodies, boxes = [], []
        for shape in self._shapes.packed_within(Bounds(-180.0, -90.0, 180.0, 90.0), layer):
            geometry = packing.to_geometry(shape.geometry)
            if layer == "land":
                parts = shapely.get_parts(geometry)
                bodies += parts.tolist()
                boxes += [Bounds(*part) for part in shapely.bounds(parts).tolist()]
            else:
                bodies.append(geometry)
                boxes.append(shape.bounds)
        return _Layer(shapely.STRtree(bodies), boxes)


def _spans(bounds: Bounds) -> list[tuple[float, float]]:
    if bounds.west <= bounds.east:
        return [(bounds.west, bounds.east)]
    return [(bounds.west, 180.0), (-180.0, bounds.east)]


def _area(bounds: Bounds) -> float:
    return sum(east - west for west, east in _spans(bounds)) * (bounds.north - bounds.south)


def _shared(bounds: Bounds, other: Bounds) -> float:
    """The part that two boxes have in common, of the two together; either may cross the antimeridian."""
    height = min(bounds.north, other.north) - max(bounds.south, other.south)
    width = sum(
        max(0.0, min(east, last) - max(west, first)) for west, east in _spans(bounds) for first, last in _spans(other)
    )
    common = width * max(0.0, height)
    return common / (_area(bounds) + _area(other) - common)


def _holds(bounds: Bounds, inner: Bounds) -> bool:
    """Whether a box grown by a little holds another; either may cross the antimeridian."""
    width, height = (bounds.east - bounds.west) % 360 or 360.0, bounds.north - bounds.south
    if not bounds.south - _PAST * height <= inner.south <= inner.north <= bounds.north + _PAST * height:
        return False
    past = _PAST * width
    start = (inner.west - bounds.west + past) % 360
    return start + (inner.east - inner.west) % 360 <= width + 2 * past


def _coarser(geometry: BaseGeometry, tolerance_deg: float) -> BaseGeometry:
    """Simplified to the tolerance. Parts that run into each other then become one."""
    if tolerance_deg <= _FINEST_DEG:
        return geometry
    import shapely

    simple = geometry.simplify(tolerance_deg, preserve_topology=True)
    return simple if simple.is_valid else shapely.union_all(shapely.get_parts(simple))
