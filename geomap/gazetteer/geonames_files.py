"""A dump is the files of one GeoNames download in a folder; this module finds them and reads their lines.

Lines are UTF-8, cells are parted by tabs, there is no header and no quoting: a quotation mark is a letter
like any other. What cannot be used is counted and skipped, with the first case kept as an example.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from geomap.errors import GazetteerError, GazetteerNotFound, InputError

#: Bytes read at once: a block's lines are in memory together, nothing else of the file is.
_BLOCK = 1 << 20
#: A file of which more than this part cannot be used is not what its name says.
_MOST_SKIPPED = 0.05
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """The files of a dump; ``countries`` are ISO codes, empty for the whole world."""

    countries: tuple[str, ...]
    places: tuple[Path, ...]
    admin1: Path
    admin2: Path
    alternates: tuple[Path, ...] = ()
    hierarchy: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, those with places first."""
        rest = (*self.alternates, self.hierarchy, self.admin1, self.admin2)
        return (*self.places, *(path for path in rest if path is not None))


@dataclass(slots=True)
class Skipped:
    """Lines that could not be used: how many for each reason, and the first case of each."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, where: str) -> None:
        """Count a line; ``where`` is the file and line number."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        self.examples.setdefault(reason, where)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def lines(self) -> list[str]:
        """One sentence a reason."""
        return [
            f"{count:,} line{'' if count == 1 else 's'} skipped: {reason} (first: {self.examples[reason]})"
            for reason, count in self.counts.items()
        ]


def country_codes(words: list[str]) -> tuple[str, ...]:
    """ISO codes in capitals from what a user wrote, sorted; empty for ``all``. InputError for anything else."""
    codes = sorted({word.upper() for word in words})
    if not codes or codes == [ALL.upper()]:
        return ()
    for code in codes:
        if code == ALL.upper():
            raise InputError("all countries and some at once: write `all` or the codes, not both")
        if not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise InputError(f"{code!r} is no country code: write two letters, for example IQ, or `all`")
    return tuple(codes)


def find_dump(folder: Path, countries: tuple[str, ...]) -> Dump:
    """The dump in ``folder``; GazetteerNotFound names the files that are missing."""
    if not folder.is_dir():
        raise GazetteerNotFound(f"{folder} is not a folder: give the one with GeoNames' files")
    places: list[Path] = []
    for stem in countries or ("allCountries",):
        path = _either(folder, stem)
        if path is None:
            raise GazetteerNotFound(
                f"no {stem}.zip and no {stem}.txt in {folder}: leave --from out to download it"
            )
        places.append(path)
    alternates = _either(folder, "alternateNamesV2")
    of_countries = [_either(folder / "alternatenames", code) for code in countries]
    return Dump(
        countries=countries,
        places=tuple(places),
        admin1=_needed(folder, "admin1CodesASCII"),
        admin2=_needed(folder, "admin2Codes"),
        alternates=(alternates,) if alternates else tuple(path for path in of_countries if path),
        hierarchy=_either(folder, "hierarchy"),
    )


def _needed(folder: Path, stem: str) -> Path:
    path = _either(folder, stem)
    if path is None:
        raise GazetteerNotFound(
            f"no {stem}.txt in {folder}: it says which province a place is in; put it there, "
            "or leave --from out to download all"
        )
    return path


def _either(folder: Path, stem: str) -> Path | None:
    return next((path for end in (".zip", ".txt") if (path := folder / f"{stem}{end}").is_file()), None)


def dated(path: Path) -> str:
    """The day of a file's data as an ISO date: that of the zip's member, else the file's own."""
    if path.suffix == ".zip":
        with _explained(path), zipfile.ZipFile(path) as archive:
            year, month, day = _member(archive, path).date_time[:3]
            return f"{year:04}-{month:02}-{day:02}"
    return date.fromtimestamp(path.stat().st_mtime).isoformat()


def text_size(path: Path) -> int:
    """Bytes of the text in a file, unpacked."""
    if path.suffix != ".zip":
        return path.stat().st_size
    with _explained(path), zipfile.ZipFile(path) as archive:
        return _member(archive, path).file_size


def read_lines(
    path: Path, skipped: Skipped, *, progress: Callable[[int], None] | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Blocks of a file's lines: the number of the first one, from 1, and the lines without their ends.

    ``progress`` is called with the bytes read so far. Raises GazetteerError for a damaged or cut-off zip.
    Lines that are not UTF-8 come out empty and are counted.
    """
    number = 1
    done = 0
    with _explained(path), _stream(path) as stream:
        while block := stream.read(_BLOCK):
            block += stream.readline()
            done += len(block)
            try:
                lines = block.decode().split("\n")
            except UnicodeDecodeError:
                lines = [
                    _decoded(line, f"{path.name}:{at}", skipped) for at, line in enumerate(block.split(b"\n"), number)
                ]
            if not lines[-1]:
                lines.pop()
            yield number, lines
            number += len(lines)
            if progress:
                progress(done)


def check_share(path: Path, good: int, skipped: int) -> None:
    """Raises GazetteerError when so much of a file was skipped that it cannot be what its name says."""
    if not good and not skipped:
        raise GazetteerError(f"{path} is empty: download it again")
    if skipped > _MOST_SKIPPED * (good + skipped):
        raise GazetteerError(
            f"{path} is not the GeoNames file of that name: {skipped:,} of its {good + skipped:,} lines do not fit; "
            "download it again"
        )


def _decoded(line: bytes, where: str, skipped: Skipped) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        skipped.add("not UTF-8", where)
        return ""


@contextmanager
def _stream(path: Path) -> Iterator[BinaryIO]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as stream:
            yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    for info in archive.infolist():
        if info.filename == f"{path.stem}.txt":
            return info
    raise GazetteerError(f"{path} has no {path.stem}.txt inside: download it again")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """A damaged or cut-off zip becomes a GazetteerError that names it."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise GazetteerError(f"{path} is damaged or cut off ({error}): download it again") from error
