"""What commands cannot use is told in a line, before anything is written."""

from __future__ import annotations

import pytest
from cli_world import REPORT


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "missing.txt does not exist: check the path"),
        (".", None, ". is a folder: name the files in it"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0", "a.txt is a PNG picture, not a text"),
        ("a.txt", b"Mosul\0", "a.txt is a binary file, not a text: it holds NUL bytes"),
        ("a.txt", b"%PDF-1.4", "a.txt is a PDF, not a text: save its text first"),
        ("a.jsonl", b"{}", 'a.jsonl, line 1: has no "text"'),
        ("a.jsonl", b"", "a.jsonl: no document inside"),
    ],
)
@pytest.mark.parametrize("command", ["map", "parse"])
def test_bad_input_is_one_line_and_writes_nothing(run, tmp_path, command, name, content, message):
    """The error names the file and says what to do; the old output stays as it was."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "out").write_text("old")
    code, out, err = run(command, name, "-o", "out")
    assert (code, out) == (2, "")
    assert message in err
    assert err.splitlines()[-1].startswith("geomap: error: ")
    assert (tmp_path / "out").read_text() == "old"


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("report.txt", "is one of the inputs"),
        ("./report.txt", "is one of the inputs"),
        (".", "it is a folder"),
        ("report.txt/out.html", "give another path with -o"),
    ],
)
@pytest.mark.parametrize("command", ["map", "parse"])
def test_an_output_that_cannot_be_written_is_told_before_the_work(run, tmp_path, command, output, message):
    """The report itself is never overwritten, a folder is no file."""
    code, out, err = run(command, "report.txt", "-o", output)
    assert (code, out) == (2, "")
    assert message in err
    assert (tmp_path / "report.txt").read_text() == REPORT


def test_a_bad_option_of_lookup_is_told(run):
    """A limit below one and an empty name are refused."""
    assert run("lookup", "Mosul", "--limit", "0")[0] == 2
    assert run("lookup", " ")[0] == 2
