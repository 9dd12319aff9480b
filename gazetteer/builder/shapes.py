"""The shapes artefact: outlines of areas, courses of rivers, seas and lakes, built from the unpacked sources.

`python -m gazetteer.builder.shapes SOURCES OUT` writes it. Same sources, same bytes.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from geomap.gazetteer.shapes import LAYERS, ShapeRecord, write_artefact

from . import shapes_areas, shapes_rivers, shapes_waters


def build(sources: Path, out: Path) -> list[ShapeRecord]:
    """Read all sources, write the artefact to ``out`` and return its records, sorted by layer and id."""
    records = shapes_areas.areas(sources)
    lakes = shapes_waters.lakes(sources)
    countries = [record for record in records if record.layer == "country"]
    records += shapes_rivers.rivers(sources, countries, lakes) + lakes + shapes_waters.seas(sources)
    records.sort(key=lambda record: (LAYERS.index(record.layer), record.place_id.source, _natural(record)))
    twice = [place for place, count in Counter(record.place_id for record in records).items() if count > 1]
    if twice:
        raise ValueError(f"{len(twice)} places have two shapes, for example {twice[0]}: unite them in their reader")
    write_artefact(records, out)
    return records


def _natural(record: ShapeRecord) -> tuple[int, str]:
    key = record.place_id.key
    return (int(key), "") if key.isdecimal() else (0, key)


if __name__ == "__main__":
    built = build(Path(sys.argv[1]), Path(sys.argv[2]))
    counts = Counter(record.layer for record in built)
    print(", ".join(f"{layer} {counts[layer]}" for layer in LAYERS), file=sys.stderr)
