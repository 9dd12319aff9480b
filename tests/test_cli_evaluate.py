"""``geomap evaluate``: scores and predictions."""

from __future__ import annotations

import json

import jsonschema

from geomap.export import schema


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
