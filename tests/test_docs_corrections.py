"""The page on corrections is executed: its commands run, its file is one, its Python works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from geomap.cli import main
from geomap.decisions import parse_decisions

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "corrections.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.S | re.M)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_commands_run(folder: Path, capsys: pytest.CaptureFixture[str]):
    """In order, without a warning; the corrected map says that it was corrected."""
    for block in blocks("sh"):
        for line in block.splitlines():
            assert main(shlex.split(line)[1:]) == 0, line
    assert "warning" not in capsys.readouterr().err
    assert (folder / "output" / "gold.jsonl").read_text("utf-8").count("\n") == 1
    assert '"decisions":' in (folder / "output" / "corrected.html").read_text("utf-8")


def test_its_file_is_one():
    """The file that is shown is read, and is in its one spelling."""
    (shown,) = blocks("json")
    assert parse_decisions(shown).to_json() == shown


def test_its_python_works(folder: Path, capsys: pytest.CaptureFixture[str]):
    """The decisions are applied without a remark, and the page has them."""
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block, "corrections.md", "exec"), names)
    assert capsys.readouterr().out == ""
    makhmur = next(each for each in names["corrected"].resolutions if each.mention.text == "Makhmur")
    assert (makhmur.place.latitude, makhmur.place.longitude) == (35.7712, 43.5841)
    assert names["decisions"].digest in names["page"].to_html()
