"""``geomap map``: reports in, one HTML file out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geomap.cli.batch import Batch, open_geoparser
from geomap.cli.options import add_command, add_gazetteer_options, add_input_options, add_language_option
from geomap.cli.output import check_output
from geomap.cli.places import summary
from geomap.cli.talk import Talk
from geomap.errors import InputError

#: The command that writes what such a name stands for: an HTML page called so would not open.
_OTHER_FORMS = {".svg": "picture", ".png": "picture"} | dict.fromkeys((".pdf", ".docx", ".md"), "report")
_OTHER_FORMS |= dict.fromkeys((".json", ".geojson", ".csv", ".kml", ".gpkg"), "export")


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "map",
        summary="draw the places of reports on a map",
        description=(
            "Draw the places of reports on a map: one HTML file that opens without a network.\n"
            "Several reports make one map."
        ),
        example="geomap map tests/cases/sample-report.txt -o output/report.html\n"
        "geomap map tests/cases/sample-report.txt --decisions tests/cases/sample-decisions.json -o output/report.html",
    )
    add_input_options(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the HTML file, - for standard output (default: named like the report, in this folder)",
    )
    add_language_option(parser)
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    path = args.output or _default_output(args.inputs)
    other = _OTHER_FORMS.get(Path(path).suffix.lower())
    if other is not None:
        raise InputError(f"{path!r} is no name for an HTML page: take geomap {other}, or let it end in .html")
    check_output(path, args.inputs)
    batch = Batch(args, talk)
    if not batch.begin():
        return batch.finish()
    with open_geoparser(args, talk) as geoparser:
        atlas = batch.atlas(geoparser)
        if atlas is not None:
            from geomap.render import MapOptions, build_map

            options = MapOptions(
                title=args.title if len(atlas.documents) > 1 else None, ui_language=args.ui_language
            )
            made = build_map(atlas, options, gazetteer=geoparser.gazetteer, decisions=batch.decisions)
            if path == "-":
                sys.stdout.write(made.to_html())
            else:
                made.save(path)
            talk.note(summary("standard output" if path == "-" else path, atlas))
    return batch.finish()


def _default_output(inputs: list[str]) -> str:
    return "map.html" if len(inputs) > 1 or inputs[0] == "-" else f"{Path(inputs[0]).stem}.html"
