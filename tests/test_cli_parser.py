"""The parser: versions, help texts whose examples run, wrong calls."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli_world import commands, parser_of

import geomap


def test_version_is_that_of_the_package(run):
    """``geomap --version`` prints the literal that the package carries."""
    assert run("--version") == (0, f"geomap {geomap.__version__}\n", "")


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_documents_exit_codes_and_ends_in_an_example(words: list[str]):
    """The last lines of each --help are commands to copy."""
    text = parser_of(words).format_help()
    last = text.rstrip().rpartition("example:\n")[2].splitlines()
    assert all(line.startswith("  geomap ") for line in last)
    assert "  2    bad input" in text


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_the_example_of_every_help_runs(run, root: Path, tmp_path: Path, words: list[str]):
    """Each example is run in a folder that holds the checkout's sample files."""
    (tmp_path / "tests").symlink_to(root / "tests")
    for line in parser_of(words).format_help().rpartition("example:\n")[2].splitlines():
        if line.strip():
            code, out, err = run(*line.split()[1:])
            assert (code, "error" in err) == (0, False), err
            assert out or max(path.stat().st_size for path in (tmp_path / "output").iterdir()) > 10_000


def test_help_imports_nothing_heavy():
    """What would make ``geomap --help`` slow is not imported for it."""
    script = (
        "import sys; from geomap.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'shapely', 'folium', 'geopy', 'numpy', 'jinja2', 'sqlite3', 'dataclasses', 'json',"
        " 'importlib.metadata', 'charset_normalizer', 'platformdirs'}\n"
        "print(' '.join(sorted(heavy & set(sys.modules))), file=sys.stderr, end='')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("draw",),
        ("map",),
        ("map", "report.txt", "--date", "yesterday"),
        ("map", "report.txt", "--date", "2026-13"),
        ("parse", "report.txt", "--format", "xml"),
        ("lookup",),
        ("evaluate", "x.jsonl", "--task", "all"),
    ],
)
def test_a_wrong_call_is_bad_input(run, argv: tuple[str, ...]):
    """Usage errors have exit code 2, and nothing goes to standard output."""
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert "error:" in err
