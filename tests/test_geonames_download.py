"""Downloads are resumed, checked and polite: against a server on this machine that behaves in many ways."""

from __future__ import annotations

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geomap import __version__
from geomap.errors import GazetteerError, InputError
from geomap.gazetteer import geonames_download
from geomap.gazetteer.geonames_download import download, wanted_files

LAST_MODIFIED = "Thu, 01 Jan 2026 03:00:00 GMT"


def zipped(name: str, text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, text)
    return content.getvalue()


FILES = {
    "/admin1CodesASCII.txt": b"ZZ.01\tNorth Zed\tNorth Zed\t30000001\n" * 50,
    "/admin2Codes.txt": b"ZZ.01.A\tHarbour\tHarbour\t30000003\n",
    "/hierarchy.zip": zipped("hierarchy.txt", "1\t2\tADM\n"),
    "/ZZ.zip": zipped("ZZ.txt", "30000004\tZedhavn\n" * 5000),
    "/alternatenames/ZZ.zip": zipped("ZZ.txt", "1\t30000004\ten\tZed Harbour\n"),
}


class Server(ThreadingHTTPServer):
    """Serves FILES. ``troubles`` are what happens to the next requests for a path, one each."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = dict(FILES)
        self.version = '"one"'
        self.troubles: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str | None, str | None]] = []
        self.agents: set[str | None] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        part = self.headers.get("Range")
        self.server.asked.append((self.path, part, self.headers.get("If-Modified-Since")))
        self.server.agents.add(self.headers.get("User-Agent"))
        troubles = self.server.troubles.get(self.path, [])
        trouble = troubles.pop(0) if troubles else ""
        content = self.server.files.get(self.path)
        self.close_connection = True
        if content is None:
            return self.answer(404)
        if trouble.isdecimal():
            return self.answer(int(trouble), b"", [("Retry-After", "0")])
        if trouble.startswith("to "):
            return self.answer(302, b"", [("Location", trouble[3:])])
        if self.headers.get("If-Modified-Since") == LAST_MODIFIED:
            return self.answer(304)
        headers = [("ETag", self.server.version), ("Last-Modified", LAST_MODIFIED)]
        status = 200
        if part and self.headers.get("If-Range") == self.server.version and trouble != "whole":
            begin = int(part.removeprefix("bytes=").rstrip("-"))
            headers.append(("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}"))
            status, content = 206, content[begin:]
        if trouble == "page":
            content = b"<html>busy</html>"
        self.answer(status, content, headers, half=trouble == "half")

    def answer(self, status: int, content: bytes = b"", headers=(), *, half: bool = False) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)


@pytest.fixture
def server():
    serving = Server()
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()


def get(server: Server, folder: Path) -> list[str]:
    """Download everything and return what was said on the way."""
    said: list[str] = []
    download(("ZZ",), folder, server=server.address, wait_s=0.0, notify=said.append)
    return said


def test_all_files_come_whole_one_after_the_other(server, tmp_path):
    """Each file is asked for once, under an honest name, and stands in the folder as on the server."""
    assert get(server, tmp_path) == []
    assert {
        f"/{path.relative_to(tmp_path).as_posix()}": path.read_bytes() for path in tmp_path.rglob("*.*")
    } == FILES
    assert [path for path, _, _ in server.asked] == [f"/{name}" for name in wanted_files(("ZZ",))]
    (agent,) = server.agents
    assert agent.startswith(f"geomap/{__version__}")


def test_a_second_download_sends_nothing_again(server, tmp_path):
    """Files that have not changed on the server are not sent again."""
    get(server, tmp_path)
    server.asked.clear()
    before = (tmp_path / "ZZ.zip").stat().st_mtime_ns
    get(server, tmp_path)
    assert {since for _, _, since in server.asked} == {LAST_MODIFIED}
    assert (tmp_path / "ZZ.zip").stat().st_mtime_ns == before


def test_a_broken_connection_is_resumed(server, tmp_path):
    """The second try asks for the rest only, and the file is whole."""
    server.troubles["/ZZ.zip"] = ["half"]
    (sentence,) = get(server, tmp_path)
    size = len(FILES["/ZZ.zip"])
    assert (
        sentence
        == f"ZZ.zip: the connection broke off after {size // 2:,} of {size:,} bytes; trying again in 0 s"
    )
    assert [part for path, part, _ in server.asked if path == "/ZZ.zip"] == [None, f"bytes={size // 2}-"]
    assert (tmp_path / "ZZ.zip").read_bytes() == FILES["/ZZ.zip"]


def test_a_download_that_was_given_up_goes_on_at_the_next_run(server, tmp_path):
    """What came stays, and only the rest is asked for the next time."""
    server.troubles["/ZZ.zip"] = ["half", *["503"] * geonames_download.TRIES]
    with pytest.raises(GazetteerError, match=r"the server answered 503; what came is kept"):
        get(server, tmp_path)
    server.troubles.clear()
    server.asked.clear()
    get(server, tmp_path)
    assert ("/ZZ.zip", f"bytes={len(FILES['/ZZ.zip']) // 2}-", None) in server.asked
    assert (tmp_path / "ZZ.zip").read_bytes() == FILES["/ZZ.zip"]


def test_a_file_that_changed_meanwhile_is_begun_anew(server, tmp_path):
    """Two halves of different files are never put together."""
    server.troubles["/ZZ.zip"] = ["half", *["503"] * geonames_download.TRIES]
    with pytest.raises(GazetteerError):
        get(server, tmp_path)
    server.troubles.clear()
    server.version = '"two"'
    server.files["/ZZ.zip"] = zipped("ZZ.txt", "30000005\tUpper Zedling\n" * 7000)
    get(server, tmp_path)
    assert (tmp_path / "ZZ.zip").read_bytes() == server.files["/ZZ.zip"]


@pytest.mark.parametrize("trouble", ["500", "429", "page"])
def test_what_passes_is_tried_again(server, tmp_path, trouble):
    """A busy server, or a page in place of the file, is asked once more after a wait."""
    server.troubles["/hierarchy.zip"] = [trouble]
    assert len(get(server, tmp_path)) == 1
    assert (tmp_path / "hierarchy.zip").read_bytes() == FILES["/hierarchy.zip"]


def test_a_file_that_stays_damaged_is_not_kept(server, tmp_path):
    """A zip with a wrong check sum never takes the place of a good one."""
    get(server, tmp_path)
    content = bytearray(FILES["/ZZ.zip"])
    content[60] ^= 0xFF
    server.files["/ZZ.zip"] = bytes(content)
    (tmp_path / "ZZ.zip").unlink()
    with pytest.raises(GazetteerError, match="damaged"):
        get(server, tmp_path)
    assert not (tmp_path / "ZZ.zip").exists()


def test_an_unknown_country_is_not_tried_again(server, tmp_path):
    """The answer 404 will not change: the error comes at once."""
    with pytest.raises(GazetteerError, match=r"QQ.zip could not be had: the server answered 404"):
        download(("QQ",), tmp_path, server=server.address, wait_s=0.0)
    assert [path for path, _, _ in server.asked].count("/QQ.zip") == 1


@pytest.mark.parametrize("address", ["http://download.example/", "ftp://127.0.0.1/", "file:///etc/"])
def test_only_https_is_asked(tmp_path, address):
    """Other addresses are refused before anything is sent."""
    with pytest.raises(InputError, match="begins with https://"):
        download(("ZZ",), tmp_path, server=address)


def test_a_redirect_to_an_unsafe_address_is_refused(server, tmp_path):
    """The server cannot lead away from https either."""
    server.troubles["/ZZ.zip"] = ["to http://elsewhere.example/ZZ.zip"]
    with pytest.raises(InputError, match=r"elsewhere\.example"):
        get(server, tmp_path)


def test_the_world_has_its_own_files():
    """All countries at once are two big files, not 250 small ones."""
    assert wanted_files(())[-2:] == ["allCountries.zip", "alternateNamesV2.zip"]
