"""The gazetteer is the one door to the places: a read-only SQLite file with names, records and shapes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap.errors import GazetteerMismatch, GazetteerNotFound
from geomap.gazetteer.bearer import Bearer
from geomap.gazetteer.credit import ATTRIBUTION
from geomap.gazetteer.features import NameFeatures, NameFlag
from geomap.gazetteer.name_table import NameTable
from geomap.gazetteer.schema import DATABASE_FORMAT, OTHER_SOURCES
from geomap.gazetteer.settlements import landmarks
from geomap.gazetteer.unpacking import Progress, unpacked
from geomap.model import Bounds, Candidate, Place, PlaceId
from geomap.names import fold, fold_many

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer.fuzzy import SimilarName
    from geomap.gazetteer.fuzzy_index import FuzzyIndex
    from geomap.gazetteer.geometry import Extent, Extents
    from geomap.gazetteer.shapes import Shape, ShapeStore

# As plain numbers: the operators of flags take longer than the look-up.
_DEMONYM, _PRIMARY = int(NameFlag.DEMONYM), int(NameFlag.PRIMARY)


class AlternateName(NamedTuple):
    """A name of a place with its language: an ISO 639 code, empty where no source tells."""

    name: str
    language: str
    historic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerInfo:
    """What a gazetteer holds and where it comes from."""

    path: Path
    format: int
    date: str
    sources: str
    places: int
    names: int
    shapes: int
    by_code: dict[str, int]


class Gazetteer:
    """Names, places and shapes by look-up. Safe for many readers; nothing is ever written.

    Open it with `Gazetteer.open`, close it with `close` or a ``with`` block.
    """

    def __init__(self, path: Path) -> None:
        """Open an unpacked file; GazetteerNotFound or GazetteerMismatch when it is none."""
        if not path.is_file():
            raise GazetteerNotFound(f"no gazetteer at {path}: leave the path out to use the embedded one")
        self.path = path
        # Immutable: no locks are taken, so any number of processes read at once.
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            self.meta = dict(self._connection.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise GazetteerMismatch(f"{path} is not a gazetteer ({error}): delete it and run again") from error
        if self.meta.get("format") != str(DATABASE_FORMAT):
            self._connection.close()
            raise GazetteerMismatch(
                f"{path} has format {self.meta.get('format')}, this geomap reads {DATABASE_FORMAT}: "
                "delete it and run again"
            )
        self._connection.execute("PRAGMA mmap_size=1073741824")
        self._areas: dict[int, tuple[str, int | None]] = {}
        self._names = NameTable(self._connection)
        self._fuzzy: FuzzyIndex | None = None

    @classmethod
    def open(
        cls, path: Path | str | None = None, *, cache_dir: Path | str | None = None, progress: Progress | None = None
    ) -> Gazetteer:
        """The gazetteer at ``path``, or the embedded one, unpacked into ``cache_dir`` at the first use."""
        if path is not None:
            return cls(Path(path))
        return cls(unpacked(Path(cache_dir) if cache_dir else None, progress=progress))

    @property
    def label(self) -> str:
        """Name and date of the data, as results carry them: "embedded 2026-07"."""
        return f"{self.meta.get('name', 'embedded')} {self.meta['date']}"

    @property
    def attribution(self) -> str:
        """The credit that the data's licences ask for: maps and exports carry it."""
        return self.meta.get("attribution", ATTRIBUTION)

    def close(self) -> None:
        """Close the file; look-ups afterwards fail."""
        self._connection.close()

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Look-up by name

    def bearers(self, names: Iterable[str], *, limit: int = 20) -> dict[str, tuple[Bearer, ...]]:
        """The places that bear each name, by prominence, in one batched look-up; unknown names get ``()``.

        A name that the gazetteer does not have as written is tried without generic words and articles.
        """
        return self._names.bearers(names, limit=limit)

    def candidates(self, names: Iterable[str], *, limit: int = 20) -> dict[str, tuple[Candidate, ...]]:
        """The candidates of each name, by prominence, in one batched look-up; unknown names get ``()``."""
        found = self.bearers(names, limit=limit)
        return {name: tuple(map(self.candidate, bearers)) for name, bearers in found.items()}

    def similar(self, name: str, *, limit: int = 10, progress: Progress | None = None) -> tuple[Candidate, ...]:
        """The places whose names sound most like ``name``, best first, each with its similarity.

        For names that `candidates` does not find: typos, transcriptions, names in other scripts. The first
        call makes an index of all names, about ten seconds' work, and keeps it beside the gazetteer.
        """
        return tuple(map(self.similar_candidate, self.similar_bearers(name, limit=limit, progress=progress)))

    def similar_bearers(
        self, name: str, *, limit: int = 10, progress: Progress | None = None
    ) -> list[tuple[Bearer, SimilarName]]:
        """What `similar` makes its candidates of: each place with its name that sounds like ``name``."""
        from geomap.gazetteer import fuzzy_index, similar

        if self._fuzzy is None:
            self._fuzzy = fuzzy_index.opened(self.path, self._connection, progress=progress)
        return similar.similar_bearers(self._fuzzy, self._names, name, limit=limit)

    def similar_candidate(self, found: tuple[Bearer, SimilarName]) -> Candidate:
        """The full candidate that one of `similar_bearers` stands for."""
        bearer, similar = found
        return self.candidate(bearer, similarity=similar.similarity)

    def candidate(self, bearer: Bearer, *, similarity: float = 1.0, probability: float | None = None) -> Candidate:
        """The full candidate that a bearer stands for."""
        return Candidate(
            place=self._place_of(bearer),
            matched_name=self._spelling(bearer),
            match=bearer.match,
            similarity=similarity,
            demonym=bool(bearer.flags & NameFlag.DEMONYM),
            probability=probability,
        )

    def features(self, keys: Iterable[str]) -> dict[str, NameFeatures]:
        """What is known of each folded key, in one batched look-up; unknown keys are absent."""
        return self._names.features(keys)

    # Look-up by id

    def number(self, place_id: PlaceId) -> int | None:
        """The number inside this gazetteer of a place, or ``None``."""
        if place_id.source == "geonames":
            return int(place_id.key) if place_id.key.isdecimal() else None
        return self._others.get(str(place_id))

    def place_id(self, number: int) -> PlaceId:
        """The id of a place by its number."""
        if number < OTHER_SOURCES:
            return PlaceId(source="geonames", key=str(number))
        (key,) = self._connection.execute("SELECT key FROM place WHERE id = ?", (number,)).fetchone()
        return PlaceId.parse(key)

    def place(self, place_id: PlaceId) -> Place | None:
        """The record of a place, or ``None`` when this gazetteer does not have it."""
        number = self.number(place_id)
        if number is None:
            return None
        row = self._connection.execute(
            "SELECT id, name, code, country, admin1, admin2, population, latitude, longitude, prominence, bounds"
            " FROM place WHERE id = ?",
            (number,),
        ).fetchone()
        if row is None:
            return None
        bounds = Bounds(*map(float, row[10].split("|"))) if row[10] else None
        return self._make(*row[:9], bounds=bounds)

    def alternates(self, place_id: PlaceId) -> tuple[AlternateName, ...]:
        """The other names of a place; languages are known where GeoNames' table of names was built in."""
        row = self._connection.execute("SELECT names FROM place WHERE id = ?", (self.number(place_id),)).fetchone()
        names = row[0].split("|") if row and row[0] else []
        codes: list[str] = []
        if self._has_table("language"):
            query = "SELECT codes FROM language WHERE place = ?"
            found = self._connection.execute(query, (self.number(place_id),)).fetchone()
            codes = found[0].split("|") if found else []
        codes += [""] * (len(names) - len(codes))
        # A hyphen marks a name that is no longer used.
        return tuple(
            AlternateName(name, code.removeprefix("-"), code.startswith("-"))
            for name, code in zip(names, codes, strict=False)
        )

    def cities_within(self, bounds: Bounds, *, limit: int = 40) -> list[Place]:
        """The most prominent settlements in a box (which must not cross the antimeridian), biggest first.

        Parts of towns are none, nor what is counted as bigger than the more prominent city that it adjoins:
        "East Mosul" and "New Mosul" would stand where the reader looks for Mosul.
        """
        west, south, east, north = bounds
        rows = self._connection.execute(
            "SELECT id, name, code, country, admin1, admin2, population, latitude, longitude FROM place"
            " WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND code GLOB 'P*' AND code <> 'PPPLX'"
            " AND prominence >= 45 AND prominence >= ? ORDER BY prominence DESC, id LIMIT ?",
            (south, north, west, east, 45 if east - west < 20 else 58, limit),
        )
        return landmarks(self._make(*row) for row in rows)

    def town_near(self, latitude: float, longitude: float) -> Place | None:
        """The settlement nearest to a point, of those within half a degree or so; ``None`` far from all.

        Reads the whole table: some 40 ms with the embedded gazetteer, for questions asked once.
        """
        from math import cos, radians

        narrow = max(0.1, cos(radians(latitude)))
        row = self._connection.execute(
            "SELECT id, name, code, country, admin1, admin2, population, latitude, longitude FROM place"
            " WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND code GLOB 'P*'"
            " ORDER BY (latitude - ?) * (latitude - ?) + (longitude - ?) * (longitude - ?) * ?, id LIMIT 1",
            (latitude - 0.6, latitude + 0.6, longitude - 0.6 / narrow, longitude + 0.6 / narrow,
             latitude, latitude, longitude, longitude, narrow * narrow),
        ).fetchone()  # fmt: skip
        return None if row is None else self._make(*row)

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> BaseGeometry | None:
        """The ground of an area, a water or a region, coarser with a larger tolerance; longitude, latitude order.

        ``None`` for settlements and sites: `extent` gives theirs, and says how each geometry was made.
        """
        return self._extents.geometry(place_id, tolerance_deg=tolerance_deg)

    def extent(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> Extent | None:
        """The ground of any place with coordinates or members, and how it was made; ``None`` for others."""
        return self._extents.extent(place_id, tolerance_deg=tolerance_deg)

    def within(self, bounds: Bounds, layer: str, *, tolerance_deg: float = 0.0) -> list[Shape]:
        """The shapes of a layer (country, admin1, admin2, river, lake, sea, land) that meet a box."""
        return self._shapes.within(bounds, layer, tolerance_deg=tolerance_deg)

    def info(self) -> GazetteerInfo:
        """Counts, date and sources; reads the whole file."""
        run = self._connection.execute
        query = "SELECT substr(code, 2), count(*) FROM place GROUP BY 1 ORDER BY 2 DESC, 1"
        counted = self.meta.get("by_code")
        by_code = json.loads(counted) if counted else dict(run(query))
        return GazetteerInfo(
            path=self.path,
            format=DATABASE_FORMAT,
            date=self.meta["date"],
            sources=self.meta["sources"],
            places=sum(by_code.values()),
            names=int(self.meta.get("names") or run("SELECT count(*) FROM name").fetchone()[0]),
            shapes=run("SELECT count(DISTINCT place) FROM shape").fetchone()[0] if self._has_shapes else 0,
            by_code=by_code,
        )

    # Inside

    @cached_property
    def _has_shapes(self) -> bool:
        return self._has_table("shape")

    def _has_table(self, name: str) -> bool:
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return self._connection.execute(query, (name,)).fetchone() is not None

    @cached_property
    def _shapes(self) -> ShapeStore:
        from geomap.gazetteer.shapes import ShapeStore

        return ShapeStore(self._connection)

    @cached_property
    def _extents(self) -> Extents:
        from geomap.gazetteer.geometry import Extents

        return Extents(self._connection, place=self.place, number=self.number)

    @cached_property
    def _others(self) -> dict[str, int]:
        query = "SELECT key, id FROM place WHERE id >= ?"
        return dict(self._connection.execute(query, (OTHER_SOURCES,)))

    def _place_of(self, bearer: Bearer) -> Place:
        return self._make(
            bearer.number, bearer.label, bearer.code, bearer.country, bearer.admin1, bearer.admin2,
            bearer.population, bearer.latitude, bearer.longitude,
        )  # fmt: skip

    def _make(
        self, number, name, code, country, admin1, admin2, population, latitude, longitude, *, bounds=None
    ) -> Place:
        areas = [area for area in (admin1, admin2) if area is not None]
        return Place(
            id=self.place_id(number),
            name=name,
            latitude=latitude,
            longitude=longitude,
            feature_class=code[0],
            feature_code=code[1:],
            country_code=country,
            admin=tuple(self.area_name(area) for area in areas),
            admin_ids=tuple(PlaceId(source="geonames", key=str(area)) for area in areas),
            population=population,
            bounds=bounds,
        )

    def area_name(self, number: int) -> str:
        """The display name of an area by its number; the number itself where the area is not known."""
        if number not in self._areas:
            row = self._connection.execute("SELECT name, admin1 FROM place WHERE id = ?", (number,)).fetchone()
            self._areas[number] = row or (str(number), None)
        return self._areas[number][0]

    def country_name(self, code: str) -> str:
        """The display name of a country by its ISO code; the code itself for an unknown one."""
        return self._countries.get(code, code)

    @cached_property
    def _countries(self) -> dict[str, str]:
        query = "SELECT country, name FROM place WHERE code IN ('APCLI', 'APCLD') AND country IS NOT NULL"
        return dict(self._connection.execute(query))

    def _spelling(self, bearer: Bearer) -> str:
        """The name that matched as the gazetteer spells it."""
        if bearer.flags & _PRIMARY or (bearer.flags & _DEMONYM and fold(bearer.label) == bearer.key):
            return bearer.label
        row = self._connection.execute(
            "SELECT names, demonyms, abbreviations FROM place WHERE id = ?", (bearer.number,)
        ).fetchone()
        names = [name.removeprefix("!") for cell in row or () if cell for name in cell.split("|")]
        for name in names:
            # Nearly always enough, and much less work than folding all names.
            if name.casefold().replace("-", " ") == bearer.key:
                return name
        return next((name for name, key in zip(names, fold_many(names), strict=True) if key == bearer.key), bearer.key)
