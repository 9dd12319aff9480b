"""``geomap lookup``, ``explain`` and ``gazetteer info``: what the gazetteer knows and why a place was taken."""

from __future__ import annotations

import json

import jsonschema

from geomap.export import schema


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


def test_explain_takes_whole_words(run):
    """A name inside another word does not stand in the report."""
    code, _, err = run("explain", "report.txt", "Mosu")
    assert (code, "does not stand in report.txt" in err) == (2, True)


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
