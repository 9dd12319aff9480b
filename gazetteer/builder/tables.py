"""The hand-edited tables: regions of our own, demonyms, abbreviations and further names of known places."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from builder import prominence
from builder.records import Record
from geomap.gazetteer.codes import class_of
from geomap.gazetteer.regions import Region
from geomap.model import Bounds, PlaceId
from geomap.names import fold

TABLES = Path(__file__).parent.parent / "tables"


def read(name: str) -> list[dict[str, str]]:
    """The rows of ``tables/NAME.tsv`` as dictionaries; an absent table is empty."""
    path = TABLES / f"{name}.tsv"
    if not path.exists():
        return []
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    return [dict(zip(columns, row.split("\t"), strict=True)) for row in rows if row]


def regions() -> Iterator[Record]:
    """The rows of the regions table; those made of members get bounds and shape from them at look-up."""
    geonames = {row["region"]: row["geonameid"] for row in read("region_ids")}
    for row in read("regions"):
        bounds = tuple(float(row[side]) if row[side] else None for side in ("west", "south", "east", "north"))
        countries = [code for code in row["countries"].split("|") if code]
        code = row["feature_code"]
        yield Record(
            # A region that GeoNames has as well goes by GeoNames' id.
            key=geonames.get(row["id"], f"regions:{row['id']}"),
            name=row["name"],
            code=class_of(code) + code,
            country=countries[0] if len(countries) == 1 else "",
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            prominence=prominence.of_table_row(int(row["prominence"])),
            names=[name for name in row["aliases"].split("|") if name],
            countries=countries,
            bounds=bounds if None not in bounds else None,
        )


def region_outlines(country_ids: dict[str, str]) -> Iterator[Region]:
    """What outlines each row of the regions table; ``country_ids`` are GeoNames' ids by ISO code."""
    geonames = {row["region"]: row["geonameid"] for row in read("region_ids")}
    for row in read("regions"):
        key = geonames.get(row["id"])
        yield Region(
            place_id=PlaceId.parse(f"geonames:{key}" if key else f"regions:{row['id']}"),
            members=tuple(
                PlaceId.parse(f"geonames:{country_ids[member[3:]]}" if member.startswith("cc:") else member)
                for member in row["members"].split("|")
                if member
            ),
            bounds=Bounds(*(float(row[side]) for side in ("west", "south", "east", "north"))),
            radius_m=float(row["radius_km"]) * 1000 if row["radius_km"] else None,
        )


class Targets:
    """Finds the record that a table row points at: ``cc:IQ``, ``iso:US-TX``, ``geonames:1``, ``regions:x``."""

    def __init__(self, records: dict[str, Record], iso_codes: dict[str, str]) -> None:
        self._records = records
        self._iso = iso_codes
        self._regions = {f"regions:{row['region']}": row["geonameid"] for row in read("region_ids")}
        self._country = {
            # Former countries (PCLH) bear the code of today's.
            record.country: record for record in records.values() if record.code in ("APCLI", "APCLD")
        }

    def find(self, target: str) -> Record | None:
        scheme, _, key = target.partition(":")
        match scheme:
            case "cc":
                return self._country.get(key)
            case "iso":
                return self._records.get(self._iso.get(key, ""))
            case "geonames":
                return self._records.get(key)
        return self._records.get(self._regions.get(target, target))


def apply_points(targets: Targets) -> None:
    """Move countries, continents, oceans and vast areas to their customary centre.

    Set by hand in whole or half degrees as almanacs give them: the middle of an area as it is usually
    understood, where a centroid falls into a neighbour or is pulled away by an overseas part.
    """
    for row in read("customary_points"):
        record = targets.find(row["target"])
        if record is not None:
            record.latitude, record.longitude = float(row["latitude"]), float(row["longitude"])


def apply_names(targets: Targets) -> None:
    """Give the demonyms, abbreviations and aliases of the tables to their records; say what has none."""
    lost = []
    for row in read("demonyms"):
        record = targets.find(row["target"])
        lost.append(row["target"]) if record is None else record.demonyms.append(row["form"])
    for row in read("abbreviations"):
        record = targets.find(row["target"])
        if record is None:
            lost.append(row["target"])
            continue
        # "!" marks a form that counts only in its own letter case.
        form = ("!" if row["case"] == "exact" else "") + row["form"]
        record.abbreviations.append(form)
    for row in read("aliases"):
        record = targets.find(row["target"])
        if record is None:
            lost.append(row["target"])
        elif fold(row["name"]) not in {fold(name) for name in (record.name, *record.names)}:
            record.names.append(row["name"])
    for record in targets._records.values():
        record.demonyms = sorted(set(record.demonyms))
        record.abbreviations = sorted(set(record.abbreviations))
    if lost:
        print(f"{len(lost)} table rows name no known place: {', '.join(sorted(set(lost))[:20])}", file=sys.stderr)
