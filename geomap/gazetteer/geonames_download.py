"""Downloads the files of GeoNames' dump, one after the other: whole, checked, resumed where they broke off.

This is the only module that asks GeoNames' server, and only when the user says so. A file is written beside
its place and moved there when it is whole; one that has not changed on the server is not sent again.
"""

from __future__ import annotations

import http.client
import os
import shutil
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from geomap import __version__
from geomap.errors import GazetteerError, InputError
from geomap.gazetteer.unpacking import Progress

#: GeoNames' own server; a mirror has the same files under the same names.
SERVER = "https://download.geonames.org/export/dump/"
#: Tries for one file, and seconds before the second one; each further wait is twice as long.
TRIES = 5
WAIT_S = 2.0
#: Longest wait that the server may ask for.
_LONGEST_WAIT_S = 300.0
_TIMEOUT_S = 60.0
_CHUNK = 1 << 18
_USER_AGENT = f"geomap/{__version__} (offline geoparser; builds its gazetteer, one file at a time)"
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_LOCAL = {"127.0.0.1", "localhost", "::1"}


def wanted_files(countries: tuple[str, ...]) -> list[str]:
    """Names on the server of what a build of these countries (empty: all) reads."""
    places = [f"{code}.zip" for code in countries] or ["allCountries.zip"]
    names = [f"alternatenames/{code}.zip" for code in countries] or ["alternateNamesV2.zip"]
    return ["admin1CodesASCII.txt", "admin2Codes.txt", "hierarchy.zip", *places, *names]


def download(
    countries: tuple[str, ...],
    folder: Path,
    *,
    server: str = SERVER,
    wait_s: float = WAIT_S,
    progress: Progress | None = None,
    notify: Callable[[str], None] | None = None,
) -> Path:
    """Get the files of a dump into ``folder`` and return it.

    ``progress(file, done, total)`` is called on the way, ``notify`` with a sentence before each new try.
    Raises GazetteerError when a file cannot be had; what came is kept and the next download goes on there.
    """
    _check_server(server)
    opener = urllib.request.build_opener(_SafeRedirects)
    for name in wanted_files(countries):
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _fetch(opener, server.rstrip("/") + "/" + name, path, wait_s, progress, notify)
        except OSError as error:
            raise GazetteerError(
                f"{path} cannot be written ({error}): free some space or name another folder with --cache-dir"
            ) from error
    return folder


class _Again(Exception):
    """The server or the way to it failed in a manner that may pass."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        _check_server(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_server(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL):
        return
    raise InputError(f"{url} is not safe: give an address that begins with https://")


def _fetch(
    opener: urllib.request.OpenerDirector,
    url: str,
    path: Path,
    wait_s: float,
    progress: Progress | None,
    notify: Callable[[str], None] | None,
) -> None:
    for number in range(1, TRIES + 1):
        try:
            return _try(opener, url, path, progress)
        except _Again as error:
            if number == TRIES:
                raise GazetteerError(
                    f"{url} could not be had: {error}; what came is kept, run the command again later"
                ) from error
            pause = max(error.wait_s, wait_s * 2 ** (number - 1))
            if notify:
                notify(f"{path.name}: {error}; trying again in {pause:.0f} s")
            time.sleep(pause)


def _try(opener: urllib.request.OpenerDirector, url: str, path: Path, progress: Progress | None) -> None:
    partial, mark = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.part.version")
    request = urllib.request.Request(url, headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "identity"})
    have = partial.stat().st_size if partial.exists() and mark.exists() else 0
    if have:
        # Only the rest, and only while the file is still the one that was begun.
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", mark.read_text(encoding="ascii"))
    elif path.exists():
        request.add_header("If-Modified-Since", _http_date(path.stat().st_mtime))
    try:
        with opener.open(request, timeout=_TIMEOUT_S) as answer:
            total = _receive(answer, have, partial, mark, path.name, progress)
            modified = answer.headers.get("Last-Modified")
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return
        if error.code == 416:
            partial.unlink(missing_ok=True)
            raise _Again("the part that came before does not fit any more") from error
        if error.code in _AGAIN:
            raise _Again(f"the server answered {error.code}", _asked_wait_s(error)) from error
        raise GazetteerError(
            f"{url} could not be had: the server answered {error.code} {error.reason}; "
            "check the country code and the address"
        ) from error
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise _Again(str(getattr(error, "reason", "") or error or type(error).__name__)) from error
    size = partial.stat().st_size
    if total is not None and size != total:
        raise _Again(f"the connection broke off after {size:,} of {total:,} bytes")
    fault = _fault(partial)
    if fault:
        partial.unlink()
        mark.unlink(missing_ok=True)
        raise _Again(fault)
    if modified:
        stamp = parsedate_to_datetime(modified).timestamp()
        os.utime(partial, (stamp, stamp))
    os.replace(partial, path)
    mark.unlink(missing_ok=True)


def _receive(
    answer: http.client.HTTPResponse, have: int, partial: Path, mark: Path, name: str, progress: Progress | None
) -> int | None:
    """Write what comes; the size of the whole file, ``None`` when the server does not say."""
    version = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    length = answer.headers.get("Content-Length")
    if answer.status == 206:
        begins = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
        if begins != str(have):
            raise _Again("the server sent another part than the one asked for")
    else:
        have = 0
    total = have + int(length) if length and length.isdecimal() else None
    if total is not None and shutil.disk_usage(partial.parent).free < total - have:
        raise OSError(28, f"{name} has {total:,} bytes, and there is less room than that")
    if not have:
        partial.unlink(missing_ok=True)
        if version and not version.startswith("W/"):
            mark.write_text(version, encoding="ascii")
        else:
            mark.unlink(missing_ok=True)
    with partial.open("ab") as out:
        while chunk := answer.read1(_CHUNK):
            out.write(chunk)
            have += len(chunk)
            if progress:
                progress(name, have, total or 0)
    return total


def _fault(path: Path) -> str:
    """What is wrong with the content of a file that came whole; empty when nothing is."""
    name = path.name.removesuffix(".part")
    if name.endswith(".zip"):
        try:
            with zipfile.ZipFile(path) as archive:
                bad = archive.testzip()
                return f"{bad} inside is damaged" if bad else ""
        except (zipfile.BadZipFile, EOFError) as error:
            return f"what came is no whole zip file ({error})"
    with path.open("rb") as stream:
        first = stream.readline()
    return "" if b"\t" in first or first.startswith(b"#") else "what came is no table"


def _asked_wait_s(error: urllib.error.HTTPError) -> float:
    asked = error.headers.get("Retry-After", "")
    return min(float(asked), _LONGEST_WAIT_S) if asked.isdecimal() else 0.0


def _http_date(stamp: float) -> str:
    from email.utils import formatdate

    return formatdate(stamp, usegmt=True)
