"""GeoParquet and FlatGeobuf: the places' layer as columns, for data frames and web maps.

Both need packages that are not installed with geomap; the error names the extra that has them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from geomap.errors import RenderError
from geomap.export.geojson import TOLERANCE_DEG, Geometries
from geomap.export.layers import FIELD_TYPES, Layer, places_layer
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas


def to_geoparquet(
    atlas: Atlas,
    *,
    gazetteer: Geometries | None = None,
    fields: Sequence[str] | None = None,
    tolerance_deg: float = TOLERANCE_DEG,
) -> bytes:
    """The places as GeoParquet 1.1, geometry as WKB in longitude, latitude order (OGC:CRS84).

    Raises RenderError when pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise _missing("GeoParquet", "pyarrow", error) from error
    layer = places_layer(atlas, gazetteer=gazetteer, fields=fields, tolerance_deg=tolerance_deg)
    types = {"INTEGER": pyarrow.int64(), "REAL": pyarrow.float64()}
    columns = [(name, types.get(FIELD_TYPES.get(name, ""), pyarrow.string())) for name in layer.fields]
    arrays = [pyarrow.array([_cell(row[name]) for row in layer.rows], kind) for name, kind in columns]
    arrays.append(pyarrow.array(_wkb(layer), pyarrow.binary()))
    schema = pyarrow.schema([*columns, ("geometry", pyarrow.binary())])
    schema = schema.with_metadata({"geo": json.dumps(_geo(layer)), "attribution": _cell(credit_of(atlas.documents))})
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def to_flatgeobuf(
    atlas: Atlas,
    *,
    gazetteer: Geometries | None = None,
    fields: Sequence[str] | None = None,
    tolerance_deg: float = TOLERANCE_DEG,
) -> bytes:
    """The places that have a geometry as FlatGeobuf with its spatial index.

    Raises RenderError when pyogrio is not installed.
    """
    try:
        import numpy as np
        import pyogrio.raw
    except ImportError as error:
        raise _missing("FlatGeobuf", "pyogrio", error) from error
    from io import BytesIO

    layer = places_layer(atlas, gazetteer=gazetteer, fields=fields, tolerance_deg=tolerance_deg)
    blobs = _wkb(layer)
    kept = [number for number, blob in enumerate(blobs) if blob is not None]
    columns, masks = [], []
    for name in layer.fields:
        cells = [_cell(layer.rows[number][name]) for number in kept]
        kind = {"INTEGER": "int64", "REAL": "float64"}.get(FIELD_TYPES.get(name, ""), "object")
        masks.append(np.array([cell is None for cell in cells], bool))
        empty: Any = None if kind == "object" else 0
        columns.append(np.array([empty if cell is None else cell for cell in cells], kind))
    sink = BytesIO()
    pyogrio.raw.write(
        sink,
        geometry=np.array([blobs[number] for number in kept], object),
        field_data=columns,
        field_mask=masks,
        fields=np.array(layer.fields, object),
        geometry_type="Unknown",
        crs="EPSG:4326",
        driver="FlatGeobuf",
        layer="places",
        layer_options={"TITLE": "places", "DESCRIPTION": layer.description},
    )
    return sink.getvalue()


def _wkb(layer: Layer) -> list[bytes | None]:
    import shapely

    return [
        None if shape is None else shapely.to_wkb(shape, byte_order=1, output_dimension=2)
        for shape in layer.geometries
    ]


def _cell(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _geo(layer: Layer) -> dict[str, Any]:
    """The metadata that GeoParquet 1.1 asks for; without a crs it is longitude, latitude on WGS 84."""
    shapes = [shape for shape in layer.geometries if shape is not None]
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted({shape.geom_type for shape in shapes})}
    if shapes:
        wests, souths, easts, norths = zip(*(shape.bounds for shape in shapes), strict=True)
        column["bbox"] = [min(wests), min(souths), max(easts), max(norths)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _missing(form: str, package: str, error: ImportError) -> RenderError:
    return RenderError(
        f"{form} needs {package}, which is not installed ({error}): install geomap with its extra, "
        "pip install '.[exports]', or take --format gpkg, which needs nothing"
    )
