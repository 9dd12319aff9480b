"""The page of forms is executed: each of its lines makes what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from geomap.cli import main

PAGE = Path(__file__).resolve().parent.parent / "docs" / "forms.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.S | re.M)
LINES = [line for block in BLOCKS for line in block.splitlines()]
#: What a line needs besides geomap, by a word in it.
NEEDS = {".png": "cairosvg", "map.pdf": "cairosvg", "report.pdf": "weasyprint", ".docx": "docx", "email": "cairosvg"}
NEEDS |= {".parquet": "pyarrow", ".fgb": "pyogrio"}


@pytest.mark.parametrize("line", LINES)
def test_each_line_of_the_page_makes_its_form(
    line: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """The command runs as it stands and writes its file, or prints."""
    for word, package in NEEDS.items():
        if word in line:
            try:
                __import__(package)
            except (ImportError, OSError):
                pytest.skip(f"{package} is missing: pip install '.[reports,exports]'")
    (tmp_path / "tests").symlink_to(root / "tests")
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)
    assert main(words[1:]) == 0
    out = capsys.readouterr().out
    if "-o" in words:
        assert Path(words[words.index("-o") + 1]).stat().st_size > 400
    else:
        assert out


def test_the_page_shows_its_pictures():
    """Each picture that the page shows is there."""
    for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", PAGE.read_text("utf-8")):
        assert (PAGE.parent / target).stat().st_size > 1_000, target


def test_the_python_of_the_page_runs(capsys: pytest.CaptureFixture[str]):
    """The examples run in one go and make what they say."""
    pytest.importorskip("jinja2", reason="comes with folium")
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.S | re.M):
        exec(compile(block, "forms.md", "exec"), names)
    assert "<h1>Floods</h1><iframe" in capsys.readouterr().out
    assert str(names["html"]).startswith("<img ")
