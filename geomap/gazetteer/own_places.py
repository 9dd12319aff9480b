"""An own place is one that a user adds: `load` checks a file of them, `write` makes a gazetteer of them.

Own gazetteers stand in the user's data folder, one SQLite file each, and are stacked over a base at look-up.
Every place keeps the user's name for its gazetteer in its id: ``own-NAME:key``.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import GazetteerError, GazetteerNotFound, InputError
from geomap.gazetteer import schema, shapes, sums
from geomap.gazetteer.artefact import Row, join_names
from geomap.gazetteer.own_places_check import SCALE, OwnPlace, checked
from geomap.gazetteer.own_places_files import read_rows
from geomap.model import Bounds, PlaceId
from geomap.names import fold

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Environment variable that names the data folder.
DATA_VARIABLE = "GEOMAP_DATA_DIR"
#: In every own gazetteer's ``meta``, so that it is not taken for a base.
KIND = "own"
#: Ranks them among themselves; over the base they win ties by their place in the stack.
_PROMINENCE = 60
#: Shapes of more vertices get a second, coarser detail of 0.004 degrees.
_MANY_VERTICES = 400
_COARSE_DEG = 0.004
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The places of a file, and what is wrong with its other rows, a sentence each with its line number."""

    places: tuple[OwnPlace, ...]
    refused: tuple[str, ...] = field(default=())


def data_dir() -> Path:
    """The folder for what the user adds: ``$GEOMAP_DATA_DIR``, else the platform's data folder for geomap."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("geomap", appauthor=False)


def own_path(name: str) -> Path:
    """Where the own gazetteer of that name stands; InputError for what is no name."""
    return data_dir() / "own" / f"{checked_name(name)}.sqlite"


def own_names() -> list[str]:
    """The names of the user's own gazetteers, sorted."""
    return sorted(path.stem for path in (data_dir() / "own").glob("*.sqlite") if _NAME.match(path.stem))


def checked_name(name: str) -> str:
    """``name`` itself; InputError when it cannot be part of a place id and a file name."""
    if not _NAME.match(name) or name in ("embedded", "geonames"):
        raise InputError(
            f"{name!r} cannot name own places: take lower-case letters, digits and hyphens, "
            "and neither `embedded` nor `geonames`; for example --name camps"
        )
    return name


def name_from(path: Path) -> str:
    """A name for the places of a file: its own, made fit."""
    return checked_name(re.sub(r"[^a-z0-9]+", "-", fold(path.stem)).strip("-")[:40] or "places")


def load(path: Path, name: str, *, base: Gazetteer | None = None) -> Loaded:
    """The places of a file for the own gazetteer ``name``, each row checked.

    Parents are looked for among the places of the file and in ``base``. InputError when the file cannot be
    read at all; a row that cannot be used is in ``refused``.
    """
    places: list[OwnPlace] = []
    refused: list[str] = []
    taken: set[str] = set()
    for row in read_rows(path):
        try:
            place = checked(row)
            if row.cells.get("key") and place.key in taken:
                raise InputError(f"the key {place.key!r} stands in the file before; give each place its own")
        except InputError as error:
            refused.append(f"{path.name}, line {row.line}: {error}")
            continue
        stem, number = place.key, 2
        while place.key in taken:
            place.key = f"{stem}-{number}"
            number += 1
        taken.add(place.key)
        places.append(place)
    kept = []
    by_name = {fold(place.name): place for place in reversed(places)} | {place.key: place for place in places}
    for place in places:
        try:
            _place_inside(place, by_name, base, name)
            kept.append(place)
        except InputError as error:
            refused.append(f"{path.name}, line {place.line}: {error}")
    if not places and not refused:
        raise InputError(f"{path.name}: has no places; it needs at least one row with a name and a position")
    return Loaded(places=tuple(kept), refused=tuple(refused))


def write(places: Iterable[OwnPlace], target: Path, *, name: str, date: str, source: str, credit: str = "") -> int:
    """Make the own gazetteer ``name`` at ``target``, whole or not at all; returns the number of places.

    ``date`` is the day of the data; ``credit`` is what maps and exports that show the places must say.
    """
    places = list(places)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    shapes_path = partial.with_suffix(".shapes")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        connection = sqlite3.connect(partial, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
            schema.fill(connection, [_row(place, name) for place in places])
            shapes.write_artefact([_shape(each, name) for each in places if each.geometry is not None], shapes_path)
            connection.execute("BEGIN")
            shapes.load_into(connection, shapes_path)
            table = [{"name": source, "version": date, "licence": "", "attribution": credit}]
            meta = {
                "format": str(schema.DATABASE_FORMAT), "kind": KIND, "name": f"own-{name}", "date": date,
                "sources": f"{source} {date}", "attribution": credit,
                "source_table": json.dumps(table, ensure_ascii=False),
            }  # fmt: skip
            connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
            sums.record_sums(connection)
            if connection.in_transaction:
                connection.execute("COMMIT")
        finally:
            connection.close()
        os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"{target} cannot be written ({error}): free some space or name another folder with {DATA_VARIABLE}"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
        shapes_path.unlink(missing_ok=True)
    return len(places)


def remove(name: str) -> Path:
    """Delete the own gazetteer of that name and return where it was; GazetteerNotFound when there is none."""
    path = own_path(name)
    if not path.exists():
        have = ", ".join(own_names()) or "none"
        raise GazetteerNotFound(f"there are no own places called {name!r}: there are {have}")
    path.unlink()
    for beside in path.parent.glob(f"{path.name}.*"):
        beside.unlink()
    return path


def _place_inside(place: OwnPlace, own: dict[str, OwnPlace], base: Gazetteer | None, name: str, depth: int = 0) -> None:
    """Give a place the country and areas of its parent; InputError when the parent is not known."""
    if not place.parent or place.admin:
        return
    within = own.get(place.parent.removeprefix(f"own-{name}:")) or own.get(fold(place.parent))
    if within is not None and within is not place:
        if depth > 20:
            raise InputError(f"the parent {place.parent!r} lies inside the place itself; mend one of them")
        _place_inside(within, own, base, name, depth + 1)
        place.country, place.admin = place.country or within.country, within.admin
        return
    found = _in_base(place.parent, base) if base is not None else None
    if found is None:
        raise InputError(
            f"the parent {place.parent!r} is not known; write the name of an area, or an id such as geonames:99237"
        )
    place.country = place.country or found.country_code or ""
    areas = [area.key for area in found.admin_ids if area.source == "geonames"]
    if found.feature_code in ("ADM1", "ADM2") and found.id.source == "geonames":
        areas.append(found.id.key)
    place.admin = tuple(areas[:2])


def _in_base(parent: str, base: Gazetteer) -> Any:
    """The place of the base that a parent means: by id, else the best area of that name."""
    if re.match(r"[a-z][a-z0-9_-]*:\S+\Z", parent):
        return base.place(PlaceId.parse(parent))
    name, _, around = (part.strip() for part in parent.partition(","))
    found = [each.place for each in base.candidates([name], limit=30)[name] if not each.demonym]
    if around:
        countries = {each.place.country_code for each in base.candidates([around], limit=5)[around]}
        found = [place for place in found if place.country_code in countries] or found
    areas = [place for place in found if place.feature_class == "A"]
    return next(iter(areas or found), None)


def _row(place: OwnPlace, name: str) -> Row:
    admin1, admin2 = (*place.admin, "", "")[:2]
    bounds = place.geometry.bounds if place.geometry is not None else ()
    return Row(
        key=f"own-{name}:{place.key}", name=place.name, code=place.code, country=place.country, admin1=admin1,
        admin2=admin2, population=place.population, latitude=repr(place.latitude), longitude=repr(place.longitude),
        prominence=str(_PROMINENCE), names=join_names(place.aliases), demonyms="", abbreviations="", countries="",
        bounds="|".join(f"{value:.5f}" for value in bounds),
    )  # fmt: skip


def _shape(place: OwnPlace, name: str) -> shapes.ShapeRecord:
    from geomap.gazetteer import packing

    geometry = place.geometry
    details = [shapes.PackedDetail(0, packing.from_geometry(geometry, scale=SCALE))]
    if packing.vertex_count(details[0].geometry) > _MANY_VERTICES:
        import shapely

        coarse = shapely.set_precision(geometry.simplify(_COARSE_DEG), 1 / SCALE)
        if coarse.is_valid and not coarse.is_empty:
            detail = round(_COARSE_DEG * shapes.DETAILS_PER_DEGREE)
            details.append(shapes.PackedDetail(detail, packing.from_geometry(coarse, scale=SCALE)))
    return shapes.ShapeRecord(
        place_id=PlaceId(source=f"own-{name}", key=place.key), layer=KIND, name=place.name, code=place.code,
        label_longitude=place.longitude, label_latitude=place.latitude, bounds=Bounds(*geometry.bounds),
        details=tuple(details),
    )  # fmt: skip
