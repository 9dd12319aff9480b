"""Shapes become short strings and come back as the coordinates that they were."""

from __future__ import annotations

import pytest
import shapely

from geomap.render.encode import encode, encode_all

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def decode(text: str, scale: int) -> list[list[tuple[float, float]]]:
    """The same as the page's script does, written plainly."""
    rings, x, y = [], 0, 0
    for piece in text.split("."):
        numbers, value, shift = [], 0, 0
        for letter in piece:
            digit = _DIGITS.index(letter)
            value += (digit & 31) << shift
            shift += 5
            if digit < 32:
                numbers.append(-(value + 1) // 2 if value % 2 else value // 2)
                value = shift = 0
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x / scale, y / scale))
        rings.append(ring)
    return rings


def test_a_line_comes_back():
    """A line with negative and large steps survives."""
    course = [(-179.999, 84.0), (0.0, 0.0), (0.001, -0.001), (179.5, -33.25)]
    assert decode(encode(shapely.LineString(course), scale=1000), 1000) == [course]


def test_holes_stand_beside_their_outer_ring():
    """A polygon with a hole gives two closed rings."""
    polygon = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2)]])
    outer, hole = decode(encode(polygon, scale=10), 10)
    assert outer == [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    assert hole == [(1, 1), (2, 1), (2, 2), (1, 1)]


def test_each_geometry_starts_anew():
    """Geometries encoded together equal those encoded alone, with gaps where nothing is left."""
    shapes = [shapely.box(5, 5, 6, 6), None, shapely.Point(1, 1), shapely.LineString([(7, 7), (8, 9)])]
    together = encode_all(shapes, scale=100)
    assert together == [encode(shape, scale=100) for shape in shapes]
    assert together[1] == together[2] == ""


def test_small_rings_are_dropped_but_not_the_last():
    """An archipelago loses its islets, an islet alone stays."""
    islet, island = shapely.box(0, 0, 0.1, 0.1), shapely.box(1, 1, 3, 3)
    kept, alone = encode_all([shapely.MultiPolygon([islet, island]), islet], scale=100, least_area=0.5)
    assert decode(kept, 100) == [[(3, 1), (3, 3), (1, 3), (1, 1), (3, 1)]]
    assert alone


@pytest.mark.parametrize(
    "geometry",
    [shapely.box(0, 0, 0.0001, 0.0001), shapely.Polygon(), shapely.GeometryCollection(), shapely.MultiPoint([(1, 2)])],
)
def test_what_rounding_leaves_nothing_of_is_empty(geometry):
    """Collapsed, empty and point geometries are no shapes."""
    assert encode(geometry, scale=10) == ""
