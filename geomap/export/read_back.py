"""Reading back: the places that an export of geomap holds, equal to those that went in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geomap.errors import InputError
from geomap.model import Bounds, Place, PlaceId


def read_geojson(collection: Mapping[str, Any]) -> tuple[Place, ...]:
    """The places of a FeatureCollection that `to_geojson` made with all fields, in its order.

    Raises InputError for anything else.
    """
    if not isinstance(collection, Mapping) or collection.get("type") != "FeatureCollection":
        raise InputError("this is not a GeoJSON FeatureCollection: give what to_geojson made")
    return tuple(
        place_of_row({**feature["properties"], "place_id": feature["id"], "bounds": feature.get("bbox")})
        for feature in collection["features"]
        if "feature_code" in feature["properties"] and ":" in str(feature.get("id", ""))
    )


def place_of_row(row: Mapping[str, Any]) -> Place:
    """The place that a row or a feature's properties spell; raises InputError when a field is missing."""
    try:
        return Place(
            id=PlaceId.parse(row["place_id"]),
            name=row["name"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            feature_class=row["feature_class"],
            feature_code=row["feature_code"],
            country_code=row["country_code"],
            admin=_parts(row["admin"], " / "),
            admin_ids=tuple(map(PlaceId.parse, _parts(row["admin_ids"], " "))),
            population=row["population"],
            bounds=Bounds(*map(float, _parts(row["bounds"], " "))) if row["bounds"] else None,
        )
    except KeyError as error:
        raise InputError(f"the field {error.args[0]!r} is missing: export with all fields") from error


def _parts(value: Any, between: str) -> tuple[Any, ...]:
    if not value:
        return ()
    return tuple(value.split(between)) if isinstance(value, str) else tuple(value)
