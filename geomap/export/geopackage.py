"""A GeoPackage is an SQLite file of layers with their styles; map software opens it as it is.

It is written by the standard library, after OGC's GeoPackage 1.3: no GDAL is needed. The layers are
places, areas (outlines only), mentions and footprints.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.export.geojson import TOLERANCE_DEG, Geometries
from geomap.export.layers import FIELD_TYPES, Layer, footprints_layer, mentions_layer, places_layer
from geomap.export.package_styles import style_of
from geomap.export.read_back import place_of_row
from geomap.export.rows import MENTION_FIELDS, PLACE_FIELDS
from geomap.model import Atlas, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: "GPKG" and version 1.3 in the file's header, as section 1.1.1.1.1 of the standard asks.
_APPLICATION_ID, _USER_VERSION = 0x47504B47, 10300
_WGS84 = 4326
#: The standard wants a time of change; without a date in the reports it is this one, so that equal reports
#: give equal files.
_NO_DATE = "1970-01-01T00:00:00.000Z"
_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
"""


def to_geopackage(
    atlas: Atlas,
    *,
    gazetteer: Geometries | None = None,
    fields: Sequence[str] | None = None,
    tolerance_deg: float = TOLERANCE_DEG,
) -> bytes:
    """The GeoPackage's bytes: the same for equal atlases. Without a gazetteer there are no outlines.

    ``fields`` are of places or mentions; each layer takes those that it knows.
    """
    for_places, for_mentions = _parted(fields)
    everything = places_layer(atlas, gazetteer=gazetteer, fields=for_places, tolerance_deg=tolerance_deg)
    layers = [
        _only(everything, "places", points=True),
        _only(everything, "areas", points=False),
        mentions_layer(atlas, fields=for_mentions),
        footprints_layer(atlas),
    ]
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_USER_VERSION}")
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
            [
                ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
                ("Undefined geographic", 0, "NONE", 0, "undefined", None),
                ("WGS 84 geodetic", _WGS84, "EPSG", _WGS84, _WGS84_WKT, "longitude, latitude"),
            ],
        )
        changed = _last_change(atlas)
        _write(connection, "layer_styles", "attributes", "How the layers are drawn", None, changed)
        for layer in layers:
            _write_layer(connection, layer, changed)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def read_geopackage(data: bytes) -> tuple[Place, ...]:
    """The places of a GeoPackage that `to_geopackage` wrote with all fields, in its order.

    Raises InputError for bytes that are none.
    """
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    try:
        connection.deserialize(data)
        rows = connection.execute("SELECT * FROM places ORDER BY fid").fetchall()
    except sqlite3.DatabaseError as error:
        raise InputError(
            f"these bytes are not a GeoPackage of geomap ({error}): export one with to_geopackage"
        ) from error
    finally:
        connection.close()
    return tuple(place_of_row(dict(row)) for row in rows)


def _parted(fields: Sequence[str] | None) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    if fields is None:
        return None, None
    for field in fields:
        if field not in PLACE_FIELDS and field not in MENTION_FIELDS:
            known = dict.fromkeys(PLACE_FIELDS + MENTION_FIELDS)
            raise InputError(f"there is no field {field!r}: choose from {', '.join(known)}")
    return tuple(each for each in fields if each in PLACE_FIELDS), tuple(
        each for each in fields if each in MENTION_FIELDS
    )


def _only(layer: Layer, name: str, *, points: bool) -> Layer:
    """All rows with the points alone, or the rows that have an outline."""
    pairs = zip(layer.rows, layer.geometries, strict=True)
    if points:
        kept = [(row, shape if shape is not None and shape.geom_type == "Point" else None) for row, shape in pairs]
    else:
        kept = [(row, shape) for row, shape in pairs if shape is not None and shape.geom_type != "Point"]
    description = layer.description if points else layer.description.replace("Every place once", "Outlines of places")
    return Layer(
        name=name,
        description=description,
        fields=layer.fields,
        rows=tuple(row for row, _ in kept),
        geometries=tuple(shape for _, shape in kept),
    )


def _write_layer(connection: sqlite3.Connection, layer: Layer, changed: str) -> None:
    shapes = [shape for shape in layer.geometries if shape is not None and not shape.is_empty]
    _write(connection, layer.name, "features", layer.description, _bounds(shapes), changed)
    kind = "POINT" if layer.name in ("places", "mentions") else "GEOMETRY"
    columns = ", ".join(f'"{field}" {FIELD_TYPES.get(field, "TEXT")}' for field in layer.fields)
    connection.execute(
        f'CREATE TABLE "{layer.name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {kind}'
        f"{', ' if columns else ''}{columns})"
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (layer.name, kind, _WGS84)
    )
    marks = ", ".join("?" * (len(layer.fields) + 2))
    connection.executemany(
        f'INSERT INTO "{layer.name}" VALUES ({marks})',
        (
            (number, _blob(shape), *(_cell(row[field]) for field in layer.fields))
            for number, (row, shape) in enumerate(zip(layer.rows, layer.geometries, strict=True), start=1)
        ),
    )
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, useAsDefault, description, owner, update_time) VALUES ('', '', ?, 'geom', ?, ?, 1, ?, '', ?)",
        (layer.name, layer.name, style_of(layer.name), f"geomap's look of {layer.name}", changed),
    )


def _write(connection: sqlite3.Connection, name: str, kind: str, description: str, bounds, changed: str) -> None:
    srs = _WGS84 if kind == "features" else None
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (name, kind, name, description, changed, *(bounds or (None,) * 4), srs),
    )


def _cell(value: object) -> object:
    # A lone surrogate cannot be written as UTF-8.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _blob(shape: BaseGeometry | None) -> bytes | None:
    """The standard's binary: "GP", version 0, flags (little endian, with an envelope), the id, WKB."""
    if shape is None or shape.is_empty:
        return None
    import shapely

    head = b"GP\x00" + (b"\x01" if shape.geom_type == "Point" else b"\x03") + struct.pack("<i", _WGS84)
    if shape.geom_type != "Point":
        west, south, east, north = shape.bounds
        head += struct.pack("<4d", west, east, south, north)
    return head + shapely.to_wkb(shape, byte_order=1, output_dimension=2)


def _bounds(shapes: Iterable[BaseGeometry]) -> tuple[float, ...] | None:
    boxes = [shape.bounds for shape in shapes]
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _last_change(atlas: Atlas) -> str:
    days = [parsed.document.published[:10] for parsed in atlas.documents if parsed.document.published]
    latest = max((day for day in days if len(day) == 10 and day.isascii()), default=None)
    return _NO_DATE if latest is None else f"{latest}T00:00:00.000Z"
