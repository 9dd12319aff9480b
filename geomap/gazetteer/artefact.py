"""The shipped artefact is a compressed table of places; this module knows its columns and reads its lines."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from geomap.errors import GazetteerMismatch, GazetteerNotFound

#: Raised whenever the table changes its columns.
FORMAT = 3
#: The artefacts that make the gazetteer.
FILES = ("places.tsv.xz", "regions.tsv", "shapes.bin.xz")
COLUMNS = (
    "key name code country admin1 admin2 population latitude longitude prominence"
    " names demonyms abbreviations countries bounds"
).split()


class Row(NamedTuple):
    """One line of the artefact, still as text where it is text."""

    key: str
    name: str
    code: str
    country: str
    admin1: str
    admin2: str
    population: str
    latitude: str
    longitude: str
    prominence: str
    names: str
    demonyms: str
    abbreviations: str
    countries: str
    bounds: str


def folder() -> Path:
    """Where the shipped artefacts are: in the installed package, or in a checkout's ``gazetteer/embedded``."""
    package = Path(__file__).parent.parent
    for candidate in (package / "_embedded", package.parent / "gazetteer" / "embedded"):
        if (candidate / "places.tsv.xz").exists():
            return candidate
    raise GazetteerNotFound(
        f"no embedded gazetteer beside {package.name}: install geomap from its wheel or checkout "
        "(`pip install .`), or build it with `python gazetteer/build.py`"
    )


def read_rows(path: Path) -> tuple[dict[str, str], Iterator[Row]]:
    """The header's fields and an iterator over the rows; GazetteerMismatch when the format is another."""
    header, lines = read_lines(path)
    return header, rows_of(lines)


def read_lines(path: Path) -> tuple[dict[str, str], list[str]]:
    """The same with the rows as lines, for `rows_of`."""
    # At once: 35 MB of text for the shipped one, and reading it line by line takes twice as long.
    first, _, *lines = lzma.decompress(path.read_bytes()).decode().split("\n")
    header = dict(cell.split("=", 1) for cell in first.split("\t"))
    if header.get("format") != str(FORMAT):
        raise GazetteerMismatch(
            f"{path.name} has format {header.get('format')}, this geomap reads {FORMAT}: "
            "build it again with `python gazetteer/build.py`"
        )
    return header, [line for line in lines if line]


def rows_of(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of these lines."""
    return (Row._make(line.split("\t")) for line in lines)


def join_names(names: Iterable[str]) -> str:
    """Names in one cell, separated by ``|``."""
    return "|".join(name.replace("|", "/").replace("\t", " ") for name in names)


def split_names(cell: str) -> list[str]:
    """The names of a cell."""
    return cell.split("|") if cell else []
