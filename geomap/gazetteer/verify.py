"""Verifying tells whether a gazetteer's file is whole: every rule that its tables keep is checked."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import GazetteerError
from geomap.gazetteer import artefact
from geomap.gazetteer.sums import sums_of

if TYPE_CHECKING:
    from geomap.gazetteer.store import Gazetteer

#: Shapes whose geometry is looked at, spread evenly over the file.
SAMPLE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule and whether the file keeps it; ``detail`` says what was counted or what is wrong."""

    rule: str
    holds: bool
    detail: str


def packaged_sources(listed: str) -> list[dict[str, str]]:
    """Name, version, licence, attribution of the packages in a header's "name version; name version".

    Licences come from the list of sources beside the artefacts; they are empty where it is not at hand.
    """
    known = {}
    folder = artefact.folder()
    for path in (folder / "sources.tsv", folder.parent / "sources.tsv"):
        if path.is_file():
            header, *lines = path.read_text(encoding="utf-8").splitlines()
            columns = header.split("\t")
            rows = [dict(zip(columns, line.split("\t"), strict=True)) for line in lines if line]
            known = {row["package"]: row for row in rows}
            break
    sources = []
    for part in filter(None, listed.split("; ")):
        name, _, version = part.rpartition(" ")
        row = known.get(name, {})
        sources.append(
            {
                "name": name,
                "version": version,
                "licence": row.get("licence", ""),
                "attribution": row.get("attribution", ""),
            }
        )
    return sources


def sources_of(gazetteer: Gazetteer) -> list[dict[str, str]]:
    """The sources of an open gazetteer: name, version or date, licence, attribution."""
    table = gazetteer.meta.get("source_table")
    return json.loads(table) if table else packaged_sources(gazetteer.meta.get("sources", ""))


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify(path: Path, *, progress: Callable[[str], None] | None = None) -> Iterator[Check]:
    """One check after the other; a file that cannot be read at all fails the first and ends there.

    ``progress`` is called with the rule that is being checked. Raises GazetteerError when there is no file.
    """
    if not path.is_file():
        raise GazetteerError(f"there is no gazetteer at {path} to verify")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA mmap_size=1073741824")
    try:
        for rule, check in _CHECKS.items():
            if progress:
                progress(rule)
            try:
                holds, detail = check(connection)
            except sqlite3.DatabaseError as error:
                yield Check(rule=rule, holds=False, detail=f"cannot be read: {error}")
                return
            yield Check(rule=rule, holds=holds, detail=detail)
    finally:
        connection.close()


def _integrity(connection: sqlite3.Connection) -> tuple[bool, str]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    return found == ["ok"], "; ".join(found)


def _bearers(connection: sqlite3.Connection) -> tuple[bool, str]:
    lost = connection.execute(
        "SELECT count(*), min(key) FROM name WHERE NOT EXISTS (SELECT 1 FROM place WHERE place.id = name.place)"
    ).fetchone()
    if lost[0]:
        return False, f"{lost[0]:,} names belong to no place, {lost[1]!r} is one"
    return True, f"{connection.execute('SELECT count(*) FROM name').fetchone()[0]:,} names"


def _ranks(connection: sqlite3.Connection) -> tuple[bool, str]:
    broken, example = connection.execute(
        "SELECT count(*), min(key) FROM (SELECT key FROM name GROUP BY key"
        " HAVING min(rank) != 0 OR max(rank) != count(*) - 1)"
    ).fetchone()
    if broken:
        return False, f"{broken:,} names have gaps in their ranks, {example!r} is one"
    return True, "every name ranks its places 0, 1, 2 …"


def _named(connection: sqlite3.Connection) -> tuple[bool, str]:
    nameless, codeless = connection.execute(
        "SELECT total(name IS NULL OR trim(name) = ''), total(code IS NULL OR code = '') FROM place"
    ).fetchone()
    if nameless or codeless:
        return False, f"{nameless:,.0f} places have no name, {codeless:,.0f} no feature class"
    return True, f"{connection.execute('SELECT count(*) FROM place').fetchone()[0]:,} places"


def _coordinates(connection: sqlite3.Connection) -> tuple[bool, str]:
    outside, half, without, example = connection.execute(
        "SELECT total(latitude NOT BETWEEN -90 AND 90 OR longitude NOT BETWEEN -180 AND 180),"
        " total((latitude IS NULL) != (longitude IS NULL)), total(latitude IS NULL),"
        " min(CASE WHEN latitude NOT BETWEEN -90 AND 90 OR longitude NOT BETWEEN -180 AND 180 THEN name END)"
        " FROM place"
    ).fetchone()
    if outside or half:
        return False, f"{outside:,.0f} places lie outside the globe ({example}), {half:,.0f} have half a position"
    return True, f"all on the globe; {without:,.0f} places have none"


def _shapes(connection: sqlite3.Connection) -> tuple[bool, str]:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'shape'").fetchone():
        return True, "there are none"
    from geomap.errors import GeomapError
    from geomap.gazetteer import packing

    count = connection.execute("SELECT count(*) FROM shape").fetchone()[0]
    step = max(1, count // SAMPLE)
    looked = 0
    for place, blob in connection.execute("SELECT place, geometry FROM shape WHERE rowid % ? = 0", (step,)):
        looked += 1
        try:
            geometry = packing.to_geometry(blob)
        except (GeomapError, ValueError, IndexError) as error:
            return False, f"the shape of {place} cannot be read: {error}"
        west, south, east, north = geometry.bounds
        if not geometry.is_valid:
            return False, f"the shape of {place} crosses itself"
        if west < -180 or east > 180 or south < -90 or north > 90:
            return False, f"the shape of {place} leaves the globe: {geometry.bounds}"
    return True, f"{looked:,} of {count:,} looked at"


def _recorded(connection: sqlite3.Connection) -> tuple[bool, str]:
    row = connection.execute("SELECT value FROM meta WHERE key = 'sums'").fetchone()
    sums = sums_of(connection)
    shown = ", ".join(f"{int(values[0]):,} rows in {table}" for table, values in sums.items())
    if row is None:
        return True, f"none were recorded; {shown}"
    recorded = json.loads(row[0])
    changed = [table for table in sums if not _same(sums[table], recorded.get(table, []))]
    if changed:
        return False, f"{' and '.join(changed)} changed since the file was made: build it again"
    return True, shown


def _same(sums: list[float], recorded: list[float]) -> bool:
    # Sums of fractions depend on the order of adding in their last digits.
    return len(sums) == len(recorded) and all(
        abs(now - then) <= 1e-9 * max(1.0, abs(then)) + 0.01 for now, then in zip(sums, recorded, strict=True)
    )


_CHECKS: dict[str, Callable[[sqlite3.Connection], tuple[bool, str]]] = {
    "the file is whole": _integrity,
    "every name belongs to a place": _bearers,
    "ranks have no gaps": _ranks,
    "every place has a name and a kind": _named,
    "coordinates are on the globe": _coordinates,
    "shapes are valid": _shapes,
    "counts and sums are as recorded": _recorded,
}
#: The rules, in the order in which they are checked.
RULES = tuple(_CHECKS)
