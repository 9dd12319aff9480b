"""A river is all reaches of one name that hang together, with the upper and lower ones that have another name."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer import packing
from geomap.gazetteer.shapes import ShapeRecord
from geomap.model import PlaceId

from . import shapes_details
from .shapefile import read_shapefile
from .shapes_details import Detail, slug

if TYPE_CHECKING:
    import numpy
    from shapely.geometry import MultiLineString
    from shapely.geometry.base import BaseGeometry

REACHES = Path(__file__).parent.parent / "tables" / "river_reaches.tsv"
NAMES = Path(__file__).parent.parent / "tables" / "river_names.tsv"
RIVER_DETAILS = (
    Detail(tolerance_deg=0.005, scale=2500),
    Detail(tolerance_deg=0.02, scale=1000),
    Detail(tolerance_deg=0.1, scale=500),
)
#: Reaches of one name nearer than this, in degrees, are one river; lakes and missing pieces lie between.
_GAP_DEG = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One line of the source; ``through_lake`` when it is the middle line of a lake and not drawn."""

    name: str
    names: tuple[str, ...]
    rank: int
    through_lake: bool
    lines: list[numpy.ndarray]


@dataclass(frozen=True, slots=True, kw_only=True)
class MainRiver:
    """A row of the reaches table: a river's name, other names and the reaches it is made of.

    A reach is a name, or a name and a box in degrees, ``NAME@west,south,east,north``, that cuts it.
    """

    name: str
    names: tuple[str, ...]
    reaches: tuple[str, ...]


def rivers(sources: Path, countries: list[ShapeRecord], lakes: list[ShapeRecord]) -> list[ShapeRecord]:
    """One shape for each named river, in the order of their keys, longest first among those of one name.

    The middle line of a lake counts for length and bounds; it is not drawn where the lake is.
    """
    import shapely

    found: list[tuple[str, tuple[str, ...], list[Reach]]] = []
    reaches = read_reaches(sources)
    used: set[int] = set()
    for main in read_main_rivers():
        members = []
        for wanted in main.reaches:
            name, _, box = wanted.partition("@")
            chosen = [index for index, reach in enumerate(reaches) if reach.name == name]
            if not chosen:
                raise ValueError(f"{REACHES.name}: {main.name} has no reach {name!r} in the source")
            used.update(chosen)
            members += [_cut(reaches[index], box) for index in chosen]
        found.append((main.name, main.names, [reach for reach in members if reach.lines]))
    by_name: dict[str, list[Reach]] = defaultdict(list)
    for index, reach in enumerate(reaches):
        if index not in used and reach.name:
            by_name[reach.name].append(reach)
    for name, members in by_name.items():
        for group in _groups(members):
            names = tuple(dict.fromkeys(other for reach in group for other in reach.names))
            found.append((name, names, group))

    drawn = [(name, names, group, _merged(group)) for name, names, group in found]
    drawn.sort(key=lambda river: (_key(river[0]), -length_km(river[3])))
    crossing = _Crossing(countries)
    water = shapely.union_all([packing.to_geometry(lake.details[0].geometry) for lake in lakes])
    shapely.prepare(water)
    records = []
    numbers: dict[str, int] = defaultdict(int)
    for name, names, group, course in drawn:
        key = _key(name)
        numbers[key] += 1
        if numbers[key] > 1:
            key = f"{key}-{numbers[key]}"
        records.append(_record(key, name, names, group, course, _drawn(group, water), crossing))
    return records


def read_reaches(sources: Path) -> list[Reach]:
    """The lines of the source; the names table mends its spellings, "Elbe (Labe)" is Elbe and Labe."""
    folder = sources / "libmagics++-data" / "usr" / "share" / "magics" / "10m"
    mended = {row["source"]: row for row in _rows(NAMES)}
    reaches = []
    for row, lines in read_shapefile(folder / "ne_10m_rivers_lake_centerlines.shp", encoding="latin-1"):
        name = _tidy(row["name"])
        if name in mended:
            names = (mended[name]["name"], *_split(mended[name]["names"]))
        else:
            match = re.fullmatch(r"(.+?) \((.+)\)", name)
            names = match.groups() if match else (name,)
        reaches.append(
            Reach(
                name=names[0],
                names=names[1:],
                rank=int(float(row["scalerank"])),
                through_lake=row["featurecla"] != "River",
                lines=lines,
            )
        )
    return reaches


def read_main_rivers() -> list[MainRiver]:
    """The hand-made table of rivers whose reaches carry different names."""
    return [
        MainRiver(name=row["name"], names=_split(row["names"]), reaches=_split(row["reaches"]))
        for row in _rows(REACHES)
    ]


def length_km(course: MultiLineString) -> float:
    """Length on a sphere of the Earth's mean radius."""
    import numpy as np
    import shapely

    total = 0.0
    for line in shapely.get_parts(course):
        longitude, latitude = np.radians(shapely.get_coordinates(line)).T
        half = np.sin(np.diff(latitude) / 2) ** 2
        half = half + np.cos(latitude[:-1]) * np.cos(latitude[1:]) * np.sin(np.diff(longitude) / 2) ** 2
        total += float(2 * 6371.0088 * np.arcsin(np.sqrt(half)).sum())
    return total


class _Crossing:
    """Finds the countries that a line touches, most of it first."""

    def __init__(self, countries: list[ShapeRecord]) -> None:
        import numpy as np
        import shapely

        self._codes = [record.countries[0] for record in countries]
        self._areas = np.array([packing.to_geometry(record.details[1].geometry) for record in countries])
        self._tree = shapely.STRtree(self._areas)

    def countries(self, course: MultiLineString) -> tuple[str, ...]:
        import shapely

        hits = self._tree.query(course, predicate="intersects")
        lengths = shapely.length(shapely.intersection(self._areas[hits], course))
        # Less than 2 km is a border that the coarser outline shifted.
        return tuple(self._codes[hit] for length, hit in sorted(zip(-lengths, hits, strict=True)) if length < -0.02)


def _record(
    key: str,
    name: str,
    names: tuple[str, ...],
    group: list[Reach],
    course: MultiLineString,
    drawn: MultiLineString,
    crossing: _Crossing,
) -> ShapeRecord:
    import shapely

    parts = shapely.get_parts(drawn)
    longest = parts[shapely.length(parts).argmax()]
    middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    simplified = [shapely.simplify(drawn, detail.tolerance_deg) for detail in RIVER_DETAILS]
    return ShapeRecord(
        place_id=PlaceId(source="naturalearth", key=f"river-{key}"),
        layer="river",
        name=name,
        names=names,
        code="HSTM",
        rank=min(reach.rank for reach in group),
        countries=crossing.countries(course),
        label_longitude=round(middle.x, 4),
        label_latitude=round(middle.y, 4),
        bounds=shapes_details.bounds_of(course),
        length_km=round(length_km(course), 1),
        details=shapes_details.pack_details(simplified, RIVER_DETAILS),
    )


def _merged(group: list[Reach]) -> MultiLineString:
    import shapely

    lines = shapely.multilinestrings([shapely.linestrings(line) for reach in group for line in reach.lines])
    merged = shapely.line_merge(lines)
    return shapely.multilinestrings(shapely.get_parts(merged))


def _drawn(group: list[Reach], water: BaseGeometry) -> MultiLineString:
    """The course without the middle lines of lakes that are drawn themselves, or all of it if nothing is left."""
    import shapely

    flowing = []
    for reach in group:
        course = _merged([reach])
        if reach.through_lake and shapely.intersects(water, course):
            outside = shapely.difference(course, water)
            if outside.length < 0.5 * course.length:
                continue
        flowing.append(reach)
    return _merged(flowing or group)


def _groups(reaches: list[Reach]) -> list[list[Reach]]:
    """Reaches of one name, divided into rivers that lie apart."""
    import shapely

    groups: list[tuple[list[Reach], MultiLineString]] = []
    for reach in reaches:
        line = _merged([reach])
        near = [group for group in groups if shapely.dwithin(group[1], line, _GAP_DEG)]
        joined = [reach]
        for group in near:
            groups.remove(group)
            joined = group[0] + joined
            line = shapely.multilinestrings([*shapely.get_parts(group[1]), *shapely.get_parts(line)])
        groups.append((joined, line))
    return [group for group, _ in groups]


def _cut(reach: Reach, box: str) -> Reach:
    """The part of a reach inside a box, or the reach itself without one."""
    import shapely

    if not box:
        return reach
    inside = shapely.intersection(_merged([reach]), shapely.box(*map(float, box.split(","))))
    lines = [shapely.get_coordinates(part) for part in shapely.get_parts(inside) if part.length]
    return replace(reach, lines=lines)


def _key(name: str) -> str:
    return slug(name.removesuffix(" River"))


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(text for text in cell.split("|") if text)
