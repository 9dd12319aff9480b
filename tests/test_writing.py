"""Writing: a file is there whole, or it is as it was."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from geomap.errors import RenderError
from geomap.writing import check_writable, open_atomically, write_atomically


def test_write_makes_the_folder_and_the_file(tmp_path: Path):
    """Text is UTF-8 with its line ends as they are; folders on the way are made."""
    path = write_atomically(tmp_path / "new" / "out.html", "Mosul\r\nNīnawá\n")
    assert path.read_bytes() == "Mosul\r\nNīnawá\n".encode()
    assert os.listdir(path.parent) == ["out.html"]


def test_write_replaces_the_old_file_and_keeps_its_mode(tmp_path: Path):
    """A file that only its owner may read stays so."""
    path = tmp_path / "out.html"
    path.write_text("old")
    path.chmod(0o600)
    write_atomically(path, b"new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_write_gives_a_new_file_the_usual_mode(tmp_path: Path):
    """A new file may be read by whom the user's mask lets: it goes to colleagues and web servers."""
    mask = os.umask(0o022)
    try:
        write_atomically(tmp_path / "out.html", "x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out.html").stat().st_mode) == 0o644


def test_a_failure_while_writing_leaves_the_old_file(tmp_path: Path):
    """Whatever is raised inside the block, the old bytes stay and no draft is left."""
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    for error in (ValueError("x"), KeyboardInterrupt()):
        with pytest.raises(type(error)), open_atomically(path) as file:
            file.write(b"half")
            raise error
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_write_follows_a_symbolic_link(tmp_path: Path):
    """The link stays a link; the file that it points to is replaced."""
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to("real.html")
    write_atomically(tmp_path / "link.html", "new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"


@pytest.mark.parametrize("name", ["folder", "file/out.html", "missing/", "a\0b", "x" * 300])
def test_what_cannot_be_written_is_said_in_one_line(tmp_path: Path, name: str):
    """A folder, a file as a folder, a NUL and a name too long are refused with the next step."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    with pytest.raises(RenderError, match="give another path") as caught:
        write_atomically(f"{tmp_path}/{name}", "new")
    assert "\n" not in str(caught.value)
    assert (tmp_path / "file").read_text() == "old"


def test_check_writable_knows_before_the_work(tmp_path: Path):
    """What can be seen to fail is refused at once; what can be written is not touched."""
    (tmp_path / "file").write_text("old")
    for bad in (tmp_path, tmp_path / "file" / "out.html"):
        with pytest.raises(RenderError, match="cannot write"):
            check_writable(bad)
    check_writable(tmp_path / "deep" / "er" / "out.html")
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
def test_a_full_disk_is_said():
    """No space left is a message, not a traceback; devices are written directly."""
    with pytest.raises(RenderError, match="no space left"):
        write_atomically("/dev/full", "x")
    write_atomically("/dev/null", "x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
