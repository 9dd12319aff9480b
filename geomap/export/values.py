"""What numbers and shapes become in an export: probabilities rounded, shapes as GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Six decimals of a degree are 0.1 m, the precision that RFC 7946 section 11.2 recommends.
_DECIMALS = 6


def rounded(share: float | None) -> float | None:
    """A probability to four decimals: more than any of them can be trusted to."""
    return None if share is None else round(share, 4)


def geometry_dict(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """The shape as GeoJSON, outer rings counter-clockwise as RFC 7946 section 3.1.6 asks; ``None`` for none."""
    if shape is None or shape.is_empty:
        return None
    import shapely

    return _lists(shapely.geometry.mapping(shapely.orient_polygons(shape)))


def _lists(value: Any) -> Any:
    """Tuples to lists and coordinates rounded, so that the result equals what JSON gives back."""
    if isinstance(value, dict):
        return {key: _lists(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(each) for each in value]
    return round(value, _DECIMALS) if isinstance(value, float) else value
