"""The process and the terminal: exit codes, encodings, interrupts, colours, strangers' text."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys

import pytest
from cli_world import process

from geomap.cli.talk import Talk, printable, table, width


def test_the_module_runs_as_a_process(tmp_path):
    """``python -m geomap`` gives the exit code to the shell."""
    done = process("parse", str(tmp_path / "none.txt"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not exist" in done.stderr


def test_output_is_utf8_whatever_the_locale(tmp_path):
    """A terminal that claims to be ASCII gets UTF-8 data and a message that it can show."""
    (tmp_path / "rapport.txt").write_text("Le café de Mossoul.", encoding="cp1252")
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = process("parse", str(tmp_path / "rapport.txt"), "--title", "ÿ–Nīnawá", env=environment)
    assert done.returncode == 0
    assert json.loads(done.stdout)["title"] == "ÿ–Nīnawá"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes of this kind")
def test_a_reader_that_goes_away_is_no_traceback(root):
    """``geomap … | head`` ends without a word."""
    command = f"'{sys.executable}' -m geomap map tests/cases/sample-report.txt -q -o - | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=root)
    assert done.stderr == ""
    assert done.stdout.lower() == "<!doctype "


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for children")
def test_an_interrupt_is_told_and_has_its_exit_code():
    """Ctrl-C ends with 130 and one line."""
    child = subprocess.Popen(
        [sys.executable, "-m", "geomap", "parse", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background of a shell has told all children to ignore the signal.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    line = ""
    child.stdin.write("Mosul. ")
    child.stdin.flush()
    import time

    time.sleep(1.0)
    child.send_signal(signal.SIGINT)
    out, line = child.communicate(timeout=20)
    assert (child.returncode, out) == (130, "")
    assert line == "geomap: error: interrupted; nothing was left half-written\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_only(monkeypatch):
    """A terminal gets colours, a file does not, and NO_COLOR turns them off."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal, file = Terminal(), io.StringIO()
    Talk(stream=terminal).error("no")
    Talk(stream=file).error("no")
    assert "\x1b[31m" in terminal.getvalue()
    assert file.getvalue() == "geomap: error: no\n"
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    Talk(stream=plain).error("no")
    assert plain.getvalue() == file.getvalue()


def test_progress_is_for_terminals_only(monkeypatch):
    """A bar is drawn on a terminal and wiped away; a file and --quiet see nothing."""
    clock = iter(range(100))
    monkeypatch.setattr("geomap.cli.talk.time.monotonic", lambda: float(next(clock)))
    terminal, file, quiet = Terminal(), io.StringIO(), Terminal()
    for talk in (Talk(stream=terminal), Talk(stream=file), Talk(stream=quiet, quiet=True)):
        with talk.progress("unpacking") as show:
            show(1, 2)
            show(3, None)
    assert "unpacking  [##############..............]  50%" in terminal.getvalue()
    assert "unpacking  3" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert (file.getvalue(), quiet.getvalue()) == ("", "")


def test_strangers_text_cannot_steer_the_terminal():
    """Escape codes, line ends and marks of direction in a name are shown as what they are: wrong."""
    assert printable("a\x1b[31mb\nc\u202ed") == "a\ufffd[31mb c\ufffdd"
    assert printable("نی\u200cنوا Nīnawá 東京") == "نی\u200cنوا Nīnawá 東京"


def test_tables_count_columns_as_terminals_do():
    """Wide letters take two columns, accents of their own none."""
    assert width("東京") == 4
    assert width("e\u0301") == 1
    assert table([("東京", "x"), ("abc", "y")]) == "東京  x\nabc   y\n"


def test_ui_language_reaches_every_form(run, tmp_path):
    """The page, the picture, the fragment and the report speak the language; an unknown one is refused."""
    code, _, _ = run("map", "report.txt", "-o", "page.html", "--ui-language", "ru")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert code == 0 and '<html lang="ru" dir="ltr">' in page and "упоминаний" in page and "Show more" not in page
    assert run("picture", "report.txt", "-o", "map.svg", "--ui-language", "de")[0] == 0
    picture = (tmp_path / "map.svg").read_text("utf-8")
    assert "genanntes Gebiet" in picture and 'xml:lang="de"' in picture
    assert run("report", "report.txt", "-o", "report.md", "--ui-language", "fr")[0] == 0
    assert "| Lieu | Pays | Type | Mentions |" in (tmp_path / "report.md").read_text("utf-8")
    _, pasted, _ = run("embed", "report.txt", "--ui-language", "ar")
    assert '<figure class="geomap"' in pasted and 'lang="ar" dir="rtl"' in pasted
    code, _, said = run("map", "report.txt", "-o", "page.html", "--ui-language", "tlh")
    assert code == 2 and "choose from" in said
