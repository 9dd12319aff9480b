"""Packed geometries: what goes in comes out, on the grid, with and without numpy."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GazetteerMismatch
from geomap.gazetteer import packing

GRID = st.integers(-1_800_000, 1_800_000)
VERTEX = st.tuples(GRID, GRID)
LINES = st.lists(st.lists(VERTEX, min_size=1, max_size=30), min_size=1, max_size=6)


@given(parts=st.lists(LINES, min_size=1, max_size=4), scale=st.sampled_from([500, 1000, 2500, 10_000]))
def test_unpack_gives_back_what_was_packed(parts: list, scale: int) -> None:
    """Any parts, rings and vertices survive the round trip with their scale."""
    found_scale, found = packing.unpack_rings(packing.pack(parts, scale=scale))
    assert (found_scale, found) == (scale, parts)


@given(lines=st.lists(st.lists(VERTEX, min_size=2, max_size=30), min_size=1, max_size=6))
def test_geometry_and_rings_agree(lines: list) -> None:
    """The numpy reader and the plain reader see the same vertices."""
    packed = packing.pack([[line] for line in lines], scale=10_000, kind=packing.LINE)
    geometry = packing.to_geometry(packed)
    _, parts = packing.unpack_rings(packed)
    found = [list(part.coords) for part in shapely.get_parts(geometry)]
    assert found == [[(x / 10_000, y / 10_000) for x, y in ring] for (ring,) in parts]


def test_short_steps_take_two_bytes_and_long_ones_four() -> None:
    """A step of more than 32,767 grid lines makes the shape wider, not wrong."""
    short = packing.pack([[[(0, 0), (32_767, 0)]]], scale=1000, kind=packing.LINE)
    long = packing.pack([[[(0, 0), (32_768, 0)]]], scale=1000, kind=packing.LINE)
    assert len(long) - len(short) == 4
    assert packing.unpack_rings(long) == (1000, [[[(0, 0), (32_768, 0)]]])


def test_polygon_keeps_its_hole_and_its_parts() -> None:
    """Two parts, one of them with a hole, come back as the same multipolygon."""
    ring = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
    areas = shapely.multipolygons([ring, shapely.box(10, 10, 11, 11)])
    packed = packing.from_geometry(areas, scale=2500)
    assert packing.to_geometry(packed).equals(areas)
    assert packing.scale_of(packed) == 2500
    assert packing.vertex_count(packed) == 15


def test_vertices_that_fall_together_become_one() -> None:
    """Rounding leaves no vertex twice in a row."""
    line = shapely.linestrings([(0, 0), (0.0001, 0), (1, 0)])
    assert packing.unpack_rings(packing.from_geometry(line, scale=1000)) == (1000, [[[(0, 0), (1000, 0)]]])


def test_flat_axes_are_the_rings_columns() -> None:
    """A page takes the coordinates as two integer arrays per ring, with the kind."""
    packed = packing.pack([[[(1, 2), (3, 5), (-7, 8)]]], scale=10, kind=packing.LINE)
    kind, scale, (((xs, ys),),) = packing.unpack_flat(packed)
    assert (kind, scale, list(xs), list(ys)) == (packing.LINE, 10, [1, 3, -7], [2, 5, 8])


@pytest.mark.parametrize(("packed", "why"), [(b"", "too short"), (b"\x07\x02\0\0" + b"\0" * 12, "begins with")])
def test_bytes_of_something_else_are_refused(packed: bytes, why: str) -> None:
    """Foreign bytes raise the gazetteer's error with the reason."""
    with pytest.raises(GazetteerMismatch, match=why):
        packing.unpack_rings(packed)
