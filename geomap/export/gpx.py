"""GPX waypoints: the towns and sites of an atlas for a GPS receiver, and a point in what each spatial phrase means.

Areas are left out: they are no points. A phrase's waypoint says how far from it the ground reaches.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from geomap.export.layers import Layer, footprints_layer, places_layer
from geomap.export.markup import clean, to_bytes
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas

_GPX = "http://www.topografix.com/GPX/1/1"
_OWN = "urn:geomap:fields"


def to_gpx(atlas: Atlas) -> str:
    """The points as GPX 1.1: name, the first sentence, the source, the place's id and all fields as extensions."""
    layer = places_layer(atlas)
    root = ET.Element("gpx", {"xmlns": _GPX, "xmlns:geomap": _OWN, "version": "1.1", "creator": "geomap"})
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "name").text = "Places in the reports"
    ET.SubElement(metadata, "desc").text = clean(credit_of(atlas.documents))
    for row, shape in zip(layer.rows, layer.geometries, strict=True):
        if shape is None:
            continue
        point = ET.SubElement(root, "wpt", lat=str(round(row["latitude"], 6)), lon=str(round(row["longitude"], 6)))
        # The order of these is the schema's.
        for name, value in (
            ("name", row["name"]),
            ("cmt", f"{row['place_id']}, {row['status']}, confidence {row['confidence']}"),
            ("desc", row["sentence"]),
            ("src", row["source"]),
            ("type", row["precision"]),
        ):
            if value:
                ET.SubElement(point, name).text = clean(str(value))
        _extend(point, layer, row)
    _add_phrases(root, footprints_layer(atlas))
    return to_bytes(root).decode("utf-8")


def _add_phrases(root: ET.Element, layer: Layer) -> None:
    for row in layer.rows:
        if row["latitude"] is None:
            continue
        point = ET.SubElement(root, "wpt", lat=str(row["latitude"]), lon=str(row["longitude"]))
        reach = "" if row["uncertainty_m"] is None else f"within {row['uncertainty_m'] / 1000:.0f} km; "
        for name, value in (
            ("name", row["text"]),
            ("cmt", f"{reach}{row['method']}"),
            ("desc", row["sentence"]),
            ("src", row["source"]),
            ("type", f"spatial phrase: {row['kind']}"),
        ):
            if value:
                ET.SubElement(point, name).text = clean(" ".join(str(value).split()))
        _extend(point, layer, row)


def _extend(point: ET.Element, layer: Layer, row: dict[str, Any]) -> None:
    extensions = ET.SubElement(point, "extensions")
    for field in layer.fields:
        if row[field] is not None:
            ET.SubElement(extensions, f"geomap:{field}").text = clean(str(row[field]))
