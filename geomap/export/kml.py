"""A KML document is the places in folders by kind, coloured like the page; Google Earth opens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from geomap.export.geojson import TOLERANCE_DEG, Geometries
from geomap.export.layers import footprints_layer, places_layer
from geomap.export.markup import clean, to_bytes
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas, Status

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_KML = "http://www.opengis.net/kml/2.2"
#: Colours as KML writes them: opacity, blue, green, red. They are the page's for sure and ambiguous.
_COLOURS = {Status.RESOLVED: "ffb27200", Status.AMBIGUOUS: "ff8c50b0"}
_TINT = "607ac2e8"
_PHRASE = "ff737373"
_FOLDERS = (
    ("points", "Towns and sites"),
    ("areas", "Areas"),
    ("lines", "Rivers and lines"),
    ("none", "Without a shape"),
    ("phrases", "Spatial phrases"),
)


def to_kml(
    atlas: Atlas,
    *,
    gazetteer: Geometries | None = None,
    fields: Sequence[str] | None = None,
    tolerance_deg: float = TOLERANCE_DEG,
) -> str:
    """The places as KML 2.2: folders for towns, areas and lines; every field as extended data."""
    layer = places_layer(atlas, gazetteer=gazetteer, fields=fields, tolerance_deg=tolerance_deg)
    root = ET.Element("kml", xmlns=_KML)
    document = ET.SubElement(root, "Document")
    _text(document, "name", "Places in the reports")
    _text(document, "description", credit_of(atlas.documents))
    for status, colour in _COLOURS.items():
        document.append(_style(status, colour))
    folders: dict[str, list[ET.Element]] = {name: [] for name, _ in _FOLDERS}
    for row, shape in zip(layer.rows, layer.geometries, strict=True):
        count = row["mention_count"]
        said = f"{count} mention{'' if count == 1 else 's'}, {row['status']}. {row['sentence']}"
        placemark = _placemark(row["name"], said, row["status"], {field: row[field] for field in layer.fields}, shape)
        folders[_folder(shape)].append(placemark)
    document.append(_style("phrase", _PHRASE))
    folders["phrases"] = list(_phrases(atlas))
    for name, title in _FOLDERS:
        if folders[name]:
            folder = ET.SubElement(document, "Folder")
            _text(folder, "name", title)
            folder.extend(folders[name])
    return to_bytes(root).decode("utf-8")


def _phrases(atlas: Atlas) -> Iterator[ET.Element]:
    """A placemark for each spatial phrase, its ground drawn where there is one."""
    layer = footprints_layer(atlas)
    for row, shape in zip(layer.rows, layer.geometries, strict=True):
        said = f"{row['method'] or ''}. {row['sentence']}".lstrip(". ")
        yield _placemark(row["text"], said, "phrase", {field: row[field] for field in layer.fields}, shape)


def _placemark(
    name: str, said: str, style: str, fields: dict[str, Any], shape: BaseGeometry | None
) -> ET.Element:
    """A place or a phrase: its name, what is said of it, its fields that have a value, its ground if any."""
    placemark = ET.Element("Placemark")
    _text(placemark, "name", name)
    _text(placemark, "description", _plain(said))
    _text(placemark, "styleUrl", f"#{style}")
    extended = ET.SubElement(placemark, "ExtendedData")
    for field, value in fields.items():
        if value is not None:
            _text(ET.SubElement(extended, "Data", name=field), "value", str(value))
    if shape is not None:
        placemark.append(_geometry(shape))
    return placemark


def _folder(shape: BaseGeometry | None) -> str:
    if shape is None:
        return "none"
    return "points" if "Point" in shape.geom_type else "lines" if "Line" in shape.geom_type else "areas"


def _plain(text: str) -> str:
    """Text that a viewer, which shows descriptions as HTML, shows as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _style(name: str, colour: str) -> ET.Element:
    style = ET.Element("Style", id=name)
    icon = ET.SubElement(style, "IconStyle")
    _text(icon, "color", colour)
    _text(icon, "scale", "0.9")
    lines = ET.SubElement(style, "LineStyle")
    _text(lines, "color", colour)
    _text(lines, "width", "2")
    _text(ET.SubElement(style, "PolyStyle"), "color", _TINT)
    return style


def _geometry(shape: BaseGeometry) -> ET.Element:
    kind = shape.geom_type
    if kind == "Point":
        return _path("Point", shape.coords)
    if kind in ("LineString", "LinearRing"):
        return _path("LineString", shape.coords)
    if kind == "Polygon":
        polygon = ET.Element("Polygon")
        ET.SubElement(polygon, "outerBoundaryIs").append(_path("LinearRing", shape.exterior.coords))
        for hole in shape.interiors:
            ET.SubElement(polygon, "innerBoundaryIs").append(_path("LinearRing", hole.coords))
        return polygon
    several = ET.Element("MultiGeometry")
    several.extend(_geometry(part) for part in shape.geoms)
    return several


def _path(name: str, points) -> ET.Element:
    element = ET.Element(name)
    _text(element, "coordinates", " ".join(map(_pair, points)))
    return element


def _pair(point) -> str:
    return f"{round(point[0], 6)},{round(point[1], 6)}"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = clean(text)
