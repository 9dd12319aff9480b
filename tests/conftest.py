"""What all tests share: cache and data folders of their own, and the embedded gazetteer unpacked once."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.pipeline import Geoparser

ROOT = Path(__file__).resolve().parent.parent
_made_folder: str | None = None
_data_folder: str | None = None


def pytest_configure(config: pytest.Config) -> None:
    """No test, and no process that a test starts, touches the user's own folders.

    A GEOMAP_CACHE_DIR that is already set is used, so that run after run need not unpack again.
    """
    global _made_folder, _data_folder
    _data_folder = os.environ["GEOMAP_DATA_DIR"] = tempfile.mkdtemp(prefix="geomap-tests-data-")
    if not os.environ.get("GEOMAP_CACHE_DIR"):
        _made_folder = tempfile.mkdtemp(prefix="geomap-tests-")
        os.environ["GEOMAP_CACHE_DIR"] = _made_folder
    os.environ.pop("GEOMAP_DEBUG", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folders go with the run that made them."""
    for folder in filter(None, (_made_folder, _data_folder)):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """The gazetteer that geomap brings."""
    from geomap.gazetteer import Gazetteer

    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def geoparser(gazetteer: Gazetteer) -> Geoparser:
    """A geoparser with its usual stages on the gazetteer that geomap brings."""
    from geomap.pipeline import Geoparser

    return Geoparser(gazetteer=gazetteer)


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs a command in a folder of its own and gives its exit code, standard output and standard error."""
    from cli_world import REPORT

    from geomap.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*argv: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main(argv)
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return run
