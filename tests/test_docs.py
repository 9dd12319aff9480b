"""The papers are executed: what the README tells the reader to type is run, and its promises are checked."""

from __future__ import annotations

import doctest
import importlib
import json
import re
import shlex
import shutil
from pathlib import Path

import jsonschema
import pytest

from geomap.cli import main
from geomap.export import schema

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE", "output/README.md")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.S | re.M)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the reports that the examples name."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    for name in ("report.txt", "monday.txt", "tuesday.txt"):
        shutil.copy(ROOT / "tests" / "cases" / "sample-report.txt", tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command", [line for block in blocks("sh") for line in block.splitlines() if line.startswith("geomap ")]
)
def test_each_command_of_the_readme_runs(folder: Path, capsys: pytest.CaptureFixture[str], command: str):
    """Every line that begins with "geomap" works as it stands."""
    assert main(shlex.split(command)[1:]) == 0
    captured = capsys.readouterr()
    written = [path for path in folder.iterdir() if path.suffix in (".html", ".geojson", ".csv", ".svg", ".gpkg")]
    assert captured.out or written
    assert "error" not in captured.err


def test_the_python_of_the_readme_runs(folder: Path, capsys: pytest.CaptureFixture[str]):
    """The examples run in one go, print places and write a page."""
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)
    out = capsys.readouterr().out
    assert "Qayyarah geonames:99003" in out
    assert "Mosul geonames:99072" in out
    assert (folder / "floods.html").stat().st_size > 10_000
    assert "['Mosul', 'Kirkuk']" in out
    assert [str(each.place.id) for each in names["by_names"].resolutions] == ["geonames:95446", "geonames:99072"]
    assert [str(each.place.id) for each in names["given"].resolutions] == ["geonames:95446", "geonames:99072"]
    assert names["collection"]["type"] == "FeatureCollection"
    assert "<iframe" in names["iframe"]
    assert "<figure" in names["fragment"]


def test_the_json_of_the_readme_follows_the_schema():
    """The format shown to the reader is the one that the schema describes."""
    (shown,) = blocks("json")
    jsonschema.Draft202012Validator(schema()).validate(json.loads(shown))


def test_the_first_screen_has_the_picture_and_the_two_commands():
    """Within the first 30 lines: what it is, the picture with its command, and the two commands."""
    top = "\n".join(README.splitlines()[:30])
    assert "(output/sample.png)" in top
    assert re.search(r"`geomap map tests/cases/sample-report.txt .*-o output/sample.html`", top)
    assert "pip install . && .venv/bin/geomap map tests/cases/sample-report.txt -o output/report.html" in top
    assert "```sh\nbash tests/run\n```" in top


def test_ci_calls_the_test_command_of_the_readme():
    """What CI runs is what the reader is told to run."""
    assert "\nbash tests/run" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_a_paper_links_is_there(paper: str):
    """Links to files of the repository lead somewhere."""
    text = (ROOT / paper).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", text):
        assert (ROOT / paper).parent.joinpath(target).exists(), target


def test_the_rooms_of_the_readme_are_those_of_the_package():
    """Each folder and module of the package stands in the table of rooms, and nothing else does."""
    rooms = "".join(line.split("|")[1] for line in README.splitlines() if line.startswith("| `geomap/"))
    named = set(re.findall(r"`(?:geomap/)?(\w+(?:\.py)?)/?`", rooms))
    package = ROOT / "geomap"
    there = {path.name for path in package.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    there |= {path.name for path in package.glob("*.py") if not path.name.startswith("_")}
    assert named == there


def test_every_dependency_has_its_reason():
    """CONTRIBUTING says of each package that is needed at run time why it is."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"] + project["optional-dependencies"]["dev"]:
        name = re.match(r"[\w.-]+", requirement).group()
        assert re.search(rf"\b{re.escape(name)}\b", contributing), name


def test_every_source_of_data_has_its_notice():
    """Each source in the gazetteer's list is named in NOTICE, with its package."""
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    lines = (ROOT / "gazetteer" / "sources.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        source = dict(zip(header, line.split("\t"), strict=True))
        assert source["package"] in notice
        for owner in source["attribution"].split("; "):
            assert owner.removeprefix("Unicode ") in notice


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(ROOT.glob("geomap/**/*.py")) if ">>>" in path.read_text(encoding="utf-8")],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_the_examples_of_the_docstrings_give_what_they_say(path: Path):
    """What stands behind ``>>>`` in a module prints what stands below it."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    tried = doctest.testmod(importlib.import_module(name))
    assert tried.attempted and not tried.failed
