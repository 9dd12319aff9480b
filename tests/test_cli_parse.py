"""``geomap parse``: reports in, JSON lines, GeoJSON or CSV out."""

from __future__ import annotations

import json

import jsonschema
import pytest
from cli_world import REPORT

from geomap.export import schema


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
