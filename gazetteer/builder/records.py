"""A record is one line of the shipped artefact: a place with all its names, before it has a database."""

from __future__ import annotations

import lzma
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from geomap.gazetteer.artefact import COLUMNS, FORMAT, join_names


@dataclass(slots=True, kw_only=True)
class Record:
    """A place being put together. ``key`` is a bare GeoNames id or ``source:key`` of another source.

    ``code`` is feature class plus feature code ("PPPL"); ``admin1`` and ``admin2`` are GeoNames ids;
    ``prominence`` orders the places of one name, see `prominence.py`.
    """

    key: str
    name: str
    code: str
    country: str = ""
    admin1: int | None = None
    admin2: int | None = None
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    prominence: int = 0
    names: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    abbreviations: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    bounds: tuple[float, float, float, float] | None = None

    def cells(self) -> tuple[str, ...]:
        """The record's cells in the order of ``COLUMNS``."""
        return (
            self.key,
            self.name,
            self.code,
            self.country,
            _number(self.admin1),
            _number(self.admin2),
            _number(self.population),
            _degrees(self.latitude),
            _degrees(self.longitude),
            str(self.prominence),
            join_names(self.names),
            join_names(self.demonyms),
            join_names(self.abbreviations),
            "|".join(self.countries),
            "|".join(_degrees(value) for value in self.bounds) if self.bounds else "",
        )


def write(records: Iterable[Record], path: Path, *, date: str, sources: str) -> int:
    """Write the artefact: one header line, one line a record, xz; returns the number of records.

    The same records give the same bytes: no time stamp, one thread, one filter chain.
    """
    ordered = sorted(
        records,
        key=lambda record: (record.country, record.admin1 or 0, record.admin2 or 0, len(record.key), record.key),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 26}]
    with lzma.open(partial, "wb", check=lzma.CHECK_CRC32, filters=filters) as out:
        header = {"format": FORMAT, "date": date, "sources": sources, "places": len(ordered)}
        out.write(("\t".join(f"{key}={value}" for key, value in header.items()) + "\n").encode())
        out.write(("\t".join(COLUMNS) + "\n").encode())
        for record in ordered:
            line = "\t".join(record.cells())
            if "\n" in line or line.count("\t") != len(COLUMNS) - 1:
                raise ValueError(f"record {record.key} has a tab or line break in a cell")
            out.write(line.encode() + b"\n")
    partial.replace(path)
    return len(ordered)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")
