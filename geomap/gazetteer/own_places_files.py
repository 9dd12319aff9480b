"""A file of own places is a table (CSV), a GeoJSON file or a KML file; each of its entries becomes a raw row.

A raw row has the line where it stands and cells as they are written; nothing is judged here but that the
file is what its ending says.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from geomap.errors import InputError

#: What columns and properties may be called, in any letter case.
_CALLED = {
    "name": "name title label toponym",
    "aliases": "aliases alias alternate_names alternatenames alternate_name altnames other_names names",
    "latitude": "latitude lat y",
    "longitude": "longitude lon lng long x",
    "geometry": "geometry wkt geom the_geom",
    "type": "type kind feature_code featurecode feature fcode",
    "parent": "parent within in admin part_of",
    "key": "key id code",
    "country": "country country_code cc iso",
    "population": "population pop people",
}
_COLUMN = {word: column for column, words in _CALLED.items() for word in words.split()}
_FEATURES = re.compile(r'"features"\s*:\s*\[')
#: Characters of one cell: outlines as text are long.
_LONGEST_CELL = 1 << 26


@dataclass(slots=True)
class RawRow:
    """An entry as it stands in the file; ``shape`` is a GeoJSON geometry where the file has one."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    shape: dict[str, Any] | None = None


def read_rows(path: Path) -> Iterator[RawRow]:
    """The entries of a file, by its ending; InputError when it is no such file."""
    reader = {".csv": _csv, ".tsv": _csv, ".geojson": _geojson, ".json": _geojson, ".kml": _kml}.get(
        path.suffix.lower()
    )
    if reader is None:
        raise InputError(f"{path.name}: own places come as .csv, .tsv, .geojson or .kml")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}): check the path") from error
    yield from reader(path, content)


def _text(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path.name}, line {line}: not UTF-8; save the file as UTF-8") from error
    if "\0" in text:
        raise InputError(f"{path.name}: has NUL bytes, so it is no text; save it as UTF-8")
    return text


def _csv(path: Path, content: bytes) -> Iterator[RawRow]:
    text = _text(path, content)
    head = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=head.count))
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        columns = [_COLUMN.get(_word(cell), "") for cell in next(reader, [])]
        if "name" not in columns:
            raise InputError(f"{path.name}, line 1: no column is called name; the first line names the columns")
        line = reader.line_num + 1
        for cells in reader:
            row = RawRow(line)
            for column, cell in zip(columns, cells, strict=False):
                if column == "aliases":
                    row.aliases += _names(cell)
                elif column and cell.strip():
                    row.cells.setdefault(column, cell.strip())
            if any(cell.strip() for cell in cells):
                yield row
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path.name}, line {reader.line_num}: {error}; mend the row") from error
    finally:
        csv.field_size_limit(before)


def _geojson(path: Path, content: bytes) -> Iterator[RawRow]:
    text = _text(path, content)
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{path.name}: is no JSON ({error}); mend it or export it again") from error
    if not isinstance(whole, dict) or whole.get("type") not in ("FeatureCollection", "Feature"):
        raise InputError(f"{path.name}: is no GeoJSON; it must be a Feature or a FeatureCollection")
    features = [whole] if whole["type"] == "Feature" else whole.get("features")
    if not isinstance(features, list):
        raise InputError(f"{path.name}: its features are no list; mend it or export it again")
    for line, feature in zip(_feature_lines(text, features), features, strict=True):
        row = RawRow(line)
        if isinstance(feature, dict):
            properties = feature.get("properties")
            given = {"id": feature.get("id")} | (properties if isinstance(properties, dict) else {})
            for word, value in given.items():
                column = _COLUMN.get(_word(word), "")
                if column == "aliases":
                    row.aliases += map(str, value) if isinstance(value, list) else _names(str(value or ""))
                elif column and column != "geometry" and isinstance(value, str | int | float):
                    row.cells.setdefault(column, str(value).strip())
            if isinstance(feature.get("geometry"), dict):
                row.shape = feature["geometry"]
        yield row


def _feature_lines(text: str, features: list[Any]) -> list[int]:
    """The line on which each feature begins, 1 where it cannot be told."""
    decoder = json.JSONDecoder()
    for match in _FEATURES.finditer(text):
        lines = []
        line, counted, at = 1, 0, match.end()
        for feature in features:
            begin = re.compile(r"[\s,]*").match(text, at).end()
            try:
                found, at = decoder.raw_decode(text, begin)
            except json.JSONDecodeError:
                break
            if found != feature:
                break
            line += text.count("\n", counted, begin)
            counted = begin
            lines.append(line)
        if len(lines) == len(features):
            return lines
    return [1] * len(features)


def _kml(path: Path, content: bytes) -> Iterator[RawRow]:
    for line, placemark in _placemarks(path, content):
        row = RawRow(line)
        name = placemark.find("name")
        if name is not None and name.text:
            row.cells["name"] = " ".join(name.text.split())
        for data in [*placemark.iter("Data"), *placemark.iter("SimpleData")]:
            value = data.findtext("value") if data.tag == "Data" else data.text
            column = _COLUMN.get(_word(data.get("name", "")), "")
            if column == "aliases":
                row.aliases += _names(value or "")
            elif column and column != "name" and value and value.strip():
                row.cells.setdefault(column, value.strip())
        row.shape = _kml_shape(placemark)
        yield row


def _placemarks(path: Path, content: bytes) -> Iterator[tuple[int, Element]]:
    """Each placemark with its line. A document type, and with it entities, is refused: nothing is expanded."""
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    lines: list[int] = []

    def refuse(*_: object) -> None:
        raise InputError(
            f"{path.name}, line {parser.CurrentLineNumber}: has a document type (DTD), which is refused; "
            "take the <!DOCTYPE …> out"
        )

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "Placemark":
            lines.append(parser.CurrentLineNumber)
        builder.start(tag, attributes)

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: builder.end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise InputError(f"{path.name}, line {error.lineno}: is no XML ({error}); export it again") from error
    root = builder.close()
    if root.tag != "kml":
        raise InputError(f"{path.name}: is no KML, its first element is <{root.tag}>; export it as KML")
    yield from zip(lines, root.iter("Placemark"), strict=True)


def _kml_shape(placemark: Element) -> dict[str, Any] | None:
    parts: list[dict[str, Any]] = []
    for element in placemark.iter():
        if element.tag == "Point":
            parts.append({"type": "Point", "coordinates": (_positions(element) or [[]])[0]})
        elif element.tag == "LineString":
            parts.append({"type": "LineString", "coordinates": _positions(element)})
        elif element.tag == "Polygon":
            outer = [_positions(ring) for ring in element.iter("outerBoundaryIs")]
            inner = [_positions(ring) for ring in element.iter("innerBoundaryIs")]
            parts.append({"type": "Polygon", "coordinates": outer + inner})
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"type": "GeometryCollection", "geometries": parts}


def _positions(element: Element) -> list[list[float | str]]:
    text = next((each.text or "" for each in element.iter("coordinates")), "")
    positions = []
    for group in re.sub(r"\s*,\s*", ",", text).split():
        cells = group.split(",")[:2]
        try:
            positions.append([float(cell) for cell in cells])
        except ValueError:
            positions.append(list(cells))
    return positions


def _word(column: str) -> str:
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def _names(cell: str) -> list[str]:
    """Names in one cell, parted by | or ;."""
    return [name.strip() for name in re.split("[|;]", cell) if name.strip()]
