"""Names in key order are written to the gazetteer's table from left to right, by a second process where it can be.

Folding, sorting and writing a million names is two thirds of unpacking. The second process makes the table in a
file of its own while the first one writes the places; then SQLite copies the finished tree page by page.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from geomap.gazetteer import artefact, schema
from geomap.gazetteer.artefact import Row

#: The file is thrown away when anything fails, so it needs no journal. Large pages: fewer writes.
PRAGMAS = (
    "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-131072;"
    "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=OFF;"
)
#: A process takes a tenth of a second to start, which is what an artefact of so many bytes takes to be unpacked.
WORTH_A_PROCESS = 100_000
#: A bearer of a name is one number: its weight, downwards, above its flags above its place's position.
_FLAG_BITS, _POSITION_BITS, _MOST_WEIGHT = 16, 32, 1 << 12
_FLAGS, _POSITION, _WEIGHT_SHIFT = (1 << _FLAG_BITS) - 1, (1 << _POSITION_BITS) - 1, _FLAG_BITS + _POSITION_BITS
#: Share of the places, in per cent, whose names the second process folds itself: the first one has those behind
#: them folded when it gets there, by a measurement of both.
_HELPED_FROM = 55
#: Names between two reports of progress.
_STEP = 50_000
_SCRIPT = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from geomap.gazetteer.unpacking_names import main; main(sys.argv[2], sys.argv[3])"
)


class NameTable:
    """The ``name`` table in the making: all names are held in memory until they are written."""

    def __init__(self) -> None:
        self._places: list[tuple] = []
        self._bearers: dict[str, int | list[int]] = {}

    def add(self, numbers: Sequence[int], rows: Sequence[Row], keys: Iterator[str] | None = None) -> None:
        """Take in the names of the places of these rows; ``keys`` is for `schema.name_rows`."""
        bearers, start = self._bearers, len(self._places)
        self._places += map(_columns, numbers, rows)
        for key, weight, position, flags in schema.name_rows(range(start, len(self._places)), rows, keys):
            bearer = (_MOST_WEIGHT - weight) << _WEIGHT_SHIFT | flags << _POSITION_BITS | position
            others = bearers.setdefault(key, bearer)
            if others is not bearer:
                if isinstance(others, int):
                    bearers[key] = [others, bearer]
                else:
                    others.append(bearer)

    def write(self, connection: sqlite3.Connection, *, progress: Callable[[float], None] | None = None) -> None:
        """Fill the empty table; ``progress`` is called with the share of the names written."""
        rows = self._rows(progress or (lambda share: None))
        connection.executemany(f"INSERT INTO name VALUES ({','.join('?' * 14)})", rows)

    def _rows(self, told: Callable[[float], None]) -> Iterator[tuple]:
        bearers, places = self._bearers, self._places
        keys = sorted(bearers)
        for at, key in enumerate(keys):
            if not at % _STEP:
                told(at / len(keys))
            found = bearers[key]
            if isinstance(found, int):
                flags = found >> _POSITION_BITS & _FLAGS
                number, place = places[found & _POSITION]
                yield (key, 0, number, flags, flags) + place  # noqa: RUF005 - half the time of *place
                continue
            found = sorted((each >> _WEIGHT_SHIFT, *places[each & _POSITION], each) for each in found)[: schema.KEPT]
            joined: int | None = 0
            for *_, each in found:
                joined |= each >> _POSITION_BITS & _FLAGS
            for rank, (_, number, place, each) in enumerate(found):
                yield (key, rank, number, each >> _POSITION_BITS & _FLAGS, joined) + place  # noqa: RUF005
                joined = None


def _columns(number: int, row: Row) -> tuple[int, tuple]:
    """A place's number, and what it has in the rows of all its names, from its label on."""
    return number, (
        row.name, row.code, row.country or None, int(row.admin1) if row.admin1 else None,
        int(row.admin2) if row.admin2 else None, int(row.population) if row.population else None,
        float(row.latitude) if row.latitude else None, float(row.longitude) if row.longitude else None,
        int(row.prominence),
    )  # fmt: skip


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Millions of tuples without a cycle among them: looking for cycles takes longer than making them."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


class NamesBeside:
    """A second process that writes the names of an artefact into a file; leaving the block ends both."""

    def __init__(self, places_path: Path, target: Path) -> None:
        self._target = target
        self.help_path = _help_path(target)
        package = Path(__file__).parent.parent.parent
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SCRIPT, str(package), str(places_path), str(target)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip

    def __enter__(self) -> NamesBeside:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._target.unlink(missing_ok=True)
        self.help_path.unlink(missing_ok=True)

    def copy_into(self, connection: sqlite3.Connection, *, progress: Callable[[float], None]) -> bool:
        """Wait for the names and copy them into the empty table; False when the process failed."""
        for line in self._process.stdout or ():
            with contextlib.suppress(ValueError):
                progress(float(line))
        if self._process.wait() or not self._target.exists():
            return False
        connection.execute("ATTACH ? AS beside", (str(self._target),))
        # The same definition, an empty table and every column: SQLite then copies rows as they are.
        connection.execute("INSERT INTO main.name SELECT * FROM beside.name")
        connection.execute("DETACH beside")
        return True


def names_beside(places_path: Path, target: Path) -> contextlib.AbstractContextManager:
    """The second process, or ``None`` in a block where one would not help or cannot be started."""
    worth = places_path.stat().st_size >= WORTH_A_PROCESS
    if worth and _cores() > 1 and sys.executable and not getattr(sys, "frozen", False):
        with contextlib.suppress(OSError):
            return NamesBeside(places_path, target)
    return contextlib.nullcontext()


def names_of(places_path: Path, help_path: Path | None = None) -> NameTable:
    """The names of an artefact, ready to be written; ``help_path`` is where `help_with` may write."""
    table = NameTable()
    lines = artefact.read_lines(places_path)[1]
    start, others = _helped_from(lines), count(schema.OTHER_SOURCES)
    for numbers, rows in schema.numbered(artefact.rows_of(lines[:start]), others):
        table.add(numbers, rows)
    keys = None
    if help_path and help_path.exists():
        keys = iter(help_path.read_bytes().decode().split("\n"))
    for numbers, rows in schema.numbered(artefact.rows_of(lines[start:]), others):
        table.add(numbers, rows, keys)
    return table


def help_with(lines: list[str], help_path: Path) -> None:
    """Fold the last names, and leave them to the second process, which folds them itself if they come too late."""
    partial = help_path.with_name(f"{help_path.name}-partial")
    try:
        keys = schema.keys_of(artefact.rows_of(lines[_helped_from(lines) :]))
        partial.write_bytes("\n".join(keys).encode())
        partial.replace(help_path)
    finally:
        partial.unlink(missing_ok=True)


def _help_path(target: Path) -> Path:
    return target.with_name(f"{target.name}-folded")


def _helped_from(lines: list[str]) -> int:
    """The first of the lines whose names the first process folds, while the second begins with the others."""
    return len(lines) * _HELPED_FROM // 100


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def main(places_path: str, target: str) -> None:
    """What the second process does: it tells its progress on standard output, and ends when nobody reads it."""
    try:
        connection = sqlite3.connect(target, isolation_level=None)
        connection.executescript(PRAGMAS + schema.CREATE)
        connection.execute("BEGIN")
        with without_collector():
            table = names_of(Path(places_path), _help_path(Path(target)))
            table.write(connection, progress=lambda share: print(f"{share:.3f}", flush=True))
        connection.execute("COMMIT")
        connection.close()
    except BaseException:
        Path(target).unlink(missing_ok=True)
        raise
