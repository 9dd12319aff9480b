"""The public names of the package: listed, sorted, there, and lazy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geomap


def test_all_is_sorted_and_has_no_double():
    """The list is easy to read and to compare."""
    assert geomap.__all__ == sorted(set(geomap.__all__))


@pytest.mark.parametrize("name", geomap.__all__)
def test_every_public_name_is_there(name: str):
    """Each listed name can be had, and ``dir`` shows it."""
    assert getattr(geomap, name) is getattr(geomap, name)
    assert name in dir(geomap)


def test_names_for_type_checkers_are_the_lazy_ones():
    """The imports that a type checker sees are the names that ``__getattr__`` gives."""
    tree = ast.parse(Path(geomap.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    checked = {alias.name: node.module for node in block.body for alias in node.names}
    assert checked == geomap._HOME_OF
    assert {*checked, "collect", "geoparse", "__version__"} == set(geomap.__all__)


def test_collect_is_the_function_and_not_its_module():
    """The module of the same name does not take the function's place, whoever imports it first."""
    script = (
        "import geomap.collect, geomap; from geomap.collect import collect; assert geomap.collect is collect"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_an_unknown_name_is_an_attribute_error():
    """A misspelled name is told as Python does."""
    with pytest.raises(AttributeError, match="module 'geomap' has no attribute 'Atlass'"):
        _ = geomap.Atlass


def test_import_is_light():
    """``import geomap`` and the nouns import no library of others."""
    script = (
        "import sys, geomap; geomap.Document, geomap.Mention, geomap.InputError; "
        "print(sorted({'shapely', 'folium', 'geopy', 'numpy', 'sqlite3', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version_is_the_one_of_the_distribution(root: Path):
    """The literal in the package and the number in pyproject.toml are one."""
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == geomap.__version__
    assert project["name"] == "geomap-reports"
    assert project["scripts"] == {"geomap": "geomap.cli:main"}
