"""A layer is rows with geometries: what map software opens. GeoPackage, GeoParquet and FlatGeobuf hold layers.

Settlements and sites are points; countries, provinces, rivers and other areas are their outlines, or have no
geometry at all: never a point that pretends to be the area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.export.geojson import TOLERANCE_DEG, Geometries
from geomap.export.relation_rows import RELATION_FIELDS, relation_rows
from geomap.export.rows import MENTION_FIELDS, PLACE_FIELDS, chosen, mention_rows, place_rows
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas, Place, Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: The fields that are not text, as SQL types.
FIELD_TYPES = dict.fromkeys(
    ("start", "end", "population", "mention_count", "document_count", "ucdp_where_prec", "acled_geo_precision"),
    "INTEGER",
)
FIELD_TYPES |= dict.fromkeys(
    ("confidence", "latitude", "longitude", "uncertainty_m", "distance_m", "bearing_deg"), "REAL"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Rows with the geometry of each (or ``None``), all with the same fields, in one order."""

    name: str
    description: str
    fields: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    geometries: tuple[BaseGeometry | None, ...]


def places_layer(
    atlas: Atlas,
    *,
    gazetteer: Geometries | None = None,
    fields: Sequence[str] | None = None,
    tolerance_deg: float = TOLERANCE_DEG,
) -> Layer:
    """Every place once, a point or an outline."""
    return Layer(
        name="places",
        description="Every place once. " + credit_of(atlas.documents),
        fields=chosen(fields, PLACE_FIELDS),
        rows=tuple(place_rows(atlas)),
        geometries=tuple(geometry_of(each.place, gazetteer, tolerance_deg=tolerance_deg) for each in atlas.places),
    )


def mentions_layer(atlas: Atlas, *, fields: Sequence[str] | None = None) -> Layer:
    """Every mention, a point where its place is one or its location is known."""
    return Layer(
        name="mentions",
        description="Every mention with its sentence. " + credit_of(atlas.documents),
        fields=chosen(fields, MENTION_FIELDS),
        rows=tuple(mention_rows(atlas.documents)),
        geometries=tuple(_spot(each) for parsed in atlas.documents for each in parsed.resolutions),
    )


def footprints_layer(atlas: Atlas) -> Layer:
    """What phrases such as "60 km south of Mosul" say, as areas."""
    pairs = tuple(relation_rows(atlas.documents))
    return Layer(
        name="footprints",
        description="Areas that phrases speak of. " + credit_of(atlas.documents),
        fields=RELATION_FIELDS,
        rows=tuple(row for row, _ in pairs),
        geometries=tuple(shape for _, shape in pairs),
    )


def geometry_of(
    place: Place, gazetteer: Geometries | None, *, tolerance_deg: float = TOLERANCE_DEG
) -> BaseGeometry | None:
    """The place's outline or point in longitude, latitude order; ``None`` where nothing has it."""
    if place.is_area:
        shape = None if gazetteer is None else gazetteer.geometry(place.id, tolerance_deg=tolerance_deg)
        return None if shape is None or shape.is_empty else shape
    if place.latitude is None or place.longitude is None:
        return None
    import shapely

    return shapely.Point(place.longitude, place.latitude)


def _spot(resolution: Resolution) -> BaseGeometry | None:
    point = resolution.location
    if point is None:
        place = resolution.place
        return None if place is None or place.is_area else geometry_of(place, None)
    import shapely

    return shapely.Point(point.longitude, point.latitude)
