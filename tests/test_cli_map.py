"""``geomap map``: reports in, one page out."""

from __future__ import annotations

import pytest
from cli_world import REPORT


def test_map_writes_one_page(run, tmp_path):
    """The page is written, the note goes to standard error, standard output stays empty."""
    code, out, err = run("map", "report.txt", "-o", "output/report.html", "--title", "Rain in Nineveh")
    assert (code, out) == (0, "")
    assert "output/report.html: " in err
    assert "0 names not placed" in err
    page = (tmp_path / "output" / "report.html").read_text(encoding="utf-8")
    assert "<title>Rain in Nineveh</title>" in page
    assert "geonames:99003" in page


def test_map_is_named_like_the_report(run, tmp_path):
    """Without -o the page stands in the current folder under the report's name."""
    assert run("map", "report.txt")[0] == 0
    assert (tmp_path / "report.html").exists()


def test_map_goes_to_standard_output(run):
    """``-o -`` prints the page."""
    code, out, _ = run("map", "-", "-o", "-", stdin=REPORT.encode())
    assert code == 0
    assert out.lower().startswith("<!doctype html>")


def test_map_of_several_reports_is_one_page(run, tmp_path):
    """Two reports make one map, in whatever order they are given."""
    (tmp_path / "second.txt").write_text("Aid reached Erbil.")
    run("map", "report.txt", "second.txt", "-o", "a.html", "--title", "Two reports")
    run("map", "second.txt", "report.txt", "-o", "b.html", "--title", "Two reports")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "geonames:95446" in page
    assert "geonames:99003" in page
    assert page == (tmp_path / "b.html").read_text(encoding="utf-8")


def test_map_of_an_empty_text_is_a_page_that_says_so(run, tmp_path):
    """No places is no error."""
    (tmp_path / "empty.txt").write_bytes(b"")
    code, _, err = run("map", "empty.txt", "-o", "empty.html")
    assert code == 0
    assert "0 places in 0 mentions" in err
    assert (tmp_path / "empty.html").stat().st_size > 10_000


@pytest.mark.parametrize(("name", "command"), [("map.pdf", "report"), ("map.png", "picture"), ("map.csv", "export")])
def test_a_page_is_not_called_like_another_form(run, tmp_path, name, command):
    """An HTML page in a .pdf would not open; the message names the command that makes one."""
    code, _, err = run("map", "report.txt", "-o", name)
    assert code == 2
    assert f"take geomap {command}" in err
    assert not (tmp_path / name).exists()
