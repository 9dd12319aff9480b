"""Unpacking makes the shipped artefacts into one SQLite file in the user's cache folder, once.

The file is written under a name of its own and then moved into place, so that an interrupted run leaves
nothing broken and two first runs at once do not clash. Its name carries the artefacts' digest: a changed
artefact is unpacked anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer import artefact, schema

#: Environment variable that names the cache folder.
CACHE_VARIABLE = "GEOMAP_CACHE_DIR"
#: Partial files of runs that died are removed after a day, in seconds.
_STALE_S = 86_400

Progress = Callable[[str, int, int], None]


def default_cache_dir() -> Path:
    """The folder for unpacked files: ``$GEOMAP_CACHE_DIR``, else the platform's cache folder for geomap."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("geomap", appauthor=False)


def unpacked(cache_dir: Path | None = None, *, progress: Progress | None = None) -> Path:
    """The path of the unpacked gazetteer, which is made where it is not there yet.

    ``progress(what, done, total)`` is called while it is made. A folder that cannot be written is
    replaced by a temporary one, with a warning; raises GazetteerError when that fails as well.
    """
    folder = artefact.folder()
    sources = sorted(path for path in folder.iterdir() if path.name in artefact.FILES)
    name = f"gazetteer-{schema.DATABASE_FORMAT}-{_stamp(sources)}.sqlite"
    wanted = cache_dir or default_cache_dir()
    if (wanted / name).exists():
        return wanted / name
    place = _writable(wanted)
    target = place / name
    if target.exists():
        return target
    partial = place / f"{name}.{os.getpid()}-{threading.get_ident()}.partial"
    try:
        _build(folder, partial, progress)
        os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        if target.exists():
            # Another first run was faster, and the file is in use where a used file cannot be replaced.
            return target
        raise GazetteerError(
            f"the gazetteer could not be unpacked into {place}: {error}; "
            f"free about 250 MB there or name another folder with --cache-dir or {CACHE_VARIABLE}"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    _sweep(place, keep=name)
    return target


def _stamp(paths: list[Path]) -> str:
    """A digest of names, sizes and first and last bytes: xz keeps its check sums at the end."""
    hasher = hashlib.sha256()
    for path in paths:
        size = path.stat().st_size
        hasher.update(f"{path.name}:{size}:".encode())
        with path.open("rb") as stream:
            hasher.update(stream.read(4096))
            stream.seek(max(0, size - 4096))
            hasher.update(stream.read())
    return hasher.hexdigest()[:16]


def _build(folder: Path, partial: Path, progress: Progress | None) -> None:
    from geomap.gazetteer import regions, shapes, sums
    from geomap.gazetteer.unpacking_names import (
        PRAGMAS,
        NameTable,
        help_with,
        names_beside,
        names_of,
        without_collector,
    )

    partial.unlink(missing_ok=True)
    places_path, beside = folder / "places.tsv.xz", partial.with_name(f"{partial.name}-names")
    total = 0

    def told(done: float) -> None:
        if progress:
            progress("unpacking", int(done), total)

    connection = sqlite3.connect(partial, isolation_level=None)
    try:
        connection.executescript(PRAGMAS)
        with names_beside(places_path, beside) as names, without_collector():
            header, lines = artefact.read_lines(places_path)
            total = int(header["places"])
            table = NameTable() if names is None else None
            if names:
                help_with(lines, names.help_path)
            rows = artefact.rows_of(lines)
            schema.fill_places(connection, rows, also=table and table.add, progress=lambda done: told(done / 3))
            shapes_path = folder / "shapes.bin.xz"
            if shapes_path.exists():
                shapes.load_into(connection, shapes_path)
            regions_path = folder / regions.FILE
            if regions_path.exists():
                regions.load_into(connection, regions_path)
            connection.execute("COMMIT")
            writing = lambda share: told(total * (1 + 2 * share) / 3)  # noqa: E731 - a name for two calls
            if names is None or not names.copy_into(connection, progress=writing):
                connection.execute("BEGIN")
                (table or names_of(places_path)).write(connection, progress=writing)
                connection.execute("COMMIT")
        header["format"] = str(schema.DATABASE_FORMAT)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(header.items()))
        sums.record_sums(connection)
        told(total)
    finally:
        connection.close()


def _writable(wanted: Path) -> Path:
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=wanted):
            return wanted
    except OSError as error:
        fallback = Path(tempfile.gettempdir()) / "geomap-cache"
        try:
            fallback.mkdir(exist_ok=True)
        except OSError:
            fallback = Path(tempfile.mkdtemp(prefix="geomap-"))
        warnings.warn(
            f"the cache folder {wanted} cannot be written ({error.strerror or error}): using {fallback}; "
            f"name another with --cache-dir or {CACHE_VARIABLE}",
            stacklevel=3,
        )
        return fallback


def _sweep(folder: Path, *, keep: str) -> None:
    """Remove what older versions and dead runs left behind; what is in use elsewhere stays."""
    for path in folder.glob("gazetteer-*.sqlite*"):
        old = path.name != keep and time.time() - path.stat().st_mtime > _STALE_S
        if old:
            with contextlib.suppress(OSError):
                path.unlink()
