"""Builds a gazetteer of GeoNames' full dump: one SQLite file of the same form as the embedded one.

What geomap knows itself is kept: shapes, regions, rivers, demonyms, abbreviations, English names of areas.
The file is written under a name of its own and then put in place: whatever fails before leaves the old
gazetteer as it was. Memory stays bounded; SQLite sorts in temporary files beside the new file.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer import artefact, regions, schema, shapes, sums, verify
from geomap.gazetteer.artefact import Row
from geomap.gazetteer.geonames_files import Dump, Skipped, dated, read_lines, text_size
from geomap.gazetteer.geonames_names import Alternates
from geomap.gazetteer.geonames_records import AdminIds, IdSet, Records
from geomap.gazetteer.unpacking import Progress
from geomap.names import fold

#: Disk space wanted for each byte of the dump's text: 2.1 for the file (measured on 3 million places), the rest
#: for what SQLite sorts beside it (its rows' sizes added up).
_SPACE_PER_BYTE = 4.6
#: And for geomap's own places and shapes, which stand in every gazetteer.
_SPACE_OF_OWN = 400_000_000
# Bounded memory: pages kept for reading and writing, and as much again for sorting. The file is thrown away
# when anything fails, so it needs no journal.
_PRAGMAS = """
PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
PRAGMA cache_size=-65536; PRAGMA temp_store=FILE; PRAGMA secure_delete=OFF; PRAGMA threads=2;
"""
_LICENCE = "CC BY 4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build made: ``own`` of the places come from geomap's own gazetteer alone."""

    path: Path
    places: int
    own: int
    names: int
    skipped: Skipped
    sources: list[dict[str, str]] = field(default_factory=list)


def build(
    dump: Dump, target: Path, *, progress: Progress | None = None, embedded: Path | None = None
) -> BuildReport:
    """Make the gazetteer of a dump at ``target``.

    ``progress(what, done, total)`` is called on the way. ``embedded`` is the folder of geomap's own
    artefacts. Raises GazetteerError when the dump is damaged or the disk is full; ``target`` then is what it
    was before.
    """
    folder = embedded or artefact.folder()
    size = sum(map(text_size, (*dump.places, *dump.alternates)))
    target.parent.mkdir(parents=True, exist_ok=True)
    _check_space(target, size)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        report = _build(dump, folder, partial, target, progress)
        os.replace(partial, target)
    except (sqlite3.Error, OSError) as error:
        raise GazetteerError(
            f"the gazetteer could not be written to {target.parent}: {error}; about "
            f"{_needed(size) / 1e9:.1f} GB must be free there, or give another place with -o; "
            "nothing was changed"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return report


def _needed(size: int) -> float:
    return size * _SPACE_PER_BYTE + _SPACE_OF_OWN


def _check_space(target: Path, size: int) -> None:
    free = shutil.disk_usage(target.parent).free
    if free < _needed(size):
        raise GazetteerError(
            f"{target.parent} has {free / 1e9:.1f} GB free, the gazetteer needs {_needed(size) / 1e9:.1f} GB "
            "while it is made: free some or give another place with -o"
        )


def _build(dump: Dump, folder: Path, partial: Path, target: Path, progress: Progress | None) -> BuildReport:
    partial.unlink(missing_ok=True)
    skipped = Skipped()
    # Deprecated, but the only way for temporary files to stand where there is room; ignored where it is gone.
    # It counts for the whole process, so it is taken back.
    _sort_in(str(partial.parent.resolve()))
    connection = sqlite3.connect(partial, isolation_level=None)
    try:
        connection.executescript(_PRAGMAS)
        header, own_rows = artefact.read_rows(folder / "places.tsv.xz")
        known = _known(own_rows, progress, int(header["places"]))
        areas = AdminIds(dump.admin1, dump.admin2, dump.hierarchy, skipped)
        alternates = _alternates(connection, dump, skipped, progress) if dump.alternates else None
        records = Records(areas, known, skipped, alternates=alternates and alternates.of)
        records.wanted_villages = _villages(known)
        from_dump = _dump_rows(dump, records, progress)
        kept = _kept(known, records, dump.countries)
        own = 0

        def counted() -> Iterator[Row]:
            nonlocal own
            for row in kept:
                own += 1
                yield row

        places = schema.fill(connection, chain(from_dump, counted()))
        if alternates:
            alternates.keep_languages()
        connection.execute("BEGIN")
        for load, file in ((shapes.load_into, "shapes.bin.xz"), (regions.load_into, regions.FILE)):
            if (folder / file).exists():
                load(connection, folder / file)
        sources = _sources(dump, header)
        meta = {
            "format": str(schema.DATABASE_FORMAT),
            "name": "geonames",
            "date": max(map(dated, dump.places)),
            "sources": "; ".join(f"{source['name']} {source['version']}" for source in sources),
            "source_table": json.dumps(sources, ensure_ascii=False),
            "countries": " ".join(dump.countries) or "all",
            "skipped": str(skipped.total),
        }
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        names = sums.record_sums(connection)
        if connection.in_transaction:
            connection.execute("COMMIT")
    finally:
        connection.close()
        _sort_in("")
    return BuildReport(path=target, places=places, own=own, names=names, skipped=skipped, sources=sources)


def _known(rows: Iterator[Row], progress: Progress | None, total: int) -> dict[str, str]:
    """geomap's own rows by key, each still one line: as objects they would take four times the memory."""
    known = {}
    for number, row in enumerate(rows):
        known[row.key] = "\t".join(row)
        if progress and not number % 20_000:
            progress("reading geomap's own places", number, total)
    return known


def _villages(known: dict[str, str]) -> set[tuple[str, str]]:
    """Post-office villages, by admin-1 id and folded name: GeoNames' own record of one replaces it."""
    rows = (Row(*line.split("\t")) for key, line in known.items() if key.startswith("zipcodes:"))
    return {(row.admin1, fold(row.name)) for row in rows}


def _kept(known: dict[str, str], records: Records, countries: tuple[str, ...]) -> Iterator[Row]:
    """The rows of geomap's own gazetteer that the dump does not have and that are not gone for good.

    A settlement of a country of the dump that is no longer in it was removed or joined with another.
    """
    for line in known.values():
        row = Row(*line.split("\t"))
        of_dump = not countries or row.country in countries
        if row.key.isdecimal() and row.code[0] == "P" and of_dump:
            continue
        if row.key.startswith("zipcodes:") and (row.admin1, fold(row.name)) in records.found_villages:
            continue
        yield row


def _dump_rows(dump: Dump, records: Records, progress: Progress | None) -> Iterator[Row]:
    total = sum(map(text_size, dump.places))
    before = 0
    for path in dump.places:
        yield from records.rows(path, progress=_from(progress, "reading places", before, total))
        before += text_size(path)


def _alternates(
    connection: sqlite3.Connection, dump: Dump, skipped: Skipped, progress: Progress | None
) -> Alternates:
    """The names of the dump's places in all languages, from the table of the world or those of countries."""
    only = None
    if dump.countries:
        only = IdSet()
        for path in dump.places:
            for _, lines in read_lines(path, Skipped()):
                for line in lines:
                    key = line.partition("\t")[0]
                    if key.isdecimal() and len(key) < 10:
                        only.add(int(key))
    alternates = Alternates(connection)
    total = sum(map(text_size, dump.alternates))
    before = 0
    for path in dump.alternates:
        alternates.read(path, skipped, only=only, progress=_from(progress, "reading names", before, total))
        before += text_size(path)
    if progress:
        progress("sorting names", 0, 0)
    alternates.sort()
    return alternates


def _from(progress: Progress | None, what: str, before: int, total: int) -> Callable[[int], None] | None:
    return progress and (lambda done: progress(what, before + done, total))




def _sources(dump: Dump, header: dict[str, str]) -> list[dict[str, str]]:
    sources = [
        {"name": f"GeoNames {path.name}", "version": dated(path), "licence": _LICENCE, "attribution": "GeoNames"}
        for path in dump.files
    ]
    return sources + verify.packaged_sources(header["sources"])


def _sort_in(folder: str) -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA temp_store_directory = '{}'".format(folder.replace("'", "''")))
