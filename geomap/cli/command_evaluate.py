"""``geomap evaluate``: annotated corpora in, scores out."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from geomap.cli.batch import open_geoparser
from geomap.cli.options import (
    ExitCode,
    add_command,
    add_gazetteer_options,
    add_home_options,
    add_recognizer_option,
)
from geomap.cli.output import check_output, open_output
from geomap.cli.talk import Talk

# Spelled again in geomap.evaluate, which is too heavy to import for --help; a test compares the two.
TASKS = ("coverage", "recognition", "resolution", "end-to-end")


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "evaluate",
        summary="score geomap on annotated corpora",
        description=(
            "Score geomap on annotated corpora: files with one JSON object a line, "
            '{"id", "text",\n"mentions": [{"start", "end", "latitude", "longitude", "geonameid"}]}.'
        ),
        example="geomap evaluate tests/cases/sample-corpus.jsonl --task end-to-end",
    )
    parser.add_argument("inputs", nargs="+", metavar="CORPUS", help="annotated corpus, JSON lines")
    parser.add_argument("--task", choices=TASKS, default="end-to-end", help="default: end-to-end")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    parser.add_argument(
        "--predictions", metavar="OUT.jsonl", help="write what was predicted, as geomap parse would print it"
    )
    parser.add_argument("--score", metavar="IN.jsonl", help="score these predictions instead of parsing")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="default: - (standard output)")
    add_recognizer_option(parser)
    add_home_options(parser)
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    from geomap import evaluate

    check_output(args.output, args.inputs)
    if args.predictions:
        check_output(args.predictions, args.inputs)
    with open_geoparser(args, talk) as geoparser, talk.progress("scoring documents") as show:
        report = evaluate.run(
            args.inputs,
            args.task,
            geoparser=geoparser,
            predictions=args.score,
            write_predictions=args.predictions,
            learn_homes=args.learn_homes,
            progress=show,
        )
    with open_output(args.output) as write:
        write(report.to_json() + "\n" if args.format == "json" else report.to_text())
    sys.stdout.flush()
    return ExitCode.FINE
