"""The command line: verbs, exit codes, and what goes where."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import geomap
from geomap.cli import build_parser, main
from geomap.cli.talk import Talk, printable, table, width
from geomap.export import schema

REPORT = "Rain flooded the town of Qayyarah, south of Mosul in Nineveh province, Iraqi officials said.\n"


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs a command in a folder of its own and gives its exit code, standard output and standard error."""
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


def process(*argv: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geomap", *argv], capture_output=True, text=True, encoding="utf-8", **options
    )


def commands() -> list[list[str]]:
    """Every command that the parser knows, actions of commands included."""
    found = [[]]
    for words in found:
        parser = parser_of(words)
        for action in parser._subparsers._group_actions if parser._subparsers else ():
            found.extend([*words, name] for name in action.choices)
    return found


def parser_of(words: list[str]):
    parser = build_parser()
    for word in words:
        (action,) = parser._subparsers._group_actions
        parser = action.choices[word]
    return parser


# ---------------------------------------------------------------- the parser


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


# ---------------------------------------------------------------- bad input


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


# ---------------------------------------------------------------- parse


def test_parse_prints_json_lines_that_follow_the_schema(run):
    """One object a line; what a text file does not say comes from the options."""
    code, out, err = run(
        "parse", "report.txt", "--title", "Rain", "--date", "2026-05-03", "--source", "https://a.example"
    )
    assert (code, err) == (0, "")
    (line,) = out.splitlines()
    parsed = json.loads(line)
    jsonschema.Draft202012Validator(schema()).validate(parsed)
    assert (parsed["id"], parsed["title"], parsed["published"], parsed["source"]) == (
        "report.txt",
        "Rain",
        "2026-05-03",
        "https://a.example",
    )
    places = {mention["text"]: mention["place"]["id"] for mention in parsed["mentions"] if mention["place"]}
    assert places["Qayyarah"] == "geonames:99003"
    assert places["Mosul"] == "geonames:99072"
    assert places["Nineveh"] == "geonames:92877"
    assert places["Iraqi"] == "geonames:99237"
    for mention in parsed["mentions"]:
        assert REPORT[mention["start"] : mention["end"]] == mention["text"]


def test_parse_reads_standard_input_and_writes_a_file(run, tmp_path):
    """``-`` is standard input, and -o takes the data away from standard output."""
    code, out, _ = run("parse", "-", "-o", "deep/out.jsonl", stdin=REPORT.encode())
    assert (code, out) == (0, "")
    assert json.loads((tmp_path / "deep" / "out.jsonl").read_text())["id"] == "stdin"


def test_parse_gives_geojson_and_csv(run):
    """GeoJSON has a feature for each place, with outlines; CSV a row for each mention."""
    collection = json.loads(run("parse", "report.txt", "--format", "geojson")[1])
    types = {feature["id"]: (feature["geometry"] or {}).get("type") for feature in collection["features"]}
    assert types["geonames:99072"] == "Point"
    assert types["geonames:92877"] in ("Polygon", "MultiPolygon")
    lines = run("parse", "report.txt", "--format", "csv")[1].splitlines()
    assert lines[0].startswith("document,title,source,published,start,end,text")
    assert any("geonames:99003" in line for line in lines)


def test_one_bad_report_does_not_stop_the_others(run):
    """The good ones come out, the bad one is told at the end, and the exit code is 2."""
    code, out, err = run("parse", "missing.txt", "report.txt", "-")
    assert code == 2
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["report.txt", "stdin"]
    assert "missing.txt does not exist" in err
    assert "the others were" in err


def test_quiet_says_nothing_but_errors(run, tmp_path):
    """--quiet leaves out the note on the encoding, not the error."""
    (tmp_path / "old.txt").write_bytes("Un café à Mosul".encode("cp1252"))
    assert "Windows-1252" in run("parse", "old.txt")[2]
    assert run("parse", "old.txt", "--quiet")[2] == ""
    assert "does not exist" in run("parse", "none.txt", "--quiet")[2]


@pytest.mark.parametrize(
    "text", ["", " \n", "القوات في الموصل شمال العراق.", "東京とモスルで会談。", "\u202eMosul\u202c"]
)
def test_parse_takes_any_text(run, tmp_path, text):
    """An empty text, right-to-left and CJK text are documents; offsets hold in all of them."""
    (tmp_path / "any.txt").write_text(text, encoding="utf-8")
    code, out, _ = run("parse", "any.txt")
    assert code == 0
    for mention in json.loads(out)["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]


# ---------------------------------------------------------------- map


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


# ---------------------------------------------------------------- lookup, explain, gazetteer


def test_lookup_lists_places(run):
    """The most prominent place of the name stands first, with its id; words need no quotes."""
    code, out, err = run("lookup", "Mosul")
    assert (code, err) == (0, "")
    assert "geonames:99072" in out.splitlines()[1]
    assert "geonames:5128581" in run("lookup", "New", "York", "City")[1].splitlines()[1]


def test_lookup_as_json(run):
    """The same as data, for programs."""
    found = json.loads(run("lookup", "Mosul", "--format", "json", "--limit", "2")[1])
    assert found["name"] == "Mosul"
    assert found["candidates"][0]["id"] == "geonames:99072"
    assert len(found["candidates"]) <= 2


def test_lookup_of_an_unknown_name_is_no_error(run):
    """Nothing on standard output, a note on standard error, exit code 0."""
    code, out, err = run("lookup", "Qwrtzqwrtz")
    assert (code, out) == (0, "")
    assert "no place called 'Qwrtzqwrtz'" in err


def test_explain_tells_a_reader_why(run):
    """The place, the sentence, the reasons and the other candidates, in words."""
    code, out, err = run("explain", "report.txt", "mosul")
    assert (code, err) == (0, "")
    assert out.startswith("Mosul: Mosul")
    assert "geonames:99072" in out
    assert "south of [Mosul] in Nineveh" in out
    assert "What tipped it, strongest first:\n  - " in out
    assert "The places that it could mean:\n" in out


def test_explain_as_json(run):
    """Only the mentions of the name, in the format of parse."""
    parsed = json.loads(run("explain", "report.txt", "Mosul", "--format", "json")[1])
    jsonschema.Draft202012Validator(schema()).validate(parsed)
    assert {mention["text"] for mention in parsed["mentions"]} == {"Mosul"}


def test_explain_of_a_word_that_is_no_place(run):
    """What was not taken for a place name is said to be so."""
    code, out, _ = run("explain", "report.txt", "Rain")
    assert code == 0
    assert "Rain: stands in the report once, but was not taken for a place name there" in out


def test_explain_of_an_absent_name_lists_the_places(run):
    """A name that the report does not hold is bad input; the message lists what it does hold."""
    code, out, err = run("explain", "report.txt", "Paris")
    assert (code, out) == (2, "")
    assert "'Paris' does not stand in report.txt: its places are " in err
    assert "Qayyarah" in err


def test_gazetteer_info_shows_counts_and_sources(run):
    """As a table for people and as JSON for programs."""
    code, out, _ = run("gazetteer", "info")
    assert code == 0
    assert "geonames" in out.lower()
    assert isinstance(json.loads(run("gazetteer", "info", "--format", "json")[1]), dict)


def test_the_cache_folder_is_the_users_to_choose(run, gazetteer, tmp_path, monkeypatch):
    """With --cache-dir the gazetteer that was unpacked there is used, and no other folder is touched."""
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / gazetteer.path.name).symlink_to(gazetteer.path)
    monkeypatch.setenv("GEOMAP_CACHE_DIR", str(tmp_path / "elsewhere"))
    code, out, _ = run("gazetteer", "info", "--cache-dir", "here")
    assert (code, out.split()[:2]) == (0, ["file", f"here/{gazetteer.path.name}"])
    assert not (tmp_path / "elsewhere").exists()


# ---------------------------------------------------------------- evaluate


def test_evaluate_scores_the_sample_corpus(run, root):
    """Scores go to standard output, as JSON when asked."""
    corpus = str(root / "tests" / "cases" / "sample-corpus.jsonl")
    code, out, err = run("evaluate", corpus, "--task", "resolution", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["task"] == "resolution"


def test_evaluate_writes_predictions_and_scores_them_again(run, root, tmp_path):
    """The file of predictions is in the format of parse, and gives the same figures."""
    corpus = str(root / "tests" / "cases" / "sample-corpus.jsonl")
    _, first, _ = run("evaluate", corpus, "--predictions", "out.jsonl")
    for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines():
        jsonschema.Draft202012Validator(schema()).validate(json.loads(line))
    _, second, _ = run("evaluate", corpus, "--score", "out.jsonl")
    assert first == second


def test_evaluate_knows_the_tasks_of_the_library():
    """The tasks spelled in --help are those that the library runs."""
    from geomap import evaluate
    from geomap.cli import command_evaluate

    assert command_evaluate.TASKS == evaluate.TASKS


# ---------------------------------------------------------------- the process and the terminal


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
