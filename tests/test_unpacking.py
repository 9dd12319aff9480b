"""The first run: the shipped gazetteer becomes a file in the cache folder, whole or not at all."""

from __future__ import annotations

import lzma
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geomap import GazetteerError, GazetteerMismatch, GazetteerNotFound
from geomap.gazetteer import Gazetteer, artefact, schema, unpacking, unpacking_names

ROWS = [
    ["99072", "Mosul", "PPPLA", "IQ", "92877", "", "1683000", "36.335", "43.11889", "68", "Mossoul", "", "", "", ""],
    ["99003", "Al Qayyārah", "PPPL", "IQ", "92877", "", "", "35.79933", "43.29447", "0", "Qayyarah", "", "", "", ""],
    ["92877", "Nineveh", "AADM1", "IQ", "", "", "", "36.04", "42.35", "70", "Nīnawá", "", "", "", ""],
]


def write_artefact(folder: Path, rows: list[list[str]]) -> None:
    header = f"format={artefact.FORMAT}\tdate=2026-07\tsources=a test\tplaces={len(rows)}"
    lines = [header, "\t".join(artefact.COLUMNS), *("\t".join(row) for row in rows)]
    (folder / "places.tsv.xz").write_bytes(lzma.compress(("\n".join(lines) + "\n").encode()))


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny whole gazetteer in place of the shipped one."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    write_artefact(folder, ROWS)
    monkeypatch.setattr(artefact, "folder", lambda: folder)
    return folder


def names(path: Path) -> list[str]:
    with Gazetteer(path) as gazetteer:
        return [str(candidate.place.id) for candidate in gazetteer.candidates(["Qayyarah"])["Qayyarah"]]


def test_the_first_run_unpacks_and_the_second_finds_it(shipped: Path, tmp_path: Path):
    """One file in the cache folder, made once, with progress told."""
    told = []
    first = unpacking.unpacked(tmp_path / "cache", progress=lambda *step: told.append(step))
    made = first.stat().st_mtime_ns
    assert unpacking.unpacked(tmp_path / "cache") == first
    assert first.stat().st_mtime_ns == made
    assert told[-1] == ("unpacking", 3, 3)
    assert names(first) == ["geonames:99003"]


def tables(path: Path) -> dict[str, list[tuple]]:
    """All rows of the file."""
    connection = sqlite3.connect(path)
    try:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("place", "name", "meta")}
    finally:
        connection.close()


#: Places of many scripts and namesakes: more than a hundred bear one name, and numbers break ties.
MANY = [
    [str(1000 + at), name, "PPPL", "IQ", "92877", "", str(at), "36", "43", str(at % 60), f"Town {at}|Saint {name}",
     "", "", "", ""]
    for at, name in enumerate(["Mosul", "Überlingen", "Мосул", "القيارة", "W. Ville", "Zürich-Nord"] * 120)
] + [["regions:here", "Here", "LRGN", "", "", "", "", "", "", "70", "", "Herean", "!US|U.K.", "IQ", ""]]  # fmt: skip


def test_one_process_two_and_the_way_for_dumps_write_the_same_rows(shipped, tmp_path, monkeypatch):
    """The second process is really used, its file is gone afterwards, and the progress never goes back."""
    write_artefact(shipped, MANY)
    monkeypatch.setattr(unpacking_names, "_cores", lambda: 1)
    alone = tables(unpacking.unpacked(tmp_path / "alone"))
    monkeypatch.setattr(unpacking_names, "_cores", lambda: 2)
    monkeypatch.setattr(unpacking_names, "WORTH_A_PROCESS", 1)
    copied, told = [], []
    copy_into = unpacking_names.NamesBeside.copy_into
    with monkeypatch.context() as watched:
        watched.setattr(
            unpacking_names.NamesBeside, "copy_into",
            lambda names, *args, **options: copied.append(copy_into(names, *args, **options)) or copied[-1],
        )  # fmt: skip
        path = unpacking.unpacked(tmp_path / "beside", progress=lambda *step: told.append(step[1]))
    assert copied == [True]
    assert tables(path) == alone
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert told == sorted(told)
    assert told[-1] == len(MANY)
    with sqlite3.connect(":memory:") as connection:
        schema.fill(connection, artefact.read_rows(shipped / "places.tsv.xz")[1])
        assert connection.execute("SELECT * FROM name").fetchall() == alone["name"]
        assert connection.execute("SELECT count(*), max(rank) FROM name WHERE key = 'mosul'").fetchone() == (100, 99)
        assert connection.execute("SELECT * FROM place").fetchall() == alone["place"]


def test_names_that_the_first_process_folded_are_taken_and_others_folded(shipped: Path, tmp_path: Path):
    """The last 45 % come from its file where it is there; the rows are those of one process."""
    write_artefact(shipped, MANY)
    places, folded = shipped / "places.tsv.xz", tmp_path / "folded"
    alone = list(unpacking_names.names_of(places)._rows(lambda share: None))
    assert list(unpacking_names.names_of(places, folded)._rows(lambda share: None)) == alone
    unpacking_names.help_with(artefact.read_lines(places)[1], folded)
    assert list(unpacking_names.names_of(places, folded)._rows(lambda share: None)) == alone
    folded.write_text(folded.read_text(encoding="utf-8").replace("town 719", "town x"), encoding="utf-8")
    taken = {row[0] for row in unpacking_names.names_of(places, folded)._rows(lambda share: None)}
    assert {row[0] for row in alone} ^ taken == {"town 719", "town x"}


@pytest.mark.parametrize("program", ["/no/such/python", "false"])
def test_without_a_second_process_the_first_does_all(shipped, tmp_path, monkeypatch, program: str):
    """Where none can be started, or it ends with an error, the rows are the same."""
    write_artefact(shipped, MANY)
    alone = tables(unpacking.unpacked(tmp_path / "alone"))
    monkeypatch.setattr(unpacking_names, "_cores", lambda: 2)
    monkeypatch.setattr(unpacking_names, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(unpacking_names.sys, "executable", program)
    path = unpacking.unpacked(tmp_path / "again")
    assert tables(path) == alone
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_changed_artefact_is_unpacked_anew(shipped: Path, tmp_path: Path):
    """The file's name carries the artefact's digest."""
    first = unpacking.unpacked(tmp_path / "cache")
    write_artefact(shipped, ROWS[:1])
    second = unpacking.unpacked(tmp_path / "cache")
    assert second != first
    assert names(second) == []


def test_an_interrupted_first_run_leaves_nothing_broken(shipped, tmp_path, monkeypatch):
    """No file under the final name, no partial file, and the next run works."""

    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(schema, "fill_places", interrupted)
        with pytest.raises(KeyboardInterrupt):
            unpacking.unpacked(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
    assert names(unpacking.unpacked(tmp_path / "cache")) == ["geonames:99003"]


def test_two_first_runs_at_once_do_not_clash(shipped: Path, tmp_path: Path):
    """Both get the same whole file."""
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: unpacking.unpacked(tmp_path / "cache"), range(2))
    assert first == second
    assert names(first) == ["geonames:99003"]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [first.name]


def test_a_folder_that_cannot_be_written_gives_way_to_a_temporary_one(shipped, tmp_path, monkeypatch):
    """With a warning that names the folder and what to do."""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(unpacking.tempfile, "gettempdir", lambda: str(tmp_path))
    with pytest.warns(UserWarning, match="--cache-dir"):
        path = unpacking.unpacked(blocked)
    assert path.parent == tmp_path / "geomap-cache"
    assert names(path) == ["geonames:99003"]


def test_no_space_is_told_with_what_to_do(shipped, tmp_path, monkeypatch):
    """A full disk: a clear error, no partial file."""

    def full(*_args, **_kwargs):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(schema, "fill_places", full)
    with pytest.raises(GazetteerError, match="disk is full"):
        unpacking.unpacked(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path):
    """Text, another database, nothing: each gets its own message."""
    text = tmp_path / "text.sqlite"
    text.write_text("hello " * 400)
    with pytest.raises(GazetteerMismatch, match="not a gazetteer"):
        Gazetteer(text)
    with pytest.raises(GazetteerNotFound, match="no gazetteer at"):
        Gazetteer(tmp_path / "absent.sqlite")


def test_an_artefact_of_another_format_is_refused(shipped: Path, tmp_path: Path):
    """The message says which format was found."""
    (shipped / "places.tsv.xz").write_bytes(lzma.compress(b"format=1\tplaces=0\n\n"))
    with pytest.raises(GazetteerMismatch, match="format 1"):
        unpacking.unpacked(tmp_path / "cache")
