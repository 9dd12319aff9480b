"""A format is a name, a file's ending and a function from an atlas to bytes: what ``geomap export`` offers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from geomap.collect import collect
from geomap.errors import InputError
from geomap.export.annotators import to_brat, to_conll
from geomap.export.columnar import to_flatgeobuf, to_geoparquet
from geomap.export.csv_rows import to_csv, to_places_csv, to_relations_csv
from geomap.export.geojson import Geometries, to_geojson
from geomap.export.geopackage import to_geopackage
from geomap.export.gpx import to_gpx
from geomap.export.kml import to_kml
from geomap.export.linked import to_annotations, to_linked_places
from geomap.export.rows import confident
from geomap.export.tei import to_tei
from geomap.export.timemap import to_timemap
from geomap.export.training import to_training
from geomap.model import Atlas

_Options = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``write`` takes the atlas and those of ``gazetteer`` and ``fields`` that ``takes`` names."""

    endings: tuple[str, ...]
    summary: str
    write: Callable[..., Any]
    takes: frozenset[str] = frozenset()


_BOTH = frozenset({"gazetteer", "fields"})
FORMATS: dict[str, Format] = {
    "geojson": Format(
        endings=(".geojson", ".json"), summary="GeoJSON: places with their mentions", write=to_geojson, takes=_BOTH
    ),
    "csv-mentions": Format(
        endings=(".csv",),
        summary="CSV: a row a mention",
        write=lambda atlas, **options: to_csv(atlas.documents, **options),
        takes=frozenset({"fields"}),
    ),
    "csv-places": Format(
        endings=(), summary="CSV: a row a place", write=to_places_csv, takes=frozenset({"fields"})
    ),
    "csv-relations": Format(
        endings=(), summary="CSV: a row a spatial phrase", write=to_relations_csv, takes=frozenset({"fields"})
    ),
    "kml": Format(endings=(".kml",), summary="KML for Google Earth", write=to_kml, takes=_BOTH),
    "gpkg": Format(
        endings=(".gpkg",),
        summary="GeoPackage: places, areas, mentions, footprints",
        write=to_geopackage,
        takes=_BOTH,
    ),
    "geoparquet": Format(
        endings=(".parquet", ".geoparquet"),
        summary="GeoParquet 1.1 (extra: exports)",
        write=to_geoparquet,
        takes=_BOTH,
    ),
    "fgb": Format(
        endings=(".fgb",), summary="FlatGeobuf (extra: exports)", write=to_flatgeobuf, takes=_BOTH
    ),
    "tei": Format(endings=(".xml", ".tei"), summary="TEI P5: the text with places marked", write=to_tei),
    "lpf": Format(
        endings=(".lpf",), summary="Linked Places Format", write=to_linked_places, takes=frozenset({"gazetteer"})
    ),
    "w3c": Format(endings=(".jsonld",), summary="W3C Web Annotations", write=to_annotations),
    "timemap": Format(endings=(), summary="TimeMap events (JSON)", write=to_timemap),
    "gpx": Format(endings=(".gpx",), summary="GPX waypoints: towns and sites", write=to_gpx),
    "brat": Format(
        endings=(".zip",),
        summary="BRAT: a ZIP of .txt and .ann",
        write=lambda atlas: to_brat(atlas.documents),
    ),
    "conll": Format(
        endings=(".conll",), summary="CoNLL: a token a line", write=lambda atlas: to_conll(atlas.documents)
    ),
    "training": Format(
        endings=(".jsonl",),
        summary="JSON lines: what a person decided, for evaluation and training",
        write=lambda atlas: to_training(atlas.documents),
    ),
}


def export(
    atlas: Atlas,
    format: str,
    *,
    gazetteer: Geometries | None = None,
    fields: Sequence[str] | None = None,
    min_confidence: float = 0.0,
) -> bytes:
    """``atlas`` as a file of ``format``, a key of `FORMATS`. Text is UTF-8.

    ``gazetteer`` gives outlines; ``fields`` chooses columns or properties; ``min_confidence``, 0 to 1, leaves
    out mentions below it. Raises InputError for what the format does not have, RenderError when it needs a
    package that is not installed.
    """
    if format not in FORMATS:
        raise InputError(f"there is no format {format!r}: choose from {', '.join(FORMATS)}")
    chosen = FORMATS[format]
    if fields is not None and "fields" not in chosen.takes:
        able = ", ".join(name for name, each in FORMATS.items() if "fields" in each.takes)
        raise InputError(f"{format} has a fixed form: leave the fields out, or choose one of {able}")
    if min_confidence:
        atlas = collect(confident(atlas.documents, min_confidence))
    options: _Options = {}
    if "gazetteer" in chosen.takes:
        options["gazetteer"] = gazetteer
    if fields is not None:
        options["fields"] = tuple(fields)
    made = chosen.write(atlas, **options)
    if isinstance(made, bytes):
        return made
    if isinstance(made, str):
        return made.encode("utf-8", "replace")
    return (json.dumps(made, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8", "replace")


def format_of(path: str) -> str:
    """The format that a file's ending means; raises InputError when it means none."""
    ending = PurePath(path).suffix.lower()
    for name, each in FORMATS.items():
        if ending in each.endings:
            return name
    raise InputError(f"{path!r} does not tell its format: give --format, one of {', '.join(FORMATS)}")
