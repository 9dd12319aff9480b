"""A frame is a layer for geopandas: places, mentions or footprints as a GeoDataFrame, to join, filter and plot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from geomap.errors import InputError, RenderError
from geomap.export.geojson import TOLERANCE_DEG, Geometries
from geomap.export.layers import FIELD_TYPES, Layer, footprints_layer, mentions_layer, places_layer
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LAYERS = ("places", "mentions", "footprints")
#: pandas' types that can be empty.
_TYPES = {"INTEGER": "Int64", "REAL": "Float64"}


def to_geodataframe(
    atlas: Atlas,
    layer: str = "places",
    *,
    gazetteer: Geometries | None = None,
    tolerance_deg: float = TOLERANCE_DEG,
) -> GeoDataFrame:
    """A GeoDataFrame (EPSG:4326, longitude before latitude) with a row a place, mention or footprint.

    Outlines of areas come from ``gazetteer``; without one areas have no geometry. The credit stands in
    ``attrs["attribution"]`` and in each row. Raises InputError for another layer, RenderError without geopandas.
    """
    makers: dict[str, Callable[[], Layer]] = {
        "places": lambda: places_layer(atlas, gazetteer=gazetteer, tolerance_deg=tolerance_deg),
        "mentions": lambda: mentions_layer(atlas),
        "footprints": lambda: footprints_layer(atlas),
    }
    if layer not in makers:
        raise InputError(f"there is no layer {layer!r}: take one of {', '.join(LAYERS)}")
    try:
        import geopandas
        import pandas
    except ImportError as error:
        raise RenderError(
            f"a GeoDataFrame needs geopandas, which is not installed ({error}): install geomap with its extra, "
            "pip install '.[geopandas]', or export a GeoPackage, which needs nothing"
        ) from error
    made = makers[layer]()
    columns = {
        field: pandas.array(
            [row[field] for row in made.rows], dtype=_TYPES.get(FIELD_TYPES.get(field, ""), "object")
        )
        for field in made.fields
    }
    frame = geopandas.GeoDataFrame(columns, geometry=list(made.geometries), crs="EPSG:4326")
    frame.attrs["attribution"] = credit_of(atlas.documents)
    return frame
