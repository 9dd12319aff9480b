"""A CSV line is a mention, a place or a spatial phrase, as a spreadsheet takes it: nothing in it can run.

Spreadsheets run cells that begin like a formula, and reports hold what strangers wrote: such text
gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from geomap.export.relation_rows import RELATION_FIELDS, relation_rows
from geomap.export.rows import MENTION_FIELDS, PLACE_FIELDS, chosen, mention_rows, place_rows
from geomap.model import Atlas, GeoparsedDocument

#: The header of the mentions' table, in order.
COLUMNS = MENTION_FIELDS
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(documents: Iterable[GeoparsedDocument], *, fields: Sequence[str] | None = None) -> str:
    """The mentions' table: a header and one row a mention, lines ended as RFC 4180 asks."""
    return "".join(csv_lines(documents, fields=fields))


def csv_lines(documents: Iterable[GeoparsedDocument], *, fields: Sequence[str] | None = None) -> Iterator[str]:
    """The table's lines, one at a time, the header first; a line may hold line breaks inside quotes."""
    columns = chosen(fields, MENTION_FIELDS)
    yield _line(columns)
    for row in mention_rows(documents):
        yield _line(row[column] for column in columns)


def to_places_csv(atlas: Atlas, *, fields: Sequence[str] | None = None) -> str:
    """The places' table: a header and one row a place, most mentioned first."""
    columns = chosen(fields, PLACE_FIELDS)
    rows = ([row[column] for column in columns] for row in place_rows(atlas))
    return _line(columns) + "".join(map(_line, rows))


def to_relations_csv(atlas: Atlas, *, fields: Sequence[str] | None = None) -> str:
    """The spatial phrases' table: a header and one row a phrase, with a point inside its ground."""
    columns = chosen(fields, RELATION_FIELDS)
    rows = ([row[column] for column in columns] for row, _ in relation_rows(atlas.documents))
    return _line(columns) + "".join(map(_line, rows))


def harmless(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue()
