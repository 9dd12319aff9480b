"""A CSV row is one mention with the place that it was taken to mean.

Spreadsheets run cells that begin like a formula, and reports hold what strangers wrote: such text
gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from geomap.export.credit import ATTRIBUTION
from geomap.export.json_lines import rounded
from geomap.model import GeoparsedDocument, Resolution

#: The header, in order. Distances are metres, coordinates WGS 84 degrees, offsets code points.
COLUMNS = (
    "document",
    "title",
    "source",
    "published",
    "start",
    "end",
    "text",
    "kind",
    "role",
    "status",
    "confidence",
    "place_id",
    "name",
    "latitude",
    "longitude",
    "precision",
    "uncertainty_m",
    "feature_class",
    "feature_code",
    "country_code",
    "admin",
    "population",
    "attribution",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(documents: Iterable[GeoparsedDocument]) -> str:
    """The whole table: a header and one row a mention, lines ended as RFC 4180 asks."""
    return "".join(csv_lines(documents))


def csv_lines(documents: Iterable[GeoparsedDocument]) -> Iterator[str]:
    """The table's lines, one at a time, the header first; a line may hold line breaks inside quotes."""
    yield _line(COLUMNS)
    for parsed in documents:
        for resolution in parsed.resolutions:
            yield _line(_row(parsed, resolution))


def harmless(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue()


def _row(parsed: GeoparsedDocument, resolution: Resolution) -> tuple[object, ...]:
    document, mention = parsed.document, resolution.mention
    place, location = resolution.place, resolution.location
    point = location or place
    return (
        document.id,
        document.title,
        document.source,
        document.published,
        mention.start,
        mention.end,
        mention.text,
        str(mention.kind),
        None if mention.role is None else str(mention.role),
        str(resolution.status),
        rounded(resolution.confidence),
        None if place is None else str(place.id),
        None if place is None else place.name,
        None if point is None else point.latitude,
        None if point is None else point.longitude,
        None if location is None else str(location.precision),
        None if location is None else location.uncertainty_m,
        None if place is None else place.feature_class,
        None if place is None else place.feature_code,
        None if place is None else place.country_code,
        None if place is None else " / ".join(place.admin),
        None if place is None else place.population,
        None if place is None else ATTRIBUTION,
    )
